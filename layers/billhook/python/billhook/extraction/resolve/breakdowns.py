"""Money told again: charges parted once more to explain them ("supply 63 %, networks 29 %, taxes 8 %"), and lists over
months of what was billed or is to be paid.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import groupby

from billhook.extraction.candidates.charge_rows import Row, columns_of
from billhook.extraction.text.dates import month_names
from billhook.extraction.text.normalize import folded

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\x20?%")
WHOLE = (Decimal(96), Decimal(104))
"""What the percentages of all parts come to, as they are rounded. Rates of taxes never do."""

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\b\d{1,2}[./-](?:19|20)\d\d\b|\b20\d\d[./-]\d{1,2}\b")
SHORTEST_SERIES = 3


def without_shares(rows: list[Row]) -> list[Row]:
    """``rows`` but those which, one below the other, say how many per cent of the whole they are."""
    shares = {row for column in columns_of(rows) for row in _shares(column)}
    return [row for row in rows if row not in shares]


def without_series(rows: list[Row], is_priced: Callable[[Row], bool]) -> list[Row]:
    """``rows`` but those that go on over months; what has a price is charged, however often it comes."""
    series = {row for column in columns_of(rows) for one in _series(column) for row in one}
    return [row for row in rows if row not in series or is_priced(row)]


def _shares(column: list[Row]) -> list[Row]:
    """The rows of a column that, one below the other, say how many per cent of the whole they are."""
    percents = [_percent(row) for row in column]
    for first, start in enumerate(percents):
        total, last = start, first
        while total and last + 1 < len(column) and percents[last + 1] and total < WHOLE[0]:
            last += 1
            total += percents[last]
        if last > first and WHOLE[0] <= total <= WHOLE[1]:
            return column[first : last + 1]
    return []


def _percent(row: Row) -> Decimal:
    """The percentage in the words of a row; 0 without one."""
    match = _PERCENT.search(row.text)
    return Decimal(match[1].replace(",", ".")) if match else Decimal(0)


def _series(column: list[Row]) -> Iterator[list[Row]]:
    """Rows below each other that say the same, each of another day or month, or each the same amount."""
    for _, group in groupby(column, key=_undated):
        series = list(group)
        if len(series) >= SHORTEST_SERIES and (all(map(_is_dated, series)) or len({row.value for row in series}) == 1):
            yield series


def _undated(row: Row) -> str:
    """The words of a row without figures and months."""
    return " ".join(part for part in folded(row.text).split() if part not in month_names() and not part.isdigit())


def _is_dated(row: Row) -> bool:
    return bool(_DAY.search(row.text)) or any(part in month_names() for part in folded(row.text).split())
