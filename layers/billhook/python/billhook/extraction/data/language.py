"""Languages, from ``languages/xx.toml``: the settings that precede the labels of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from billhook.extraction.data.source import LANGUAGES, DataError, Reader, depends_on_data, settings

WordList = Literal[
    "addressing",
    "bank",
    "bill_totals",
    "billing_units",
    "breakdowns",
    "by_amount",
    "by_unit",
    "cents",
    "date_joiners",
    "date_ordinals",
    "date_prepositions",
    "estimated",
    "of_labels",
    "of_which_percent",
    "page",
    "page_names",
    "page_of",
    "parts",
    "reactive",
    "recipients",
    "streets",
    "tax_bases",
    "time_spans",
    "total_stems",
    "totals",
]
"""The names of the lists under ``[words]``."""


@dataclass(frozen=True)
class Language:
    """``secondary``: its labels are known only to documents of this language.

    ``home`` is the country of a bill that names none, as evidence; ``fallback`` the one whose date order holds where
    nothing names a country. ``markers`` are words of bills that identify a secondary language without a sentence.
    ``registers`` and ``charge_times`` are words for times of use; ``units`` spellings by unit.
    """

    code: str
    secondary: bool
    home: str
    fallback: str
    decimal_mark: str
    has_letter_dates: bool
    stop_words: tuple[str, ...]
    markers: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    words: Mapping[str, tuple[str, ...]]
    registers: Mapping[str, tuple[str, ...]]
    charge_times: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]


@depends_on_data
@cache
def languages() -> Mapping[str, Language]:
    """All languages by code, in alphabetical order."""
    return {code: _language(code, Reader(table, f"{code}.toml")) for code, table in settings(LANGUAGES).items()}


@depends_on_data
@cache
def words(name: WordList) -> tuple[str, ...]:
    """The words of list ``name`` of all languages, longest first: the order in which a pattern has to try them."""
    every = {word for language in languages().values() for word in language.words.get(name, ())}
    return tuple(sorted(every, key=lambda word: (-len(word), word)))


@depends_on_data
@cache
def word_set(name: WordList) -> frozenset[str]:
    """The words of list ``name`` of all languages."""
    return frozenset(words(name))


def _language(code: str, source: Reader) -> Language:
    language = Language(
        code=code,
        secondary=source.flag("secondary"),
        home=source.text("home"),
        fallback=source.text("fallback"),
        decimal_mark=source.text("decimal_mark", ","),
        has_letter_dates=source.flag("has_letter_dates", default=True),
        stop_words=source.texts("stop_words"),
        markers=source.texts("markers"),
        months=_months(source),
        words=source.named("words"),
        registers=source.named("registers"),
        charge_times=source.named("charge_times"),
        abbreviations=source.named("abbreviations"),
        units=source.named("units"),
    )
    source.skip("numbers")
    source.close()
    unknown = sorted(set(language.words) - set(get_args(WordList)))
    if unknown:
        raise DataError(f"{code}.toml: unknown list of words {', '.join(unknown)}")
    return language


def _months(source: Reader) -> tuple[tuple[str, ...], ...]:
    """The names of each month, January first: twelve texts, each of names with blanks between them."""
    months = tuple(tuple(names.split()) for names in source.texts("months"))
    if len(months) not in (0, 12):
        raise DataError(f"{source.where}: months must be twelve texts, not {len(months)}")
    return months
