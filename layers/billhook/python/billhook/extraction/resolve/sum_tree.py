"""Sums of charge rows: which rows are totals of which others, and which rows make up an amount.

A row is a total if its amount is the sum of the rows right above it (footer) or right below it (heading). An amount is
broken down through these groups, from summary pages to detail pages, to rows that no sum explains: the line items.
Amounts that add up to the cent need no label in any language.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from billhook.domain.money import CENT
from billhook.extraction.candidates.candidate_set import ChargeRow
from billhook.extraction.data.language import word_set
from billhook.extraction.text.normalize import normalized

OWED = frozenset({"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges"})
"""Labels of amounts that are owed or paid, not charged."""

SUMMED = frozenset({"total_charges"})
"""The label that a total within a total may have: the total of the energy, to which a fee is added."""

SUMS = frozenset({"net_charges", "current_charges"})
"""Labels of totals of charges."""

PAID = frozenset({"after_previous_total_payment"})
"""The label of payments, which lower a sum: a charge that raises it ("Payment assistance surcharge") is none."""

FARTHEST, FARTHEST_PAGE = 16, 24
"""How many lines apart the rows of a table are at most, on one page and over the end of a page."""

LONGEST_GROUP = 40
MOST_BY_CHANCE = 2
"""So many rows add up to another row by chance; more seldom do."""

FEWEST_TO_ZERO = 3
"""The fewest charges and credits that a total of zero adds up."""

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


Span = tuple[int, int, int]
"""The place of a group: its column, and the first and the last line of its rows."""


class LeafSearch:
    """Breaks amounts down to the rows that no sum explains; results are memoized by amount and place.

    A row of a group is broken down into rows elsewhere, or into those that a printed total of the group adds up: what
    further rows of the same group add up to is chance.
    """

    def __init__(self, tree: SumTree) -> None:
        self._tree = tree
        self._column_of = {row: number for number, column in enumerate(tree.columns) for row in column}
        self._leaves: dict[tuple[Decimal, tuple[Span, ...]], Group] = {}

    def leaves(self, target: Decimal, within: tuple[Span, ...] = ()) -> Group:
        """The rows that make up ``target``, as far down as sums prove; empty if none do.

        ``within``: the places of the groups that ``target`` is a part of.
        """
        key = (target, within)
        if key not in self._leaves:
            self._leaves[key] = ()  # during the search: an amount is no part of itself
            options = [
                self._broken_down(group, within)
                for group in _groups_of(self._tree, target, lambda run: self._is_outside(run, within))
            ]
            self._leaves[key] = max(options, key=_support, default=())
        return self._leaves[key]

    def is_only(self, target: Decimal, rows: Group) -> bool:
        """Whether ``rows`` make up ``target`` in one step: no printed sum of some of them makes a shorter list."""
        groups = _groups_of(self._tree, target, lambda _: True)
        return bool(groups) and all(set(rows) <= set(group) for group in groups)

    def _broken_down(self, group: Group, within: tuple[Span, ...]) -> Group:
        """The leaves of ``group``; a leaf counts once, under the largest row that it is a part of."""
        used, leaves = set(group), dict[ChargeRow, Group]()
        places = tuple(dict.fromkeys((*within, *self._spans(group))))
        for row in sorted(group, key=lambda row: -abs(row.value)):
            parts = self._parts(row, places)
            if used.isdisjoint(parts):
                used.update(parts)
                leaves[row] = parts
        return tuple(leaf for row in group for leaf in leaves.get(row) or (row,))

    def _parts(self, row: ChargeRow, within: tuple[Span, ...]) -> Group:
        """The leaves of a row; an amount below one unit is not broken down, as sums match it by chance."""
        return self.leaves(row.value, within) if abs(row.value) >= 1 else ()

    def _spans(self, group: Group) -> list[Span]:
        lines: dict[int, list[int]] = defaultdict(list)
        for row in group:
            lines[self._column_of[row]].append(row.cell.line.number)
        return [(column, min(numbers), max(numbers)) for column, numbers in lines.items()]

    def _is_outside(self, run: Group, places: tuple[Span, ...]) -> bool:
        return not any(
            column == self._column_of[row] and first <= row.cell.line.number <= last
            for column, first, last in places
            for row in run
        )


def _support(rows: Group) -> tuple[int, int]:
    """How well rows explain an amount: the number of priced rows, then the number of rows."""
    return sum(row.is_priced for row in rows), len(rows)


def _groups_of(tree: SumTree, target: Decimal, is_apart: Callable[[Group], bool]) -> list[Group]:
    """Every group of rows that adds up to ``target``: the children of a total, or neighbours in a column elsewhere."""
    children = (tree.children_of(row) for row in tree.totals.get(target, ()))
    groups = [group for group in children if len(group) > 1]
    options = [*groups, *filter(is_apart, _runs(tree, tree.columns, target))]
    charges = [group for group in options if _are_charges(tree, group)]
    if not charges:
        details = filter(is_apart, _runs(tree, tree.details, target))
        charges = [group for group in details if _are_charges(tree, group)]
    return charges[:MOST_GROUPS]


def whole_run(tree: SumTree, target: Decimal) -> Group:
    """The longest run that makes up ``target`` with every row; empty if none does.

    Two of its rows may add up to a third by chance, which is a total if its words say so or if more rows make it up.
    """
    totals = {
        row: group
        for row, group in tree.children.items()
        if _is_named_total(row) or row.labels & SUMS or len(group) > MOST_BY_CHANCE
    }
    runs = _runs(SumTree(tree.columns, tree.details, tree.totals, totals), tree.columns, target)
    return max((run for run in runs if _are_charges(tree, run)), key=len, default=())


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
    can_collapse = bool(headings) or any(_restates(above, below) for above, below in pairwise(column))
    for index, row in enumerate(column):
        for is_collapsed in (False, True) if can_collapse else (False,):
            groups = {**headings, **footers} if is_collapsed else footers
            first, group = _sum_above(column, index, begins, headings if is_collapsed else None, groups)
            if group:
                begins[index] = first
                footers[row] = group
                break
    return footers


def _sum_above(
    column: Group, index: int, begins: Mapping[int, int], headings: Groups | None, groups: Groups
) -> tuple[int, Group]:
    """The rows above ``index`` that add up to it, and where they begin; empty if none do.

    ``begins`` gives where the rows of each earlier footer begin: they are skipped in favour of the footer. Rows below
    one of ``headings``, and a row that restates the one above, are skipped in favour of the heading.
    """
    row, total = column[index], Decimal(0)
    group: list[ChargeRow] = []
    at = index - 1
    while at >= 0 and len(group) < LONGEST_GROUP:
        if headings and (heading := _heading_of(column, at, headings, groups)) is not None:
            at = heading
        elif headings is not None and at and _restates(column[at - 1], column[at]):
            at -= 1
        total += column[at].value
        group.append(column[at])
        if at in begins and column[at].value:
            at = begins[at]
        if total == row.value and _is_proven(row, group):
            return at, tuple(reversed(group))
        at -= 1
    return index, ()


def _restates(above: ChargeRow, below: ChargeRow) -> bool:
    """Whether a row repeats the amount of its heading right above, which may be a cent off."""
    return bool(below.value) and abs(above.value - below.value) <= CENT


def _are_several(group: Iterable[ChargeRow]) -> bool:
    """Whether more than one row has an amount other than zero that no opposite one cancels."""
    counts = Counter(row.value for row in group if row.value)
    return sum(max(0, count - counts[-value]) for value, count in counts.items()) > 1


def _is_proven(row: ChargeRow, group: Sequence[ChargeRow]) -> bool:
    """Whether the rows above, which add up to ``row``, are more than chance: zero is the sum of many groups."""
    if not row.value:
        return _is_named_total(row) and sum(bool(other.value) for other in group) >= FEWEST_TO_ZERO
    return _are_several(group) or _is_named_total(row)


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
            if _is_one_table(run) and not any(
                child in run for total_row in run for child in tree.children_of(total_row)
            ):
                yield run
        starts[total] = index + 1


def _is_one_table(run: Group) -> bool:
    """Whether no gap parts the rows of a run: those of several tables add up by chance."""
    return all(
        below.cell.line.number - above.cell.line.number
        <= (FARTHEST if above.cell.page == below.cell.page else FARTHEST_PAGE)
        for above, below in pairwise(run)
    )


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
    owed = OWED - PAID if row.value > 0 else OWED
    return owed - SUMMED if tree.children_of(row) else owed
