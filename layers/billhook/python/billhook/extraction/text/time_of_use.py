"""Which hours a register counts, or a charge is for, by what they are called."""

from collections.abc import Sequence

_REGISTERS = {
    "PEAK": ("peak", "on peak", "hochtarif", "ht", "punta", "ponta", "heures pleines", "f1", "day"),
    "OFF_PEAK": ("off peak", "niedertarif", "nt", "valle", "vazio", "heures creuses", "f3", "night"),
    "SHOULDER": ("shoulder", "mid peak", "part peak", "partial peak", "llano", "cheia", "f2", "intermediate"),
}
_IN_CHARGES = {
    "OFF_PEAK": (
        "off peak", "niedertarif", "valle", "vazio", "heures creuses", "fascia f3", "fascia f23", "night rate",
        "night units", "night energy",
    ),
    "SHOULDER": ("shoulder", "mid peak", "part peak", "partial peak", "llano", "cheias", "fascia f2"),
    "PEAK": (
        "on peak", "peak energy", "peak usage", "peak consumption", "peak kwh", "energy peak", "usage peak",
        "hochtarif", "punta", "ponta", "heures pleines", "fascia f1", "day rate", "day units", "day energy",
    ),
}  # fmt: skip
"""In more words than registers are called by: "HT" is "before tax" elsewhere, a peak demand is no time of use."""


def of_register(words: str) -> str | None:
    """PEAK and the like, when that is all that the words of a register say."""
    said = words.lower().replace("-", " ")
    return next((name for name, spellings in _REGISTERS.items() if said in spellings), None)


def of_charge(parts: Sequence[str]) -> str | None:
    """PEAK and the like, when it is among the words of a charge."""
    said = f" {' '.join(parts)} "
    return next((name for name, words in _IN_CHARGES.items() if any(f" {one} " in said for one in words)), None)
