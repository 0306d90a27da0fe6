"""The typed values of each cell: numbers, dates, amounts of money, quantities and codes, each with its place."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from billhook.extraction.data.country import countries
from billhook.extraction.data.language import words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate, dates, month_of, year_of
from billhook.extraction.text.numbers import Number, numbers
from billhook.extraction.text.units import CONSUMED, Quantity, any_spelling, mark_whole_amounts, unit_after

T = TypeVar("T")
Span = tuple[T, int, int]
"""A typed value and its place in the text of a cell."""

Spans = Mapping[Cell, Sequence[Span[T]]]
"""The typed values of the cells that have any."""

_CODE_PART = re.compile(r"[#:(]*(/?[A-Z0-9][A-Z0-9\-/.]*)[),.;:]*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"(?:\d+[.,]\d+[a-z]?|[0-3]?\d/[01]?\d|[01]?\d/20\d\d|\d{1,2}\.\d{3}/\d\d)$")
"""Parts that are no code: decimals, fractions, a month with its year, the number of a law with its year."""

_GLUED = re.compile(r"[^\d:]+:(?=[^:]*\d)")
"""A label that no blank parts from its code."""

BILLING_UNITS = {
    (Decimal(100), "cf"): "CCF",
    (Decimal(748), "gal"): "CCF",
    (Decimal(1000), "gal"): "kgal",
    (Decimal(1000), "L"): "m³",
}
"""Billing units by what one holds according to a note; 748 gallons are a hundred cubic feet."""

_BEGUN = re.compile(r"\d{1,2}[-/.](?:\d{1,2}|[^\W\d_]{3,9})[-/.]|[^\W\d_]{3,9}\.?\x20\d{1,2},\x20?")
_YEAR = re.compile(r"20\d\d")
MONTHS = 12
_MONTH_AND_YEAR = re.compile(r"([^\W\d_]{3,})((?:20)?\d{2})$")
ALIGNED = 0.012
"""How far the left edges of the lines of a cell are apart at most."""

FEWEST_DIGITS, MOST_CODE_PARTS = 4, 8
_CODE_BEFORE = re.compile(r"\d{4}-$")
ZERO_FOR_O = "N0"
"""``No.`` with a zero, which is no part of the code after it."""

FEWEST_IN_WORD, FEWEST_LETTERS = 3, 2
"""One word of so many digits and letters is a code too."""

LONGEST_LIST_NUMBER = 2
_LIST_POINT = re.compile(r"\.(?=$|\x20[^\W\d_])")


_ADDRESS = re.compile(r"(?:www\.|@|https?://)?((?:[a-z0-9\-]+\.)+[a-z]{2,})(?:/|\b)", re.IGNORECASE)
_TOP_LEVEL = re.compile(r"\.[a-z]{2}", re.IGNORECASE)
"""A cheap pattern that every text with an address matches; amounts and the ends of sentences do not."""


@depends_on_data
@cache
def _rate_marks() -> re.Pattern[str]:
    """What follows a rate: "/kWh", "c/kWh", "per kWh"."""
    prepositions = "".join(rf"|{word}\x20" for word in words("by_amount"))
    cents = "".join(rf"|{word}" for word in words("cents"))
    return re.compile(rf"(?:[^\W\d_]{{1,2}}€?\.?|¢)?\x20?/{prepositions}|%{cents}")


@depends_on_data
@cache
def _explained_unit() -> re.Pattern[str]:
    """One of a unit, followed by words or a sign of equality: "1 m³ holds 10 kWh"."""
    counted = "|".join(words("billing_units"))
    named = rf"(?:{any_spelling()})\x20?(?:[=≈]|[^\W\d_]{{2,}}\x20[^\W\d_]+)|(?:{counted})s?\x20?="
    return re.compile(rf"(?<![\w.,])1\x20?(?:{named})", re.IGNORECASE)


@depends_on_data
@cache
def telephone() -> re.Pattern[str]:
    """The beginning of a code that is a telephone number."""
    return re.compile("|".join(shape for country in countries().values() for shape in country.telephones))


def find_addresses(cells: Sequence[Cell]) -> dict[Cell, list[Span[str]]]:
    """Find the hosts of web and mail addresses."""
    return {
        cell: [(match[1].lower(), match.start(1), match.end(1)) for match in _ADDRESS.finditer(cell.text)]
        for cell in cells
        if "." in cell.text and _TOP_LEVEL.search(cell.text)
    }


def find_dates(cells: Sequence[Cell], language: str, *, days_first: bool) -> dict[Cell, tuple[PrintedDate, ...]]:
    """Find the dates of every cell; one that a narrow column breaks before its year is where it begins."""
    found = {cell: tuple(dates(cell.text, days_first, language)) if cell.has_figures else () for cell in cells}
    years = [cell for cell in cells if _YEAR.fullmatch(cell.text)]
    begun = [cell for cell in cells if years and _BEGUN.fullmatch(cell.text)]
    for cell in begun:
        year = next((other for other in years if _is_right_below(other, cell)), None)
        whole = dates(f"{cell.text}{year.text}", days_first, language) if year else []
        if len(whole) == 1:
            found[cell] = (whole[0]._replace(end=len(cell.text), short=False),)
    return found


def _is_right_below(lower: Cell, upper: Cell) -> bool:
    """Whether a cell goes on in the next line: at the same left edge, less than two lines down."""
    is_aligned = abs(lower.x0 - upper.x0) < ALIGNED and lower.page == upper.page
    return is_aligned and 0 < lower.y0 - upper.y0 < 2 * max(upper.height, lower.height)


def find_date_spans(
    dates_by_cell: Mapping[Cell, Sequence[PrintedDate]], *, only_full: bool = False
) -> dict[Cell, list[Span[PrintedDate]]]:
    """Give the dates of the cells that have any with their places; ``only_full`` leaves out short dates."""
    return {
        cell: [(date, date.start, date.end) for date in printed if not (only_full and date.short)]
        for cell, printed in dates_by_cell.items()
        if printed
    }


class PrintedMonth(NamedTuple):
    """A month; ``year`` is ``None`` when it is not printed."""

    month: int
    year: int | None


def find_months(cells: Sequence[Cell], language: str) -> dict[Cell, PrintedMonth]:
    """Find the cells that contain only a month, with or without its year: "Jan", "JAN26", "01 2026"."""
    found = ((cell, _month(cell.parts, language)) for cell in cells if len(cell.parts) in (1, 2))
    return {cell: month for cell, month in found if month}


def _month(parts: Sequence[str], language: str) -> PrintedMonth | None:
    name, *rest = parts
    if rest and not rest[0].isdigit():
        return None
    if not rest and (glued := _MONTH_AND_YEAR.match(name)):
        name, rest = glued[1], [glued[2]]
    month = month_of(name, language)
    if rest and not (rest[0].isdigit() and len(rest[0]) in (2, 4)):
        return None
    year = year_of(rest[0]) if rest else None
    if month is None and year and len(rest[0]) == 4 and name.isdigit():
        month = int(name)
    return PrintedMonth(month, year) if month and 1 <= month <= MONTHS else None


def find_numbers(
    dates_by_cell: Mapping[Cell, Sequence[PrintedDate]], mark: str, *, has_cents: bool
) -> dict[Cell, tuple[Number, ...]]:
    """Find the numbers of every cell that are no part of a full date; ``has_cents`` where money has decimals."""
    found = {
        cell: _outside(numbers(cell.text, mark), printed) if cell.has_figures else []
        for cell, printed in dates_by_cell.items()
    }
    if has_cents:
        return {cell: tuple(free) for cell, free in found.items()}
    signed = {cell.line for cell, free in found.items() if any(number.currency for number in free)}
    return {
        cell: tuple(mark_whole_amounts(free, cell.text, is_row_signed=cell.line in signed))
        for cell, free in found.items()
    }


def _outside(found: list[Number], printed: Sequence[PrintedDate]) -> list[Number]:
    taken = [(date.start, date.end) for date in printed if not date.short]
    if not taken:
        return found
    return [number for number in found if not any(number.start < end and number.end > start for start, end in taken)]


def find_amounts(numbers_by_cell: Mapping[Cell, Sequence[Number]]) -> dict[Cell, list[Span[Decimal]]]:
    """Find the amounts of money; a number before ``/`` or ``per``, or after ``@``, is a rate."""
    found = (
        (
            cell,
            [
                (number.value, number.start, number.end)
                for number in found
                if number.is_money and not _is_rate(cell.text, number.start, number.end)
            ],
        )
        for cell, found in numbers_by_cell.items()
        if found
    )
    return {cell: amounts for cell, amounts in found if amounts}


def _is_rate(text: str, start: int, end: int) -> bool:
    following, before = text[end : end + 6].lstrip().lower(), text[max(0, start - 3) : start].rstrip().lower()
    return bool(_rate_marks().match(following)) or before.endswith(("@", " x", " à"))


def find_plain_numbers(numbers_by_cell: Mapping[Cell, Sequence[Number]]) -> dict[Cell, list[Span[Decimal]]]:
    """Find the numbers without a currency that are neither percentages nor numbers of a list."""
    return {
        cell: [(number.value, number.start, number.end) for number in found if is_plain(cell, number)]
        for cell, found in numbers_by_cell.items()
        if found
    }


def is_plain(cell: Cell, number: Number) -> bool:
    """Whether a number has no currency and is neither a percentage nor the number of an entry of a list: "25."."""
    behind = cell.text[number.end :].lstrip()
    is_listed = number.start == 0 and number.end <= LONGEST_LIST_NUMBER and _LIST_POINT.match(cell.text, number.end)
    return not number.currency and not behind.startswith("%") and not is_listed


def find_quantities(numbers_by_cell: Mapping[Cell, Sequence[Number]]) -> dict[Cell, list[Span[Quantity]]]:
    """Find the numbers with a unit of consumption after them, up to where a unit is explained."""
    found = ((cell, _quantities_in(cell, numbers)) for cell, numbers in numbers_by_cell.items() if numbers)
    return {cell: quantities for cell, quantities in found if quantities}


def _quantities_in(cell: Cell, found: Sequence[Number]) -> list[Span[Quantity]]:
    quantities: list[Span[Quantity]] = []
    explained = _explained_unit().search(cell.text) if "1" in cell.text else None
    for number in found:
        if explained and number.start >= explained.start():
            break
        if number.currency or number.value < 0:
            continue
        unit = unit_after(cell.text, number.end)
        if unit and unit.unit in CONSUMED:
            quantities.append((Quantity(number.value, unit.unit), number.start, unit.end))
        elif number.end == len(cell.text) and cell.position + 1 < len(cell.line.cells):
            following = cell.line.cells[cell.position + 1]
            unit = unit_after(following.text, 0)
            if unit and unit.unit in CONSUMED and unit.end == len(following.text):
                quantities.append((Quantity(number.value, unit.unit), number.start, number.end))
    return quantities


@depends_on_data
@cache
def _billing_unit() -> re.Pattern[str]:
    """What a billing unit is: "1 unit = 748 gallons"."""
    counted = "|".join(words("billing_units"))
    return re.compile(rf"(?<![\w.,])1\x20?(?:{counted})\x20?=\x20?(?=\d)", re.IGNORECASE)


def billing_unit(numbers_by_cell: Mapping[Cell, Sequence[Number]]) -> str | None:
    """The unit in which bills count according to a note; ``None`` without such a note, or where it is no known unit."""
    for cell, found in numbers_by_cell.items():
        note = _billing_unit().search(cell.text) if found else None
        size = next((number for number in found if note and number.start == note.end()), None)
        if size and (unit := unit_after(cell.text, size.end)):
            return BILLING_UNITS.get((size.value, unit.unit)) or (unit.unit if size.value == 1 else None)
    return None


def find_codes(
    numbers_by_cell: Mapping[Cell, Sequence[Number]], dates_by_cell: Mapping[Cell, Sequence[PrintedDate]]
) -> dict[Cell, list[Span[str]]]:
    """Find runs of words that look like one code: ``12-3456-7``, ``1 234 567 8901``, ``1 ABC 2345678901``."""
    found = (
        (cell, _codes_in(cell, numbers_by_cell[cell], printed))
        for cell, printed in dates_by_cell.items()
        if cell.has_figures and len(_DIGIT.findall(cell.text)) >= FEWEST_IN_WORD
    )
    return {cell: codes for cell, codes in found if codes}


def without_phones(codes_by_cell: Spans[str]) -> dict[Cell, list[Span[str]]]:
    """Drop the codes that look like telephone numbers."""
    return {cell: [code for code in codes if not telephone().match(code[0])] for cell, codes in codes_by_cell.items()}


def _codes_in(cell: Cell, found: Sequence[Number], printed: Sequence[PrintedDate]) -> list[Span[str]]:
    taken = [(date.start, date.end) for date in printed if not date.short and not _ends_code(cell, date)]
    taken += [(number.start, number.end) for number in found if number.currency or number.places == 2]
    codes: list[Span[str]] = []
    run: list[Span[str]] = []
    for word, begin in zip(cell.words, cell.offsets, strict=True):
        is_label = _is_label(word.text)
        glued = _GLUED.match(word.text) if ":" in word.text else None
        match = _CODE_PART.match(word.text[glued.end() :] if glued else word.text)
        offset = begin + (glued.end() if glued else 0)
        if glued or is_label:
            codes += _joined(run)
            run = []
        is_free = match and not any(offset < end and offset + len(word.text) > start for start, end in taken)
        if match and is_free and not is_label and _is_code_part(match[1], is_begun=bool(run)):
            run.append((match[1], offset + match.start(1), offset + match.end(1)))
        else:
            codes += _joined(run)
            run = []
    return codes + _joined(run)


def _is_label(text: str) -> bool:
    """Whether a word announces what follows it: "Route:"."""
    return text.endswith(":") and not _DIGIT.search(text)


def _ends_code(cell: Cell, date: PrintedDate) -> bool:
    """Whether the figures of a date end a longer code: ``7139612-2025-8-9``."""
    return bool(_CODE_BEFORE.search(cell.text[: date.start]))


def _is_code_part(part: str, *, is_begun: bool) -> bool:
    if part.startswith("/") and not is_begun:
        return False
    if _FRACTION.match(part) or part.upper().rstrip(".") == ZERO_FOR_O:
        return False
    if _DIGIT.search(part):
        return True
    return part.isupper() and len(part) <= (4 if is_begun else 2)


def _joined(run: list[Span[str]]) -> list[Span[str]]:
    """Join a run of parts to one code; none when it has too few digits."""
    while run and not _DIGIT.search(run[-1][0]):
        run = run[:-1]
    if not run or len(run) > MOST_CODE_PARTS:
        return []
    text = " ".join(part for part, _, _ in run)
    digits, letters = len(_DIGIT.findall(text)), sum(map(str.isalpha, text))
    is_word = len(run) == 1 and digits >= FEWEST_IN_WORD and letters >= FEWEST_LETTERS
    return [(text, run[0][1], run[-1][2])] if digits >= FEWEST_DIGITS or is_word else []
