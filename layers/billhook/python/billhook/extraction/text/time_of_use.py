"""Times of use: the hours that a register counts or a charge is for, by what bills call them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from billhook.extraction.data.language import Language, languages
from billhook.extraction.data.source import depends_on_data

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
    return next((time for time, phrases in _charges().items() if any(f" {one} " in padded for one in phrases)), None)


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
