"""The open set: layouts and wordings that rules may be developed on."""

from pathlib import Path

from tests.bills.bundles import bundle
from tests.bills.composing import GeneratedFile, Parts, compose
from tests.bills.countries import COMMON
from tests.bills.open import details, extras, fronts, money_lists, registers
from tests.bills.others import look_alike

PARTS = Parts(
    name="open",
    folder=Path(__file__).parent / "words",
    countries=tuple(COMMON),
    heads=fronts.HEADS,
    facts=fronts.FACTS,
    summaries=fronts.SUMMARIES,
    meters=(*details.METERS, *registers.METERS),
    charges=(*details.CHARGES, *registers.CHARGES),
    extras=(*extras.EXTRAS, *money_lists.EXTRAS),
    stubs=extras.STUBS,
    plans=extras.PLANS,
)


def bill(seed: int, country: str | None = None, *, strangeness: int = 0) -> GeneratedFile:
    """Open bill number ``seed``, of any country of a common language or of the one named by its ISO code.

    ``strangeness`` of a hundred labels are replaced by words that mean nothing.
    """
    return compose(PARTS, seed, country, strangeness)


def other(seed: int) -> GeneratedFile:
    """Open look-alike number ``seed``: no utility bill."""
    return look_alike(PARTS.name, Path(__file__).parent / "others.toml", seed)


def several(seed: int) -> GeneratedFile:
    """Two to four open bills in one file."""
    return bundle(bill, seed)
