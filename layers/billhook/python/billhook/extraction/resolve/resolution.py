"""Resolution: the chosen values of a bill, from which it is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from billhook.domain.bill import BillingPeriod, ChargeType, Commodity
from billhook.domain.money import is_rounding
from billhook.domain.witness import Witness
from billhook.extraction.candidates.candidate_set import ChargeRow, MeterPoint, MeterRow, Period
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Line
from billhook.extraction.text.units import Quantity

ZERO = Decimal(0)


@dataclass(frozen=True)
class Amount:
    """An amount, printed or inferred; ``printed`` is ``None`` for an inferred one, which has no evidence."""

    value: Decimal | None = None
    printed: Candidate[Decimal] | None = None

    @classmethod
    def of(cls, value: Decimal | None, printed: Candidate[Decimal] | None) -> "Amount":
        """The printed amount if it has that value; otherwise the value, inferred."""
        return cls(value, printed if printed is not None and printed.value == value else None)


@dataclass(frozen=True)
class Dates:
    """The chosen dates and the period of the bill."""

    bill_date: Candidate[date] | None
    due_date: Candidate[date] | None
    period: Candidate[Period] | None


@dataclass(frozen=True)
class Balances:
    """The chosen amounts. ``gross`` is what this bill charges, tax included; ``open`` is the opening balance."""

    total: Candidate[Decimal] | None
    previous: Candidate[Decimal] | None
    payment: Candidate[Decimal] | None
    adjustment: Candidate[Decimal] | None
    printed_open: Candidate[Decimal] | None
    printed_current: Candidate[Decimal] | None
    gross: Decimal | None
    open: Decimal | None
    late_fee: Decimal | None = None
    """The adjustment, if it is a fee or interest for paying late."""

    @property
    def opening(self) -> Amount:
        """The opening balance; inferred where it is not printed but follows from the other amounts."""
        return Amount.of(self.open, self.printed_open)

    @property
    def adds_up(self) -> bool:
        """Whether opening balance and charges make the total, which may be rounded."""
        if self.total is None or self.gross is None:
            return False
        exact = (self.open or ZERO) + self.gross
        return exact == self.total.value or is_rounding(self.total.value, exact)


@dataclass(frozen=True)
class Charges:
    """The rows of the charges; ``is_proven``: they add up to the charges of the bill.

    ``has_rival``: fewer or other rows add up to the charges too, or the rows were chosen so that they do.
    """

    rows: tuple[ChargeRow, ...]
    is_proven: bool
    has_rival: bool = True


@dataclass(frozen=True)
class ItemisedCharge:
    """A charge row and what it is for; ``commodity`` is ``None`` if several services could be meant."""

    row: ChargeRow
    type: ChargeType
    commodity: Commodity | None
    billing_period: BillingPeriod


@dataclass(frozen=True)
class Service:
    """The usage of a commodity. ``printed`` is its evidence; ``None`` if the usage is inferred or absent.

    ``rows`` are the readings of its registers, ``meter`` is the number of its meter, ``slices`` are the printed
    quantities that the usage is the sum of.
    """

    commodity: Commodity
    usage: Decimal | None
    unit: str | None
    printed: Candidate[Quantity] | None = None
    rows: tuple[MeterRow, ...] = ()
    meter: str | None = None
    slices: tuple[Candidate[Quantity], ...] = ()

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
        """The lines of the printed usage or of its slices, and of single readings."""
        row = self.single_row
        printed = tuple(quantity.cell.line for quantity in ((self.printed,) if self.printed else self.slices))
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


@dataclass(frozen=True)
class ServiceUsage:
    """A service and the facts of its usage entry. ``electricity_values``: by field of the entry."""

    service: Service
    points: tuple[MeterPoint, ...]
    period: Candidate[Period] | None = None
    supplier: Candidate[str] | None = None
    tariff: Candidate[str] | None = None
    electricity_values: Mapping[str, Candidate[Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class PastMonth:
    """The usage of ``commodity`` in the month that begins on ``first``, in ``unit``."""

    commodity: Commodity
    first: date
    usage: Candidate[Decimal]
    unit: str


@dataclass(frozen=True)
class Resolution:
    """The chosen values of one bill; ``None`` or empty where the document has none.

    ``is_bill``: the document has enough evidence of a utility bill. ``are_charges_proven``: the line items add up.
    ``credits``: the sum of the credited items; ``net_charges`` is without it and without ``tax``.
    """

    pages: tuple[int, ...]
    is_bill: bool
    utility_name: Candidate[str] | None
    account_number: Candidate[str] | None
    invoice_id: Candidate[str] | None
    currency: str | None
    country: str | None
    dates: Dates
    balances: Balances
    tax: Amount
    net_charges: Amount
    credits: Decimal | None
    line_items: tuple[ItemisedCharge, ...]
    are_charges_proven: bool
    have_charges_rival: bool
    usage: tuple[ServiceUsage, ...]
    usage_history: tuple[PastMonth, ...]
    witnesses: tuple[Witness, ...] = ()
