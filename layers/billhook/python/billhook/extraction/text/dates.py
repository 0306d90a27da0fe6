"""Dates as printed, with month names of all languages, with or without a year.

``03/04/2025`` is ambiguous: ``day_first`` decides the order for a whole document. A date without a year gets the year
that is nearest to an anchor date.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from billhook.extraction.data.language import languages, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.text.normalize import tokens
from billhook.extraction.text.numbers import FIGURE

_WORD = r"[^\W\d_]{3,12}"
_WHOLE_WORD = rf"{_WORD}+"
"""A word that a mark or a figure follows: no part of it can match instead, so the search does not try shorter ones."""

_YEAR = r"(?:(?:19|20)\d{2}|[\u2019']?\d{2})"
_AFTER_A_DATE = (
    r"(?<=\d{4}-)|(?<=/\d\d-)|(?<=\.\d\d-)|(?<=[^\W\d_]\x20\d\d-)|(?<=,\x20\d\d-)|(?<=-\d\d-\d\d-)"
    r"|(?<=[.\x20]\d\d\.-)"
)
"""A dash that joins two dates: ``08/16/2023-10/14/2023``, ``1 Oct 22-3 Jan 23``, ``Mar 03, 24-Apr 03, 24``,
``2025. 09. 01.-2025. 10. 04.``."""


@depends_on_data
@cache
def _date() -> re.Pattern[str]:
    """Every form of a date, with the ordinals and prepositions of all languages."""
    ordinals = "|".join(words("date_ordinals"))
    prepositions = "|".join(rf"{word}\x20" for word in words("date_prepositions"))
    return re.compile(
        rf"(?:(?<![\d.,/\-$€£])|{_AFTER_A_DATE})(?:"
        rf"(?P<iy>20\d{{2}})(?P<isep>[-/.]\x20?)(?P<im>\d{{1,2}})(?P=isep)(?P<id>\d{{1,2}})"
        rf"|(?P<y4>20\d{{2}})\.?\x20(?P<m4>{_WHOLE_WORD})\x20(?P<d4>\d{{1,2}})\.?"
        rf"|(?P<a>\d{{1,2}})(?P<sep>\x20?[-/.]\x20?)(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d{{2}}|\d{{2}})"
        rf"|(?P<d1>\d{{1,2}})(?:{ordinals}|º|°|\.)?[\x20\-/.]{{0,2}}(?:{prepositions}|d['\u2019])?"
        rf"(?P<m1>{_WORD})\.?[,\x20\-/.]{{0,2}}(?:{prepositions})?(?P<y1>{_YEAR})?(?![\d,:.]\d|\d)"
        rf"|(?P<m2>{_WHOLE_WORD})\.?[\x20\-]?(?P<d2>\d{{1,2}})(?:{ordinals})?(?:[.,]?[\x20\-]{{1,2}}|,|/(?=\d\d(?!\d)))"
        rf"(?P<y2>(?:19|20)\d{{2}}(?!\d)|[\u2019']?\d{{2}}(?![\d,:.]\d|\d|\x20?[a-z%]))"
        rf"|(?P<m3>{_WHOLE_WORD})\.?[\x20\-]?(?P<d3>\d{{1,2}})(?:{ordinals})?(?![\d/]|[.,:]\d)"
        r"|(?P<sa>\d{1,2})(?:/(?P<sb>\d{1,2})(?![\d/%]|[.,]\d)|\.(?P<sc>\d{1,2})\.(?!\d))"
        r")(?!\d)"
    )


_DATABLE = re.compile(r"[-/]|[^\W\d_]{3}|\..*\.", re.DOTALL)
"""A dash, a slash, a word or two points: every date has one besides figures, most amounts have none."""

_IN_FIGURES = re.compile(r"(?<![\d.,/\-$€£])(\d{1,2})([-/.])(\d{1,2})\2(?:(?:19|20)\d{2}|\d{2})(?!\d)")


_FIGURES = r"(\d{2})[-/.](\d{2})[-/.]((?:20)?\d{2})"


@depends_on_data
@cache
def _range() -> re.Pattern[str]:
    """From one date to another: an order of day and month that puts the second date first is wrong."""
    joiners = "|".join(words("date_joiners"))
    return re.compile(rf"(?<!\d){_FIGURES}\x20?(?:[-\u2013]|{joiners})\x20?{_FIGURES}(?!\d)")


class PrintedDate(NamedTuple):
    """One date at ``start``..``end`` of a text; ``ambiguous``: day and month may be swapped."""

    year: int | None
    month: int
    day: int
    start: int
    end: int
    ambiguous: bool = False
    short: bool = False
    """Day and month in figures without a year: weak evidence, since ``5/12`` may be a fraction."""

    def on(self, year: int | None = None) -> date | None:
        """The calendar day, in ``year`` if none is printed; ``None`` if the day does not exist."""
        chosen = self.year or year
        try:
            return date(chosen, self.month, self.day) if chosen else None
        except ValueError:
            return None


def day_first(text: str, *, default: bool) -> bool:
    """Whether the day precedes the month in figures, by the unambiguous dates and ranges of ``text``."""
    first = second = 0
    for left, mark, right in _IN_FIGURES.findall(text):
        first += 12 < int(left) <= 31 or mark == "."
        second += 12 < int(right) <= 31
    for a, b, y, c, d, z in _range().findall(text):
        days, months = (z, d, c) < (y, b, a), (z, c, d) < (y, a, b)
        first, second = first + 2 * (months and not days), second + 2 * (days and not months)
    return default if first == second else first > second


def dates(text: str, days_first: bool, language: str = "") -> list[PrintedDate]:
    """All dates of ``text`` from left to right; month names of ``language`` precede those of others."""
    if not _DATABLE.search(text) or not FIGURE.search(text):
        return []
    printed, at, pattern = [], 0, _date()
    while match := pattern.search(text, at):
        date_ = _printed(match, days_first, language)
        if date_ is not None:
            printed.append(date_)
        at = match.end() if date_ is not None else _past_first_word(match)
    return printed


def _past_first_word(match: re.Match[str]) -> int:
    """Where to search on after a false start: in ``for 04 Apr`` the date follows the first word."""
    blank = match[0].find(" ")
    return match.start() + (blank if blank > 0 else len(match[0]))


def _printed(match: re.Match[str], days_first: bool, language: str) -> PrintedDate | None:
    groups = match.groupdict()
    span = (match.start(), match.end())
    if groups["iy"]:
        return _checked(int(groups["iy"]), int(groups["im"]), int(groups["id"]), span)
    if groups["a"]:
        return _in_figures(int(groups["a"]), int(groups["b"]), year_of(groups["y"]), span, days_first)
    if groups["sa"]:
        printed = _in_figures(int(groups["sa"]), int(groups["sb"] or groups["sc"]), None, span, days_first)
        return printed and PrintedDate(
            None, printed.month, printed.day, printed.start, printed.end, printed.ambiguous, short=True
        )
    for month, day, year in (("m1", "d1", "y1"), ("m2", "d2", "y2"), ("m4", "d4", "y4"), ("m3", "d3", None)):
        if groups[month]:
            number = month_of("".join(tokens(groups[month])), language)
            printed_year = groups[year] if year else None
            return _checked(year_of(printed_year), number, int(groups[day]), span) if number else None
    return None


def _in_figures(a: int, b: int, year: int | None, span: tuple[int, int], days_first: bool) -> PrintedDate | None:
    if a > 12 or b > 12:
        day, month = (a, b) if a > 12 else (b, a)
        return _checked(year, month, day, span)
    day, month = (a, b) if days_first else (b, a)
    printed = _checked(year, month, day, span)
    return printed and PrintedDate(printed.year, printed.month, printed.day, *span, ambiguous=a != b)


def _checked(year: int | None, month: int, day: int, span: tuple[int, int]) -> PrintedDate | None:
    if not (1 <= month <= 12 and 1 <= day <= 31) or (year and not 1990 <= year <= 2099):
        return None
    printed = PrintedDate(year, month, day, *span)
    return printed if printed.on(2024) else None


def month_of(name: str, language: str) -> int | None:
    """The number of a month by its normalized name; ``language`` decides where languages differ."""
    return _months_of(language).get(name) or month_names().get(name)


@depends_on_data
@cache
def month_names() -> Mapping[str, int]:
    """The number of each month by its normalized names in all languages; the first language wins."""
    names: dict[str, int] = {}
    for language in languages():
        names = {**_months_of(language), **names}
    return names


@depends_on_data
@cache
def _months_of(language: str) -> Mapping[str, int]:
    known = languages().get(language)
    return {name: number for number, names in enumerate(known.months if known else (), start=1) for name in names}


def year_of(printed: str | None) -> int | None:
    """A year of two or four figures."""
    if not printed:
        return None
    year = int(printed.lstrip("\u2019'"))
    return year if year > 99 else 2000 + year


def nearest_year(printed: PrintedDate, anchor: date) -> date | None:
    """The day of a date without a year that is nearest to ``anchor``."""
    days = (printed.on(anchor.year + shift) for shift in (-1, 0, 1))
    return min((day for day in days if day), key=lambda day: abs(day - anchor), default=None)


def nearest_day(printed: PrintedDate, anchor: date | None) -> date | None:
    """The day as printed; for a date without a year, the one nearest to ``anchor``."""
    return printed.on() or (nearest_year(printed, anchor) if anchor else None)


def plausible_period(start: date, end: date) -> bool:
    """Whether ``start``..``end`` has the length of a billing period: five days to fourteen months."""
    return timedelta(days=5) <= end - start <= timedelta(days=430)
