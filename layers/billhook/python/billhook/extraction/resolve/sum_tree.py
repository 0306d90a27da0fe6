"""The sums that prove which rows make up a bill.

A row whose amount is the sum of the rows right above it (or below it) is a total of theirs. From the
bill's own total one walks down these groups, over summary pages to detail pages, to the leaves: the line
items. What adds up to the cent needs no label in any language.
"""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from billhook.extraction.candidates.charge_rows import OWED, SUMMED, Row, columns_of
from billhook.extraction.data.language import word_set
from billhook.extraction.text.normalize import folded

LONGEST_RUN = 40
MOST_OPTIONS = 12
"""So many ways to make up an amount are followed; more are repetitions."""


class Sums:
    """Which amounts are sums of which rows: ``made_of`` answers, ``leaves`` goes down to what no sum explains."""

    def __init__(self, rows: list[Row], is_priced: Callable[[Row], bool]) -> None:
        self.is_priced = is_priced
        self.columns = columns_of(rows)
        self.totals: dict[Decimal, list[Row]] = defaultdict(list)
        for column in self.columns:
            self._find_below(column)
            self._find_above(column)
        self.bottoms = [_bottom(column) for column in self.columns]
        self._leaves: dict[Decimal, list[Row]] = {}

    def _find_above(self, column: list[Row]) -> None:
        """Totals that follow their rows; a total met on the way up stands for the rows above it."""
        heads: dict[int, int] = {}
        ways = (False, True) if any(row.heads for row in column) else (False,)
        for index, row in enumerate(column):
            for collapsed in ways:
                first = _sum_above(column, index, heads, collapsed=collapsed)
                if first is not None:
                    heads[index] = first
                    self.totals[row.value].append(row)
                    break

    def _find_below(self, column: list[Row]) -> None:
        """Totals that head their rows. From the end, so that inner headings are known before outer ones."""
        for index in range(len(column) - 1, -1, -1):
            members = _sum_below(column, index)
            if members:
                column[index].children = members
                column[index].heads = True
                self.totals[column[index].value].append(column[index])

    def leaves(self, target: Decimal) -> list[Row]:
        """The rows that make up ``target``, as far down as sums prove; empty when none do."""
        if target not in self._leaves:
            self._leaves[target] = []  # while it is worked out: nothing is made of itself
            options = [self._down(members) for members in self.made_of(target)]
            self._leaves[target] = max(options, key=self._worth) if len(options) > 1 else [*options, []][0]
        return self._leaves[target]

    def _worth(self, rows: list[Row]) -> tuple[int, int]:
        """Of several ways to make up an amount: the one with the most priced rows, then with the most rows."""
        return sum(map(self.is_priced, rows)), len(rows)

    def made_of(self, target: Decimal) -> list[list[Row]]:
        """Every set of rows that adds up to ``target``: children of a total, or neighbours in a column."""
        groups = [row.children for row in self.totals.get(target, ()) if len(row.children) > 1]
        for runs in ([*groups, *self._runs(self.columns, target)], self._runs(self.bottoms, target)):
            if charged := [members for members in runs if _are_charges(members)]:
                return charged[:MOST_OPTIONS]
        return []

    @staticmethod
    def _runs(columns: list[list[Row]], target: Decimal) -> list[list[Row]]:
        return [run for column in columns for run in _runs(column, target)]

    def _down(self, members: list[Row]) -> list[Row]:
        """The leaves of ``members``; none counts twice: what greater rows are made of makes up no other by chance."""
        taken, below = set(members), dict[Row, list[Row]]()
        for row in sorted(members, key=lambda row: -abs(row.value)):
            leaves = self._below(row)
            if taken.isdisjoint(leaves):
                taken.update(leaves)
                below[row] = leaves
        return [leaf for row in members for leaf in below.get(row) or [row]]

    def _below(self, row: Row) -> list[Row]:
        """What a row is made of; rows of less than one unit are taken as they are, for chance would explain them."""
        return self.leaves(row.value) if abs(row.value) >= 1 else []


def _sum_above(column: list[Row], index: int, heads: dict[int, int], *, collapsed: bool) -> int | None:
    """Where the rows begin that add up to row ``index``; its children are then known.

    ``collapsed``: rows below a heading are skipped in favour of the heading.
    """
    row, total = column[index], Decimal(0)
    members: list[Row] = []
    at = index - 1
    while at >= 0 and len(members) < LONGEST_RUN:
        if collapsed and (heading := _heading(column, at)) is not None:
            at = heading
        total += column[at].value
        members.append(column[at])
        if at in heads and column[at].value:
            at = heads[at]
        if total == row.value and row.value and (_are_several(members) or _is_named_total(row)):
            row.children = members[::-1]
            return at
        at -= 1
    return None


def _are_several(members: list[Row]) -> bool:
    """Whether more than one row adds something: one and noughts are no sum."""
    return sum(bool(row.value) for row in members) > 1


def _is_named_total(row: Row) -> bool:
    text = row.text.lower()
    named = any(stem in text for stem in word_set("total_stems"))
    return named or not word_set("totals").isdisjoint(folded(row.text).split())


def _heading(column: list[Row], at: int) -> int | None:
    """The outermost heading whose rows end at ``at``."""
    for index in range(max(0, at - LONGEST_RUN), at):
        if column[index].heads and _last(column[index]) is column[at]:
            return index
    return None


def _last(row: Row) -> Row:
    return _last(row.children[-1]) if row.heads else row


def _sum_below(column: list[Row], index: int) -> list[Row]:
    row, total = column[index], Decimal(0)
    members: list[Row] = []
    at = index + 1
    while at < len(column) and len(members) < LONGEST_RUN:
        other = column[at]
        total += other.value
        members.append(other)
        at += 1
        if other.heads:
            end = _last(other)
            while column[at - 1] is not end:
                at += 1
        elif at < len(column) and column[at].value == other.value and column[at].said is not other.said:
            at += 1
        if total == row.value and row.value and _are_several(members):
            return members
    return []


def _bottom(column: list[Row]) -> list[Row]:
    """A column without its totals, and without what heads one row alone and therefore has the same amount."""
    single = [row for row in column if not row.children]
    return [row for row, below in zip(single, [*single[1:], None], strict=True) if not (below and _heads(row, below))]


def _heads(row: Row, below: Row) -> bool:
    return row.value == below.value and row.said[0].x0 < below.said[0].x0 and not any(map(str.isdigit, row.text))


def _runs(column: list[Row], target: Decimal) -> list[list[Row]]:
    """Neighbours in a column that add up to ``target``, none of them a total of others among them."""
    found = []
    sums: dict[Decimal, int] = {Decimal(0): 0}
    running = Decimal(0)
    for index, row in enumerate(column):
        running += row.value
        first = sums.get(running - target)
        if first is not None and index - first >= 1:
            run = column[first : index + 1]
            if len(run) <= LONGEST_RUN and not any(child in run for one in run for child in one.children):
                found.append(run)
        sums[running] = index + 1
    return found


def _are_charges(members: list[Row]) -> bool:
    """Whether no row is a balance: one that is named so, or one that the next row, a payment, makes up for."""
    settled = len(members) > 1 and members[0].value == -members[1].value
    return not settled and not any(
        row.value and row.labels & (OWED - SUMMED if row.children else OWED) for row in members
    )
