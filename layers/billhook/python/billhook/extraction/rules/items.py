"""The charges: rows that end in an amount, and the sums that prove which of them make up the bill.

A row whose amount is the sum of the rows right above it (or below it) is a total of theirs. From the
bill's own total one walks down these groups, over summary pages to detail pages, to the leaves: the line
items. What adds up to the cent needs no label in any language.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from billhook.extraction.layout import Cell
from billhook.extraction.rules.money import is_rate
from billhook.extraction.view import View

LONGEST_RUN = 40
SENTENCE = 14
"""A cell of more words is prose; an amount in it is no row."""

BALANCES = frozenset(
    {"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges", "nothing_money"}
)


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
    x0: float = 0.0
    x1: float = 0.0

    @property
    def text(self) -> str:
        """The description: the words to the left, or those before the amount in its own cell."""
        texts = [cell.text[: self.start] if cell is self.cell else cell.text for cell in self.said]
        return " ".join(text.strip() for text in texts if text.strip())


def rows_of(view: View) -> list[Row]:
    """Every row of the document in reading order; a row with several amounts comes once for each."""
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
                if said and _ends(cell, number.end) and len(cell.words) <= SENTENCE:
                    rows.append(_row(view, cell, number.start, number.end, number.value, list(said)))
                    spent = True
    return rows


def _row(view: View, cell: Cell, start: int, end: int, value: Decimal, said: list[Cell]) -> Row:
    labels = frozenset(hit.name for other in said for hit in view.hits_of.get(other, ()) if hit.weight >= 0.4)
    words = cell.words_between(start, end)
    return Row(cell, start, end, value, said, labels, x0=words[0].box.x0, x1=words[-1].box.x1)


def _has_words(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= 2


def _ends(cell: Cell, end: int) -> bool:
    """Whether nothing but a mark or a word of tax follows the amount in its cell."""
    return len(cell.text[end:].strip(" *)").split()) <= 2


def grouped(rows: list[Row]) -> dict[Decimal, list[Row]]:
    """The totals among ``rows`` by amount; each has got its ``children``."""
    totals: dict[Decimal, list[Row]] = defaultdict(list)
    for column in _columns(rows):
        heads: dict[int, int] = {}
        for index, row in enumerate(column):
            first = _sum_above(column, index, heads)
            if first is not None:
                heads[index] = first
                totals[row.value].append(row)
        for index, row in enumerate(column):
            if not row.children and _sum_below(column, index):
                totals[row.value].append(row)
    return totals


def _columns(rows: list[Row]) -> list[list[Row]]:
    """Rows by the place of their amounts from left to right: those that overlap from above share a column."""
    columns: list[list[Row]] = []
    edges: list[tuple[float, float]] = []
    for row in rows:
        for index, (x0, x1) in enumerate(edges):
            overlap = min(x1, row.x1) - max(x0, row.x0)
            if overlap > 0.4 * min(x1 - x0, row.x1 - row.x0) and abs(row.x1 - x1) < 0.03:
                columns[index].append(row)
                break
        else:
            columns.append([row])
            edges.append((row.x0, row.x1))
    return columns


def _sum_above(column: list[Row], index: int, heads: dict[int, int]) -> int | None:
    """Where the rows begin that add up to row ``index``; its children are then known."""
    row, total, members = column[index], Decimal(0), []
    at = index - 1
    while at >= 0 and len(members) < LONGEST_RUN:
        total += column[at].value
        members.append(column[at])
        if at in heads and column[at].value:
            at = heads[at]
        if total == row.value and row.value and (len(members) > 1 or "total" in row.text.lower()):
            row.children = members[::-1]
            return at
        at -= 1
    return None


def _sum_below(column: list[Row], index: int) -> bool:
    row, total, members = column[index], Decimal(0), []
    for other in column[index + 1 : index + 1 + LONGEST_RUN]:
        if other.children:
            return False
        total += other.value
        members.append(other)
        if total == row.value and row.value and len(members) > 1:
            row.children = members
            return True
    return False


def leaves(target: Decimal, totals: dict[Decimal, list[Row]]) -> list[Row]:
    """The rows that make up ``target``, as far down as sums prove; empty when no group has this total."""
    options = [_down(group, totals, frozenset({target})) for group in totals.get(target, ()) if _is_charges(group)]
    return max(options, key=len, default=[])


def _is_charges(group: Row) -> bool:
    return not any(child.labels & BALANCES for child in group.children)


def _down(group: Row, totals: dict[Decimal, list[Row]], above: frozenset[Decimal]) -> list[Row]:
    result: list[Row] = []
    for child in group.children:
        own = [child] if child.children else []
        others = [other for other in totals.get(child.value, ()) if other is not child] if child.value not in above else []
        below = [
            _down(option, totals, above | {child.value}) for option in (*own, *others) if option is not group and _is_charges(option)
        ]
        result += max(below, key=len, default=[]) or [child]
    return result
