"""The facts of a country that generated bills need, and values that several countries share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """``days``: date patterns (d, D day; m month; b, B month name; y, Y year); ``marks``: thousands and decimal mark.

    ``taxes`` by commodity: (key, percent) pairs added to the net sum; a bill has all pairs of one tuple.
    ``points``: what names a supply point, by commodity, as a type and a pattern (9 digit, A letter).
    ``units`` by commodity; ``rates`` are prices per unit in hundredths, low and high; ``months`` a bill may span.
    """

    code: str
    language: str
    currency: str
    money: tuple[str, ...]
    marks: tuple[str, ...]
    days: tuple[str, ...]
    minus: tuple[str, ...]
    cent: str | None
    taxes: dict[str, tuple[tuple[tuple[str, str], ...], ...]]
    points: dict[str, tuple[str, str]]
    units: dict[str, tuple[str, ...]]
    rates: dict[str, tuple[int, int]]
    months: tuple[int, ...]
    account: tuple[str, ...]
    is_letter: bool = False
    keeps_balance: int = 70

    @property
    def locale(self) -> str:
        return f"{self.language}-{self.code}"


FRONT = ("-{}", "({})", "{} CR", "{}-")
BACK = ("-{}", "-{}", "- {}", "{}-", "\u2212{}")
EN_DAYS = ("{D} {B} {Y}", "{d} {b} {Y}", "{d}/{m}/{Y}", "{d}/{m}/{y}", "{D} {b} {y}")
DOTTED = ("{d}.{m}.{Y}", "{D}. {B} {Y}", "{d}.{m}.{y}")
SLASHED = ("{d}/{m}/{Y}", "{D} {B} {Y}", "{d}/{m}/{y}")
OF = ("{d}/{m}/{Y}", "{D} de {B} de {Y}", "{d}-{m}-{Y}", "{d}.{m}.{Y}")


def for_all(tax: tuple[tuple[tuple[str, str], ...], ...]) -> dict[str, tuple[tuple[tuple[str, str], ...], ...]]:
    return dict.fromkeys(("electricity", "gas", "water"), tax)
