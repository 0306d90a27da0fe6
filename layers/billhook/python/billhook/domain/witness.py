"""Witnesses: a code on a page, or an e-invoice, that states values of the bill a second time, for machines."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field

from billhook.domain.document_text import Box
from billhook.domain.value import Value

Fact = Decimal | date | str
"""A value that a witness states: an amount or quantity, a day, or text."""


class WitnessSource(StrEnum):
    """What a witness is read from. Equal to the values of ``EvidenceSource``."""

    CODE = "code"
    XML = "xml"


class Witness(Value):
    """The values that one code or one e-invoice states, independent of the printed words.

    ``format`` is its name in docs/machine-readable.md, such as ``swiss-qr-bill``. ``page`` (from 1) and ``box`` are the
    place of a code; ``None`` for an e-invoice. ``values`` are by public field name, as ``stated`` writes them; the
    fields that are compared with the print are listed in ``extraction/validate/agreement.py``.
    """

    source: WitnessSource
    format: str
    page: int | None = None
    box: Box | None = None
    values: dict[str, str] = Field(default_factory=dict)

    def amount(self, name: str) -> Decimal | None:
        """The amount or quantity of that name; ``None`` if the witness does not state it."""
        value = self.values.get(name)
        return None if value is None else Decimal(value)

    def with_box(self, box: Box) -> Self:
        return self.model_copy(update={"box": box})

    def day(self, name: str) -> date | None:
        """The day of that name; ``None`` if the witness does not state it."""
        value = self.values.get(name)
        return None if value is None else date.fromisoformat(value)

    def days(self, name: str) -> tuple[date, ...]:
        """The days that the value of that name may mean, separated by blanks."""
        return tuple(map(date.fromisoformat, self.values.get(name, "").split()))


def stated(**facts: Fact | None) -> dict[str, str]:
    """``facts`` in the notation of ``Witness.values``, without those that are ``None`` or empty.

    An amount is a plain decimal, a day is ISO 8601, text is stripped.
    """
    written = {name: _written(fact) for name, fact in facts.items() if fact is not None}
    return {name: text for name, text in written.items() if text}


def _written(fact: Fact) -> str:
    if isinstance(fact, Decimal):
        return f"{fact:f}"
    return fact.isoformat() if isinstance(fact, date) else fact.strip()
