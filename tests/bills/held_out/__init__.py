"""The held-out set: layouts, wordings and look-alikes that measure accuracy; not read when rules are written."""

from pathlib import Path

from tests.bills.bundles import bundle
from tests.bills.composing import GeneratedFile, Parts, compose
from tests.bills.countries import COMMON
from tests.bills.held_out import details, extras, fronts
from tests.bills.others import look_alike

PARTS = Parts(
    name="held_out",
    folder=Path(__file__).parent / "words",
    countries=(*COMMON, "SE"),
    heads=fronts.HEADS,
    facts=fronts.FACTS,
    summaries=fronts.SUMMARIES,
    meters=details.METERS,
    charges=details.CHARGES,
    extras=extras.EXTRAS,
    stubs=extras.STUBS,
    plans=extras.PLANS,
)


def bill(seed: int, country: str | None = None) -> GeneratedFile:
    """Held-out bill number ``seed``."""
    return compose(PARTS, seed, country)


def other(seed: int) -> GeneratedFile:
    """Held-out look-alike number ``seed``: no utility bill."""
    return look_alike(PARTS.name, Path(__file__).parent / "others.toml", seed)


def several(seed: int) -> GeneratedFile:
    """Two to four held-out bills in one file."""
    return bundle(bill, seed)
