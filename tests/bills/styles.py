"""The number and date formats of one issuer, drawn once per layout."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.country import Country
from tests.bills.customs import MONTHS, SHORT_MONTHS


@dataclass(frozen=True)
class Style:
    """``money`` and ``minus`` are patterns with one place; ``bare`` omits the currency sign in tables."""

    country: Country
    marks: str
    money: str
    minus: str
    day: str
    is_bare: bool
    pays_in_plus: bool
    in_cents: bool

    @classmethod
    def drawn(cls, country: Country, random: SeededRandom) -> "Style":
        return cls(
            country=country,
            marks=random.one_of(country.marks),
            money=random.one_of(country.money),
            minus=random.one_of(country.minus),
            day=random.one_of(country.days),
            is_bare=random.number(0, 2) == 0,
            pays_in_plus=random.number(0, 6) == 0,
            in_cents=bool(country.cent) and random.number(0, 2) == 0,
        )

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Format ``value`` with this issuer's marks, by default with all its decimals."""
        plain = f"{abs(value):.{places}f}" if places is not None else format(abs(value), "f")
        whole, _, fraction = plain.partition(".")
        if self.marks == "lakh":
            grouped, mark = _lakh(whole), "."
        else:
            grouped, mark = f"{int(whole):,}".replace(",", self.marks[0]), self.marks[1]
        text = f"{grouped}{mark}{fraction}" if fraction else grouped
        return f"-{text}" if value < 0 else text

    def amount(self, value: Decimal, *, in_table: bool = False) -> str:
        """Format an amount; in tables possibly without the currency sign."""
        pattern = "{}" if in_table and self.is_bare else self.money
        text = pattern.format(self.number(abs(value), 2))
        return self.minus.format(text) if value < 0 else text

    def paid(self, value: Decimal, *, in_table: bool = False) -> str:
        """Format a payment; some issuers print it without a minus."""
        return self.amount(abs(value) if self.pays_in_plus else value, in_table=in_table)

    def rate(self, value: Decimal, unit: str) -> str:
        """Format a price per unit, in money or in hundredths of it."""
        if self.in_cents:
            return f"{self.number((value * 100).normalize())} {self.country.cent}/{unit}"
        text = self.money.format(self.number(value))
        return text if self.is_bare else f"{text}/{unit}"

    def date(self, day: date, pattern: str | None = None) -> str:
        language = self.country.language
        return (pattern or self.day).format(
            d=f"{day.day:02}", D=day.day, m=f"{day.month:02}", y=f"{day.year % 100:02}", Y=day.year,
            B=MONTHS[language].split()[day.month - 1], b=SHORT_MONTHS[language].split()[day.month - 1],
        )  # fmt: skip


def _lakh(whole: str) -> str:
    """``1234567`` as ``12,34,567``."""
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])
