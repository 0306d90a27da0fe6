"""A service: the consumption of one commodity, by one meter where readings are printed."""

from dataclasses import dataclass, replace
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import Candidates, MeterRow, Quantity
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Line

Quantities = Candidates[Quantity]


@dataclass(frozen=True)
class Service:
    """The usage of a commodity. ``printed`` is its evidence; ``None`` if the usage is inferred or absent.

    ``rows`` are the readings of its registers, ``meter`` is the number of its meter.
    """

    commodity: Commodity
    usage: Decimal | None
    unit: str | None
    printed: Candidate[Quantity] | None = None
    rows: tuple[MeterRow, ...] = ()
    meter: str | None = None

    @classmethod
    def of_quantity(cls, commodity: Commodity, quantity: Candidate[Quantity], meter: str | None = None) -> "Service":
        return cls(commodity, quantity.value.value, quantity.value.unit, quantity, meter=meter)

    def with_quantity(self, quantity: Candidate[Quantity]) -> "Service":
        return replace(self, usage=quantity.value.value, unit=quantity.value.unit, printed=quantity)

    def with_printed(self, printed: Candidate[Quantity]) -> "Service":
        return replace(self, printed=printed)

    def with_unit(self, unit: str | None) -> "Service":
        return replace(self, unit=unit)

    @property
    def single_row(self) -> MeterRow | None:
        """The only readings, where one register was read."""
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def evidence_lines(self) -> tuple[Line, ...]:
        """The lines of the printed usage and of single readings."""
        row = self.single_row
        printed = (self.printed.cell.line,) if self.printed else ()
        return (*printed, row.current.cell.line, row.previous.cell.line) if row else printed

    @property
    def first_line(self) -> int:
        """The number of the first line of its evidence; 0 without any."""
        return min((line.number for line in self.evidence_lines), default=0)

    @property
    def place(self) -> int:
        """The number of its first line in the document, by which services are ordered."""
        numbers = [row.line.number for row in self.rows] + [line.number for line in self.evidence_lines]
        return min(numbers, default=0)
