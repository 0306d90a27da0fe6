"""Rows that restate charges: in percent ("supply 63 %, taxes 8 %"), over months, or as parts ("of which networks")."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Protocol, TypeVar

from billhook.extraction.data.language import words
from billhook.extraction.text.dates import month_names
from billhook.extraction.text.normalize import normalized

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\x20?%")
WHOLE = (Decimal(96), Decimal(104))
"""The range of a sum of rounded percentages of all parts. Tax rates never reach it."""

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\b\d{1,2}[./-](?:19|20)\d\d\b|\b20\d\d[./-]\d{1,2}\b")
SHORTEST_SERIES = 3


class DescribedAmount(Protocol):
    """A row of a column: an amount with its description."""

    @property
    def value(self) -> Decimal: ...

    @property
    def text(self) -> str: ...


R = TypeVar("R", bound=DescribedAmount)


def percentage_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows which, one below the other, state their percentages of the whole."""
    return {row for column in columns for row in _shares(column)}


def part_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows that words name as parts of the row above ("of which"), and that add up to it."""
    return {row for column in columns for row in _parts(column)}


def _parts(column: Sequence[R]) -> Iterator[R]:
    for index, whole in enumerate(column):
        parts = list(takewhile(_is_part, column[index + 1 :]))
        if not _is_part(whole) and parts and sum((part.value for part in parts), Decimal(0)) == whole.value:
            yield from parts


def _is_part(row: DescribedAmount) -> bool:
    text = f"{normalized(row.text)} "
    return any(text.startswith(f"{phrase} ") for phrase in words("parts"))


def series_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows that continue over months."""
    return {row for column in columns for series in _series(column) for row in series}


def _shares(column: Sequence[R]) -> Sequence[R]:
    """Find the first rows of a column whose percentages make up the whole."""
    percents = [_percent(row) for row in column]
    for first, start in enumerate(percents):
        total, last = start, first
        while total and last + 1 < len(column) and percents[last + 1] and total < WHOLE[0]:
            last += 1
            total += percents[last]
        if last > first and WHOLE[0] <= total <= WHOLE[1]:
            return column[first : last + 1]
    return []


def _percent(row: DescribedAmount) -> Decimal:
    """The percentage in the words of a row; 0 without one."""
    match = _PERCENT.search(row.text)
    return Decimal(match[1].replace(",", ".")) if match else Decimal(0)


def _series(column: Sequence[R]) -> Iterator[list[R]]:
    """Rows below each other with equal words, of different days or months, or with equal amounts."""
    for _, group in groupby(column, key=_undated):
        series = list(group)
        if len(series) >= SHORTEST_SERIES and (all(map(_is_dated, series)) or len({row.value for row in series}) == 1):
            yield series


def _undated(row: DescribedAmount) -> str:
    """The words of a row without figures and months."""
    return " ".join(part for part in normalized(row.text).split() if part not in month_names() and not part.isdigit())


def _is_dated(row: DescribedAmount) -> bool:
    return bool(_DAY.search(row.text)) or any(part in month_names() for part in normalized(row.text).split())
