"""The units that utility bills print, by every spelling, and what they measure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from billhook.domain.bill import Commodity

ELECTRICITY, GAS, WATER = Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER

_TABLE: dict[str, tuple[str, Commodity | None]] = {
    "kWh": ("kwh kilowatt_hours kilowatt-hours kilowatthours kw.h kw/h kw-h khw kvvh", None),
    "MWh": ("mwh", None),
    "Wh": ("wh", None),
    "GWh": ("gwh", None),
    "kVAh": ("kvah", ELECTRICITY),
    "kVARh": ("kvarh kvar-h", ELECTRICITY),
    "kW": ("kw", ELECTRICITY),
    "kVA": ("kva", ELECTRICITY),
    "therms": ("therms therm thm ths", GAS),
    "dth": ("dth dekatherms dekatherm", GAS),
    "MMBtu": ("mmbtu", GAS),
    "CCF": ("ccf", None),
    "HCF": ("hcf", WATER),
    "MCF": ("mcf", GAS),
    "cf": ("cf cuft cu_ft cubic_feet cu.ft cu.ft. ft3 ft³", None),
    "SCM": ("scm sm3 sm³", GAS),
    "GJ": ("gj", GAS),
    "MJ": ("mj", GAS),
    "Smc": ("smc", GAS),
    "m³": (
        "m³ m3 cbm kbm nm3 cu.m cu_m cu._m cubic_metres cubic_meters mc kl kls kilolitres kiloliters cu.mtr cum",
        None,
    ),
    "kgal": ("kgal kgals tgal tgals", WATER),
    "gal": ("gal gals gallons gallon", WATER),
    "IG": ("ig imperial_gallons imp_gal imp.gal", WATER),
    "L": ("litres liters", WATER),
}
ALIASES = {
    spelling.replace("_", " "): unit for unit, (spellings, _) in _TABLE.items() for spelling in spellings.split()
}
"""Units by every spelling; in the table a ``_`` stands for a blank."""

COMMODITY_OF = {unit: commodity for unit, (_, commodity) in _TABLE.items()}
ENERGY = frozenset({"kWh", "MWh", "Wh", "GWh", "therms", "dth", "MMBtu", "GJ", "MJ"})
"""Units of energy: where a bill converts a volume, these are what it bills."""

_KILOWATT_HOURS = "kWh 1,MWh 1000,Wh 0.001,GWh 1000000,therms 29.3,dth 293,MMBtu 293,GJ 277.8,MJ 0.2778"
KILOWATT_HOURS = {unit: Decimal(hours) for unit, hours in (pair.split() for pair in _KILOWATT_HOURS.split(","))}
CUBIC_METRES = {
    unit: Decimal(size) for unit, size in (("m³", 1), ("Smc", 1), ("CCF", "2.83"), ("HCF", "2.83"), ("MCF", "28.3"))
}
LEAST_CALORIFIC, MOST_CALORIFIC = 7, 14
"""How many kilowatt-hours a cubic metre of gas holds."""

STANDARD = frozenset({"Smc", "SCM"})
CORRECTED = (Decimal("0.85"), Decimal("1.2"))
"""What gas measures at the pressure that bills count in, against what its meter counted."""


def is_billed_for(billed: Decimal, unit: str | None, metered: Decimal, volume: str | None) -> bool:
    """Whether a quantity can be what a metered volume of gas is billed as: its energy, or its standard volume."""
    if not metered:
        return False
    if unit in STANDARD and volume == "m³":
        return CORRECTED[0] <= billed / metered <= CORRECTED[1]
    energy = billed * KILOWATT_HOURS.get(unit or "", 0)
    sizes = (CUBIC_METRES[volume],) if volume in CUBIC_METRES else tuple(CUBIC_METRES.values())
    return any(LEAST_CALORIFIC <= energy / metered / size <= MOST_CALORIFIC for size in sizes)


DEMAND = frozenset({"kW", "kVA"})
REACTIVE = frozenset({"kVAh", "kVARh"})
CONSUMED = frozenset(_TABLE) - DEMAND - REACTIVE

_SPELLINGS = "|".join(re.escape(spelling) for spelling in sorted(ALIASES, key=len, reverse=True))
_TIMES = r"(?P<times>(?:1,?000|100)\x20(?=gal))?"
"""Gallons are counted in hundreds and thousands; ``100 kWh`` are a hundred."""

UNIT = re.compile(rf"{_TIMES}(?<![\w/¢])(?P<unit>{_SPELLINGS})(?![\w³])(?P<per>\s?/)?", re.IGNORECASE)
UNIT_AFTER = re.compile(
    rf"\x20?{_TIMES}(?P<unit>{_SPELLINGS})(?![\w³])(?!\s?/\s?(?:day|tag|jour|dia|d[ií]a|month|mo|dag|dygn|døgn|doba|den|dzień|nap|zi|dan|gün))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    unit: str
    start: int
    end: int


_COUNTED = ("/", "per", "pro", "par", "por", "@", "¢", *"0123456789")
"""What stands before a unit that is no heading's: something is counted per it, or a number is its own."""


def unit_after(text: str, at: int) -> PrintedUnit | None:
    """The unit that stands right after position ``at``."""
    match = UNIT_AFTER.match(text, at)
    return PrintedUnit(_named(match), match.start(), match.end()) if match else None


def units_in(text: str) -> list[PrintedUnit]:
    """The units that ``text`` announces: not those that something is counted per, nor those of a number."""
    return [
        PrintedUnit(_named(match), match.start(), match.end())
        for match in UNIT.finditer(text)
        if not text[: match.start()].rstrip().endswith(_COUNTED)
    ]


def _named(match: re.Match[str]) -> str:
    unit = ALIASES[match["unit"].lower()]
    if match["times"] and unit == "gal":
        return "kgal" if match["times"].strip() != "100" else "100 gal"
    return unit
