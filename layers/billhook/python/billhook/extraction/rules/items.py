"""The charges: rows that end in an amount, and the sums that prove which of them make up the bill.

A row whose amount is the sum of the rows right above it (or below it) is a total of theirs. From the
bill's own total one walks down these groups, over summary pages to detail pages, to the leaves: the line
items. What adds up to the cent needs no label in any language.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from billhook.extraction.amounts import Number
from billhook.extraction.layout import Cell
from billhook.extraction.once import once
from billhook.extraction.rules.money import is_rate
from billhook.extraction.view import View

LONGEST_RUN = 40
MOST_OPTIONS = 12
"""So many ways to make up an amount are followed; more are repetitions."""

FEWEST_ALIGNED = 4
MOST_ORPHANED = 2
SENTENCE = 14
"""A cell of more words is prose; an amount in it is no row."""

OWED = frozenset({"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges"})
BALANCES = OWED | {"nothing_money"}
SUMMED = frozenset({"total_charges"})
"""What a sum within a sum may be called: the total of the energy, to which a fee is added."""


@dataclass(eq=False)
class Row:
    """One amount and the words to its left. ``cents`` are exact; ``labels`` are what the words announce."""

    cell: Cell
    start: int
    end: int
    value: Decimal
    said: list[Cell]
    labels: frozenset[str] = frozenset()
    children: list["Row"] = field(default_factory=list)
    heads: bool = False
    x0: float = 0.0
    x1: float = 0.0

    @property
    def text(self) -> str:
        """The description: the words to the left, or those before the amount in its own cell."""
        texts = [cell.text[: self.start] if cell is self.cell else cell.text for cell in self.said]
        return " ".join(text.strip() for text in texts if text.strip())


def rows_of(view: View) -> list[Row]:
    """Every row of the document in reading order; a row with several amounts comes once for each.

    The rows are the caller's own: who looks for columns and sums notes in them what it finds.
    """
    return list(map(copy, _rows_of(view)))


@once
def _rows_of(view: View) -> tuple[Row, ...]:
    rows = []
    for line in view.layout.lines:
        said: list[Cell] = []
        spent = False
        for cell in line.cells:
            numbers = [
                number
                for number in view.numbers(cell)
                if number.is_money and not is_rate(cell.text, number.start, number.end)
            ]
            own = bool(numbers) and _has_words(cell.text[: numbers[0].start])
            if (not numbers or own) and _has_words(cell.text):
                said = [cell] if spent else [*said, cell]
                spent = False
            for number in numbers[-1:] if own or len(numbers) == 1 else numbers:
                if not said and len(line.cells) <= MOST_ORPHANED:
                    said = _stray_words(view, cell)
                if said and _ends(cell, number.end) and len(cell.words) <= SENTENCE:
                    rows.append(_row(view, cell, number, list(said)))
                    spent = True
    return tuple(rows)


def _stray_words(view: View, amount: Cell) -> list[Cell]:
    """The words for an amount that a reader set on a line of its own, half a line off."""
    lines = view.layout.lines
    height = max(amount.height, 0.005)
    for number in (amount.line.number - 1, amount.line.number + 1):
        if not 0 <= number < len(lines) or lines[number].page != amount.page:
            continue
        near = [
            cell
            for cell in lines[number].cells
            if cell.x1 < amount.x0 + 0.01 and abs(cell.y0 - amount.y0) < 0.9 * height
        ]
        if near and _has_words(near[-1].text) and not any(view.numbers(cell) for cell in lines[number].cells):
            return near[-1:]
    return []


def _row(view: View, cell: Cell, number: Number, said: list[Cell]) -> Row:
    labels = frozenset(hit.name for other in said for hit in view.hits_of.get(other, ()) if hit.weight >= 0.9)
    words = cell.words_between(number.start, number.end)
    return Row(cell, number.start, number.end, number.value, said, labels, x0=words[0].box.x0, x1=words[-1].box.x1)


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _ends(cell: Cell, end: int) -> bool:
    """Whether nothing but a mark or a word of tax follows the amount in its cell."""
    return len(cell.text[end:].strip(" *)").split()) <= 2


class Sums:
    """Which amounts are sums of which rows: ``made_of`` answers, ``leaves`` goes down to what no sum explains."""

    def __init__(self, rows: list[Row], is_priced: Callable[[Row], bool]) -> None:
        self.is_priced = is_priced
        self.columns = columns_of(rows)
        self.totals: dict[Decimal, list[Row]] = defaultdict(list)
        for column in self.columns:
            self._find_below(column)
            self._find_above(column)
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
        runs = [run for column in self.columns for run in _runs(column, target)]
        return [members for members in (*groups, *runs) if _are_charges(members)][:MOST_OPTIONS]

    def _down(self, members: list[Row]) -> list[Row]:
        """The leaves of ``members``; none counts twice: a row that others among them happen to make up is no total."""
        return [leaf for row in members for leaf in _unless_among(members, self._below(row)) or [row]]

    def _below(self, row: Row) -> list[Row]:
        """What a row is made of; rows of less than one unit are taken as they are, for chance would explain them."""
        return self.leaves(row.value) if abs(row.value) >= 1 else []


def _unless_among(members: list[Row], leaves: list[Row]) -> list[Row]:
    return [] if any(leaf in members for leaf in leaves) else leaves


def columns_of(rows: list[Row]) -> list[list[Row]]:
    """Rows by the place of their amounts from left to right: those that overlap from above share a column."""
    columns: list[list[Row]] = []
    for row in rows:
        fitting = [column for column in columns if _aligned(column, row)]
        if fitting:
            min(fitting, key=lambda column: abs(column[-1].x1 - row.x1)).append(row)
        else:
            columns.append([row])
    for column in columns:
        _trim(column)
    return columns


def _aligned(column: list[Row], row: Row) -> bool:
    """Whether an amount ends, or begins, where the last amount of a column does."""
    last = column[-1]
    same_page = last.cell.page == row.cell.page
    return abs(last.x1 - row.x1) < (0.02 if same_page else 0.04) or (abs(last.x0 - row.x0) < 0.006 and same_page)


def _trim(column: list[Row]) -> None:
    """Drop what stands left of where the descriptions of a column begin: text beside the table."""
    begins = Counter(round(cell.x0, 2) for row in column for cell in row.said)
    most = max(begins.values(), default=0)
    if most < FEWEST_ALIGNED:
        return
    usual = min(place for place, count in begins.items() if 2 * count >= most)
    for row in column:
        kept = [cell for cell in row.said if cell.x0 > usual - 0.02]
        if kept and len(kept) < len(row.said):
            row.said = kept


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
        if total == row.value and row.value and (len(members) > 1 or "total" in row.text.lower()):
            row.children = members[::-1]
            return at
        at -= 1
    return None


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
        if total == row.value and row.value and len(members) > 1:
            return members
    return []


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
    return not settled and not any(row.labels & (OWED - SUMMED if row.children else OWED) for row in members)
