"""Units after numbers, money without decimals, and the times of use that a word names."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from billhook.domain.bill import Commodity
from billhook.extraction.data.country import currencies
from billhook.extraction.data.language import Language, languages, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.text.numbers import COMMA, POINT, Number

ELECTRICITY, GAS, WATER = Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER

_TABLE: dict[str, tuple[str, Commodity | None]] = {
    "kWh": ("kwh kw.h kw/h kw-h khw kvvh", None),
    "MWh": ("mwh", None),
    "Wh": ("wh", None),
    "GWh": ("gwh", None),
    "kVAh": ("kvah", ELECTRICITY),
    "kVARh": ("kvarh kvar-h", ELECTRICITY),
    "kVAR": ("kvar", ELECTRICITY),
    "kW": ("kw", ELECTRICITY),
    "kVA": ("kva", ELECTRICITY),
    "therms": ("thm ths", GAS),
    "dth": ("dth", GAS),
    "MMBtu": ("mmbtu", GAS),
    "CCF": ("ccf", None),
    "HCF": ("hcf", WATER),
    "MCF": ("mcf", GAS),
    "cf": ("cf cuft cu_ft cu.ft cu.ft. ft3 ft³", None),
    "SCM": ("scm sm3 sm³", GAS),
    "GJ": ("gj", GAS),
    "MJ": ("mj", GAS),
    "Smc": ("smc", GAS),
    "m³": (
        "m³ m3 cbm kbm nm3 cu.m cu_m cu._m mc kl kls cu.mtr cum",
        None,
    ),
    "kgal": ("kgal kgals tgal tgals", WATER),
    "gal": ("gal gals", WATER),
    "IG": ("ig imp.gal", WATER),
    "L": ("", WATER),
}
COMMODITY_OF = {unit: commodity for unit, (_, commodity) in _TABLE.items()}
ENERGY = frozenset({"kWh", "MWh", "Wh", "GWh", "therms", "dth", "MMBtu", "GJ", "MJ"})
"""Units of energy: where a bill converts a volume, these are what it bills."""

_KILOWATT_HOURS = "kWh 1,MWh 1000,Wh 0.001,GWh 1000000,therms 29.3,dth 293,MMBtu 293,GJ 277.8,MJ 0.2778"
KILOWATT_HOURS = {unit: Decimal(hours) for unit, hours in (pair.split() for pair in _KILOWATT_HOURS.split(","))}
CUBIC_METRES = {
    unit: Decimal(size) for unit, size in (("m³", 1), ("Smc", 1), ("CCF", "2.83"), ("HCF", "2.83"), ("MCF", "28.3"))
}
LEAST_CALORIFIC, MOST_CALORIFIC = 7, 14
"""The kilowatt-hours in a cubic metre of gas, least and most."""

STANDARD = frozenset({"Smc", "SCM"})
CORRECTED = (Decimal("0.85"), Decimal("1.2"))
"""The ratio of the billed standard volume of gas to the metered volume, least and most."""


def is_billed_for(billed: Decimal, unit: str | None, metered: Decimal, volume: str | None) -> bool:
    """Whether ``billed`` is a plausible energy or standard volume of a metered volume of gas."""
    if not metered:
        return False
    if unit in STANDARD and volume == "m³":
        return CORRECTED[0] <= billed / metered <= CORRECTED[1]
    energy = billed * KILOWATT_HOURS.get(unit or "", 0)
    sizes = (CUBIC_METRES[volume],) if volume in CUBIC_METRES else tuple(CUBIC_METRES.values())
    return any(LEAST_CALORIFIC <= energy / metered / size <= MOST_CALORIFIC for size in sizes)


class Quantity(NamedTuple):
    """An amount of a unit; ``unit`` is ``None`` when it is printed elsewhere."""

    value: Decimal
    unit: str | None


DEMAND = frozenset({"kW", "kVA"})
REACTIVE = frozenset({"kVAh", "kVARh", "kVAR"})
CONSUMED = frozenset(_TABLE) - DEMAND - REACTIVE

_RATE_TIME = r"(?:o[nf]f?-?(?=[kmg]w))?"
"""A time of use may be glued to the unit: ``onkWh``, ``offkWh``."""

_TIMES = r"(?P<times>(?:1,?000|100)\x20(?=gal))?"
"""Gallons are counted in hundreds and thousands; ``100 kWh`` are a hundred."""


@depends_on_data
@cache
def unit_spellings() -> Mapping[str, str]:
    """The units by every spelling in small letters: symbols, and the words of all languages."""
    symbols = {
        spelling.replace("_", " "): unit for unit, (spelled, _) in _TABLE.items() for spelling in spelled.split()
    }
    tables = [language.units.items() for language in languages().values()]
    return symbols | {spelling: unit for table in tables for unit, spellings in table for spelling in spellings}


def any_spelling() -> str:
    """A pattern of every spelling, longest first."""
    return "|".join(re.escape(spelling) for spelling in sorted(unit_spellings(), key=len, reverse=True))


@depends_on_data
@cache
def _unit() -> re.Pattern[str]:
    pattern = rf"{_TIMES}(?<![\w/¢]){_RATE_TIME}(?P<unit>{any_spelling()})(?![\w³])(?P<per>\s?/)?"
    return re.compile(pattern, re.IGNORECASE)


@depends_on_data
@cache
def _unit_after() -> re.Pattern[str]:
    """A unit at the position of a match, unless it is one of a rate by time: ``kWh/day``."""
    spans = "|".join(words("time_spans"))
    pattern = rf"\x20?{_TIMES}{_RATE_TIME}(?P<unit>{any_spelling()})(?![\w³])(?!\s?/\s?(?:{spans}))"
    return re.compile(pattern, re.IGNORECASE)


class PrintedUnit(NamedTuple):
    unit: str
    start: int
    end: int


@depends_on_data
@cache
def _before_no_heading() -> tuple[str, ...]:
    """What precedes a unit that is no heading: a preposition of a rate, or a number."""
    return ("/", "@", "¢", *"0123456789", *words("by_unit"))


def unit_after(text: str, at: int) -> PrintedUnit | None:
    """The unit right after position ``at``."""
    match = _unit_after().match(text, at) if at < len(text) else None
    return PrintedUnit(_named(match), match.start(), match.end()) if match else None


@depends_on_data
@lru_cache(maxsize=1024)
def units_in(text: str) -> tuple[PrintedUnit, ...]:
    """The units in ``text`` without those of rates and of numbers; every row of a table asks for those of its heads."""
    return tuple(
        PrintedUnit(_named(match), match.start(), match.end())
        for match in _unit().finditer(text)
        if not text[: match.start()].rstrip().endswith(_before_no_heading())
    )


def _named(match: re.Match[str]) -> str:
    unit = unit_spellings()[match["unit"].lower()]
    if match["times"] and unit == "gal":
        return "kgal" if match["times"].strip() != "100" else "100 gal"
    return unit


LONGEST_ALONE = 3
"""The figures of an amount without a thousands mark at most; longer ones are codes or readings."""


def has_no_decimals(currency: str | None) -> bool:
    """Whether bills print amounts of ``currency`` without decimals."""
    known = currencies().get(currency or "")
    return known is not None and known.decimals == 0


def mark_whole_amounts(numbers: list[Number], text: str, *, is_row_signed: bool = False) -> list[Number]:
    """The numbers of ``text``, with grouped figures and single numbers marked as amounts unless a unit follows.

    A single number is no amount where others of its row have a sign: ``250`` beside ``$125.000`` is a quantity.
    """
    return [
        number._replace(whole=True) if _is_amount(number, text, is_row_signed=is_row_signed) else number
        for number in numbers
    ]


def _is_amount(number: Number, text: str, *, is_row_signed: bool) -> bool:
    if number.places or number.minor or unit_after(text, number.end):
        return False
    printed = text[number.start : number.end]
    digits = sum(map(str.isdigit, printed))
    grouped = digits > LONGEST_ALONE and (COMMA in printed or POINT in printed)
    return grouped or (not is_row_signed and digits <= LONGEST_ALONE and printed.strip() == text.strip())


OFF_PEAK, SHOULDER, PEAK = "OFF_PEAK", "SHOULDER", "PEAK"
TIMES = (OFF_PEAK, SHOULDER, PEAK)
"""In the order of trial: "off peak" contains "peak"."""


def of_register(description: str) -> str | None:
    """The time of use that is the whole description of a register, or none."""
    normalized = description.lower().replace("-", " ")
    return next((time for time, phrases in _registers().items() if normalized in phrases), None)


def of_charge(parts: Sequence[str]) -> str | None:
    """The time of use that the normalized words of a charge contain, or none."""
    padded = f" {' '.join(parts)} "
    return next(
        (time for time, phrases in _charges().items() if any(f" {phrase} " in padded for phrase in phrases)), None
    )


def without_times(parts: Sequence[str]) -> list[str]:
    """``parts``, normalized words, without those that name a time of use."""
    padded = f" {' '.join(parts)} "
    for phrase in sorted((phrase for phrases in _registers().values() for phrase in phrases), key=len, reverse=True):
        padded = padded.replace(f" {phrase} ", " ")
    return padded.split()


@depends_on_data
@cache
def _registers() -> Mapping[str, frozenset[str]]:
    return _merged(lambda language: language.registers)


@depends_on_data
@cache
def _charges() -> Mapping[str, frozenset[str]]:
    """Longer phrases than those of registers: "HT" is "before tax" in French, a peak demand is no time of use."""
    return _merged(lambda language: language.charge_times)


def _merged(phrases_of: Callable[[Language], Mapping[str, tuple[str, ...]]]) -> Mapping[str, frozenset[str]]:
    tables = [phrases_of(language) for language in languages().values()]
    return {time: frozenset(phrase for table in tables for phrase in table.get(time, ())) for time in TIMES}
