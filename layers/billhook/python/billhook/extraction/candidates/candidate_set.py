"""The candidates of one bill: every value that a rule proposes, and the facts by which later stages choose.

Rules fill the set once per bill (``rules``). Nothing in it is chosen, and nothing in it refers to the document, so
``resolve`` and ``build`` search no page. Sequences are in reading order unless they are called "best first".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from billhook.domain.bill import Commodity
from billhook.domain.witness import Witness
from billhook.extraction.annotate.entities import PrintedMonth
from billhook.extraction.language.region import Locale
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.dates import PrintedDate
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import Quantity

T = TypeVar("T")
Candidates = tuple[Candidate[T], ...]
Period = tuple[date, date]
NOTHING: Mapping[Any, Any] = MappingProxyType({})
UNKNOWN = Locale("en", ".", days_first=False, country=None, currency=None, currency_sure=False)
"""The locale of a document without words."""


@dataclass(frozen=True)
class MeterPoint:
    """A meter or supply point: its scheme, such as METER or MPAN, and its number."""

    type: str
    number: Candidate[str]


@dataclass(frozen=True, eq=False)
class MeterRow:
    """Two readings and their difference, times a multiplier, that agree with each other."""

    previous: Candidate[Decimal]
    current: Candidate[Decimal]
    usage: Candidate[Quantity]
    line: Line
    multiplier: Candidate[Decimal] | None = None
    is_estimated: bool = False
    register: str | None = None
    code: Candidate[str] | None = None
    """A code without a label in the row: the meter's number where no label names one."""

    period: Candidate[Period] | None = None
    """From the date of one reading to that of the other."""

    is_exported: bool = False
    """Whether the line has a label of generation or export."""

    line_quantities: Candidates[Quantity] = ()
    """The quantities in the line of the usage: a volume may stand beside its energy."""


class Price(NamedTuple):
    """Quantity, rate and unit of a charge, as far as they are printed."""

    quantity: Number | None = None
    rate: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, eq=False)
class ChargeRow:
    """An amount of money with the words to its left; compared and hashed by identity."""

    cell: Cell
    start: int
    end: int
    value: Decimal
    description_cells: tuple[Cell, ...]
    """The cells of the words, from left to right."""

    labels: frozenset[str]
    """The sure labels in the words, such as ``total_charges``."""

    text: str
    """The words as printed in the row."""

    description: str
    """The words; where they begin with a figure, after those of the line above."""

    charge_names: frozenset[str]
    """The kinds of charge that ``text`` names, such as VAT or FEE."""

    described_names: frozenset[str]
    """The kinds of charge that ``description`` names."""

    sides: tuple[str, ...]
    """SUPPLY and DELIVERY as ``description`` names them."""

    commodities: frozenset[str]
    """The services that the words name."""

    price: Price
    is_priced: bool
    """Whether the row charges for a metered quantity at a rate that gives its amount."""

    is_in_series: bool
    """Whether the row continues a list over months, such as payments to come."""

    dates: tuple[PrintedDate, ...]
    """The full dates in the words and beside the amount."""

    quantities: Candidates[Quantity]
    """The quantities in the line up to the amount."""


@dataclass(frozen=True)
class TaxedAmount:
    """A line of net, tax and gross amounts that add up, its tax in a column headed by a tax."""

    tax: Candidate[Decimal]
    gross: Decimal


@dataclass(frozen=True)
class CommodityMention:
    """The services that a cell names, and those that it names as a heading."""

    cell: Cell
    in_line: frozenset[Commodity]
    as_heading: frozenset[Commodity]


@dataclass(frozen=True)
class MonthSeries:
    """Months in a row or a column, and one number (or ``None``) per month for each column of figures beside them."""

    months: tuple[PrintedMonth, ...]
    columns: tuple[tuple[Candidate[Decimal] | None, ...], ...]


class CandidateSet(NamedTuple):
    """All candidates of one bill. A rule fills only its fields; ``collect_candidates`` joins them.

    A named tuple, since every rule makes one and fills few of its fields.
    """

    pages: tuple[int, ...] = ()
    """The numbers of the pages with words."""

    locale: Locale = UNKNOWN

    amounts: Mapping[str, Candidates[Decimal]] = NOTHING
    """By money field, what its labels name; best first."""

    prominent_amounts: Candidates[Decimal] = ()
    """Amounts that are printed large or repeatedly; best first."""

    offsetting_amounts: Candidates[Decimal] = ()
    """Amounts right below a previous balance with its sign reversed: payments of it."""

    amount_sequences: tuple[Candidates[Decimal], ...] = ()
    """Amounts side by side in a line or below each other in a column, which a balance may roll through."""

    taxed_amounts: tuple[TaxedAmount, ...] = ()
    vat_cells: frozenset[Cell] = frozenset()
    """The cells of the printed taxes that words name as value added taxes."""

    charge_rows: tuple[ChargeRow, ...] = ()
    """Without the rows that restate the charges as percentages of the whole."""

    charge_columns: tuple[tuple[ChargeRow, ...], ...] = ()
    """The same rows by the column that their amounts stand in."""

    issuers: Candidates[str] = ()
    """Names of the utility; best first."""

    is_issuer_known: bool = False
    """Whether the best name is that of a known utility."""

    account_numbers: Candidates[str] = ()
    """What labels of the account name; best first."""

    repeated_codes: Candidates[str] = ()
    """Long codes without a label that are printed repeatedly."""

    invoice_numbers: Candidates[str] = ()
    """What labels of the invoice name; best first."""

    meter_points: tuple[MeterPoint, ...] = ()

    dates: Mapping[str, Candidates[date]] = NOTHING
    """By date field, what its labels name; best first."""

    periods: Candidates[Period] = ()
    """Periods of service; best first."""

    anchor: date | None = None
    """A full date that dates without a year are near to."""

    unlabelled_dates: Candidates[date] = ()
    """The full dates of the first page that no label claims."""

    repeated_dates: Candidates[date] = ()
    """Dates that are printed repeatedly or beside money; best first."""

    meter_rows: tuple[MeterRow, ...] = ()

    labelled_usage: Candidates[Quantity] = ()
    measured_quantities: Candidates[Quantity] = ()
    """Quantities in a unit that only utilities bill, outside sentences and comparisons."""

    quantities: Candidates[Quantity] = ()
    """Every number with a unit of consumption."""

    usage_line_numbers: Candidates[Decimal] = ()
    """Every number in a line with a label of usage."""

    tariffs: Candidates[str] = ()
    suppliers: Candidates[str] = ()
    electricity_values: Mapping[str, Candidate[Decimal]] = NOTHING
    """What bills print once about the electricity, by field of its usage entry."""

    commodity_votes: Mapping[Commodity, float] = NOTHING
    """How often the document names each service, weighted."""

    commodity_mentions: tuple[tuple[CommodityMention, ...], ...] = ()
    """Per line of the document, by its number, the cells that name a service."""

    month_series: tuple[MonthSeries, ...] = ()
    document_kinds: Mapping[str, int] = NOTHING
    """By kind of document, the number of different phrases that name it."""

    service_mentions: int = 0
    """The number of words that name a service."""

    witnesses: tuple[Witness, ...] = ()
    """The codes and e-invoices of the document."""

    witnessed_totals: Candidates[Decimal] = ()
    """Where the totals that witnesses state are printed; best first."""

    witnessed_dates: Mapping[str, Candidates[date]] = NOTHING
    """The same for dates, by date field."""
