"""Sums of charge rows: which rows are totals of which others, and which rows make up an amount.

A row is a total if its amount is the sum of the rows right above it (footer) or right below it (heading). An amount is
broken down through these groups, from summary pages to detail pages, to rows that no sum explains: the line items.
Amounts that add up to the cent need no label in any language.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.candidates.candidate_set import ChargeRow
from billhook.extraction.data.language import word_set
from billhook.extraction.text.normalize import normalized

OWED = frozenset({"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges"})
"""Labels of amounts that are owed or paid, not charged."""

SUMMED = frozenset({"total_charges"})
"""The label that a total within a total may have: the total of the energy, to which a fee is added."""

LONGEST_GROUP = 40
MOST_GROUPS = 12
"""At most this many ways to make up an amount are followed; further ones are repetitions."""

Group = tuple[ChargeRow, ...]
Groups = Mapping[ChargeRow, Group]
"""The rows that a total adds up, by the total."""


@dataclass(frozen=True)
class SumTree:
    """The totals of a document by their amounts, and the rows that each adds up.

    ``details`` are the columns without totals and without rows that repeat the amount of the row below.
    """

    columns: tuple[Group, ...]
    details: tuple[Group, ...]
    totals: Mapping[Decimal, Group]
    children: Groups

    def children_of(self, row: ChargeRow) -> Group:
        return self.children.get(row, ())


def sum_tree(columns: Sequence[Group]) -> SumTree:
    """The sums of ``columns``, each a column of rows from top to bottom."""
    totals: dict[Decimal, list[ChargeRow]] = defaultdict(list)
    children: dict[ChargeRow, Group] = {}
    for column in columns:
        headings = _headings(column)
        footers = _footers(column, headings)
        children |= headings | footers
        for row in (*headings, *footers):
            totals[row.value].append(row)
    return SumTree(
        columns=tuple(columns),
        details=tuple(_details(column, children) for column in columns),
        totals={value: tuple(rows) for value, rows in totals.items()},
        children=children,
    )


class LeafSearch:
    """Breaks amounts down to the rows that no sum explains; results are memoized by amount."""

    def __init__(self, tree: SumTree) -> None:
        self._tree = tree
        self._leaves: dict[Decimal, Group] = {}

    def leaves(self, target: Decimal) -> Group:
        """The rows that make up ``target``, as far down as sums prove; empty if none do."""
        if target not in self._leaves:
            self._leaves[target] = ()  # during the search: an amount is no part of itself
            options = [self._broken_down(group) for group in _groups_of(self._tree, target)]
            self._leaves[target] = max(options, key=_support, default=())
        return self._leaves[target]

    def _broken_down(self, group: Group) -> Group:
        """The leaves of ``group``; a leaf counts once, under the largest row that it is a part of."""
        used, leaves = set(group), dict[ChargeRow, Group]()
        for row in sorted(group, key=lambda row: -abs(row.value)):
            parts = self._parts(row)
            if used.isdisjoint(parts):
                used.update(parts)
                leaves[row] = parts
        return tuple(leaf for row in group for leaf in leaves.get(row) or (row,))

    def _parts(self, row: ChargeRow) -> Group:
        """The leaves of a row; an amount below one unit is not broken down, as sums match it by chance."""
        return self.leaves(row.value) if abs(row.value) >= 1 else ()


def _support(rows: Group) -> tuple[int, int]:
    """How well rows explain an amount: the number of priced rows, then the number of rows."""
    return sum(row.is_priced for row in rows), len(rows)


def _groups_of(tree: SumTree, target: Decimal) -> list[Group]:
    """Every group of rows that adds up to ``target``: the children of a total, or neighbours in a column."""
    children = (tree.children_of(row) for row in tree.totals.get(target, ()))
    groups = [group for group in children if len(group) > 1]
    options = [*groups, *_runs(tree, tree.columns, target)]
    charges = [group for group in options if _are_charges(tree, group)]
    if not charges:
        charges = [group for group in _runs(tree, tree.details, target) if _are_charges(tree, group)]
    return charges[:MOST_GROUPS]


def _headings(column: Group) -> dict[ChargeRow, Group]:
    """Totals above their rows, from the end of the column, so that inner headings precede outer ones."""
    headings: dict[ChargeRow, Group] = {}
    for index in range(len(column) - 1, -1, -1):
        group = _sum_below(column, index, headings)
        if group:
            headings[column[index]] = group
    return headings


def _sum_below(column: Group, index: int, headings: Groups) -> Group:
    """The rows below ``index`` that add up to it; empty if none do."""
    row, total = column[index], Decimal(0)
    group: list[ChargeRow] = []
    at = index + 1
    while at < len(column) and len(group) < LONGEST_GROUP:
        other = column[at]
        total += other.value
        group.append(other)
        at += 1
        if other in headings:
            end = _last(other, headings, headings)
            while column[at - 1] is not end:
                at += 1
        elif at < len(column) and column[at].value == other.value:
            at += 1
        if total == row.value and row.value and _are_several(group):
            return tuple(group)
    return ()


def _footers(column: Group, headings: Groups) -> dict[ChargeRow, Group]:
    """Totals below their rows, from the start of the column; an inner total represents the rows above it."""
    footers: dict[ChargeRow, Group] = {}
    begins: dict[int, int] = {}
    for index, row in enumerate(column):
        for is_collapsed in (False, True) if headings else (False,):
            groups = {**headings, **footers} if is_collapsed else footers
            first, group = _sum_above(column, index, begins, headings if is_collapsed else {}, groups)
            if group:
                begins[index] = first
                footers[row] = group
                break
    return footers


def _sum_above(
    column: Group, index: int, begins: Mapping[int, int], headings: Groups, groups: Groups
) -> tuple[int, Group]:
    """The rows above ``index`` that add up to it, and where they begin; empty if none do.

    ``begins`` gives where the rows of each earlier footer begin: they are skipped in favour of the footer. Rows below
    one of ``headings`` are skipped in favour of the heading.
    """
    row, total = column[index], Decimal(0)
    group: list[ChargeRow] = []
    at = index - 1
    while at >= 0 and len(group) < LONGEST_GROUP:
        if headings and (heading := _heading_of(column, at, headings, groups)) is not None:
            at = heading
        total += column[at].value
        group.append(column[at])
        if at in begins and column[at].value:
            at = begins[at]
        if total == row.value and row.value and (_are_several(group) or _is_named_total(row)):
            return at, tuple(reversed(group))
        at -= 1
    return index, ()


def _are_several(group: Iterable[ChargeRow]) -> bool:
    """Whether more than one row has an amount other than zero."""
    return sum(bool(row.value) for row in group) > 1


def _is_named_total(row: ChargeRow) -> bool:
    text = row.text.lower()
    has_stem = any(stem in text for stem in word_set("total_stems"))
    return has_stem or not word_set("totals").isdisjoint(normalized(row.text).split())


def _heading_of(column: Group, at: int, headings: Groups, groups: Groups) -> int | None:
    """The outermost heading whose rows end at ``at``."""
    for index in range(max(0, at - LONGEST_GROUP), at):
        if column[index] in headings and _last(column[index], headings, groups) is column[at]:
            return index
    return None


def _last(row: ChargeRow, headings: Groups, groups: Groups) -> ChargeRow:
    """The last row below a heading, through the headings in it."""
    return _last(groups[row][-1], headings, groups) if row in headings else row


def _details(column: Group, children: Groups) -> Group:
    rows = [row for row in column if not children.get(row)]
    return tuple(
        row for row, below in zip(rows, [*rows[1:], None], strict=True) if not (below and _repeats(row, below))
    )


def _repeats(row: ChargeRow, below: ChargeRow) -> bool:
    """Whether a row is the heading of the one row below: it has the same amount and begins further left."""
    begins_left = row.description_cells[0].x0 < below.description_cells[0].x0
    return row.value == below.value and begins_left and not any(map(str.isdigit, row.text))


def _runs(tree: SumTree, columns: Iterable[Group], target: Decimal) -> list[Group]:
    return [run for column in columns for run in _runs_in(tree, column, target)]


def _runs_in(tree: SumTree, column: Group, target: Decimal) -> Iterator[Group]:
    """Neighbours in a column that add up to ``target`` and contain no total together with its children."""
    starts: dict[Decimal, int] = {Decimal(0): 0}
    total = Decimal(0)
    for index, row in enumerate(column):
        total += row.value
        first = starts.get(total - target)
        if first is not None and 1 <= index - first < LONGEST_GROUP:
            run = column[first : index + 1]
            if not any(child in run for total_row in run for child in tree.children_of(total_row)):
                yield run
        starts[total] = index + 1


def _are_charges(tree: SumTree, group: Group) -> bool:
    """Whether no row is a balance: one labelled so, or one that the payment in the next row cancels."""
    is_cancelled = len(group) > 1 and group[0].value == -group[1].value
    return (
        not is_cancelled
        and not _is_plan(group)
        and not any(row.value and row.labels & _owed(tree, row) for row in group)
    )


def _is_plan(group: Group) -> bool:
    """Whether the rows are equal payments to come, one a month: they add up to what is owed, but charge nothing."""
    is_series = all(row.is_in_series and not row.is_priced for row in group)
    return is_series and len({row.value for row in group}) == 1


def _owed(tree: SumTree, row: ChargeRow) -> frozenset[str]:
    return OWED - SUMMED if tree.children_of(row) else OWED
