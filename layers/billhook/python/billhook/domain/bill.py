"""A bill: the fields of the document schema, their evidence, and the checks on them.

Names are those of the public schema in snake case; ``evidence`` is keyed by the public JSON pointer
without its leading slash (``totalCharges``, ``usageData/0/currentReading``).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from billhook.domain.document_text import Box
from billhook.domain.value import Value
from billhook.domain.witness import Witness


class Commodity(StrEnum):
    """``datasourceType``: the commodity or service delivered. Readers must accept further values."""

    ELECTRICITY = "ELECTRICITY"
    GAS = "GAS"
    WATER = "WATER"
    SEWER = "SEWER"
    DISTRICT = "DISTRICT"
    WASTE = "WASTE"
    FUEL = "FUEL"
    SOLAR = "SOLAR"
    TELECOM = "TELECOM"
    MISC = "MISC"


class ChargeType(StrEnum):
    CONSUMPTION = "CONSUMPTION"
    DEMAND = "DEMAND"
    FIXED = "FIXED"
    TAX = "TAX"
    FEE = "FEE"
    INTEREST = "INTEREST"
    CREDIT = "CREDIT"
    ADJUSTMENT = "ADJUSTMENT"
    OTHER = "OTHER"


class ChargeSide(StrEnum):
    """``electricityChargeType`` and ``gasChargeType``."""

    SUPPLY = "SUPPLY"
    DELIVERY = "DELIVERY"
    OTHER = "OTHER"


class BillingPeriod(StrEnum):
    CURRENT = "CURRENT"
    PREVIOUS = "PREVIOUS"


class EvidenceSource(StrEnum):
    """Where a value comes from: printed words, or a witness where the value is not printed."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    CODE = "code"
    XML = "xml"


class Evidence(Value):
    """The place of a value: page (from 1), box on the page as displayed, printed text, confidence 0..1, source.

    ``page`` and ``box`` are ``None`` for a value of an e-invoice without print. ``lines``: in how many lines of print
    rules find the value; ``rival``: the best score 0..1 of another value for the same field.
    """

    page: int | None
    box: Box | None
    text: str
    confidence: float
    source: EvidenceSource | None = None
    lines: int = 1
    rival: float = 0.0

    def with_box(self, box: Box) -> Self:
        return self.model_copy(update={"box": box})

    def with_confidence(self, confidence: float) -> Self:
        return self.model_copy(update={"confidence": confidence})

    def rated(self, confidence: float, source: EvidenceSource) -> Self:
        return self.model_copy(update={"confidence": confidence, "source": source})


ADVISORY_CHECKS = frozenset({"id-valid"})
"""Checks that lower the confidence of single values only: specimens and redacted bills print made-up meter points."""


class Check(Value):
    """The verdict of a validation rule on a document; ``detail`` states its figures in words."""

    name: str
    holds: bool
    detail: str


class Identifier(Value):
    """The number of a meter or supply point. Types: METER, POD, NMI, MPAN, MPRN, ESI, SERVICE_POINT ..."""

    type: str
    value: str


class TimeOfUse(Value):
    """The usage of one time-of-use period: PEAK, OFF_PEAK, SHOULDER ..."""

    time_of_use: str
    usage: Decimal
    usage_units: str
    description: str | None = None


class Usage(Value):
    """One ``usageData`` entry: the consumption of a meter or service in a period (end date inclusive)."""

    start_date: date | None = None
    end_date: date | None = None
    usage: Decimal | None = None
    usage_units: str | None = None
    datasource_type: Commodity = Commodity.MISC
    identifiers: tuple[Identifier, ...] = ()
    is_estimated: bool = False
    is_implied: bool = False
    current_reading: Decimal | None = None
    previous_reading: Decimal | None = None
    multiplier: Decimal | None = None
    multiplier_description: str | None = None
    multiplier2: Decimal | None = None
    multiplier2_description: str | None = None
    fraction_renewable: Decimal | None = None
    net_metering_generated_kwh: Decimal | None = None
    net_metering_grid_import_kwh: Decimal | None = None
    net_metering_grid_export_kwh: Decimal | None = None
    exclusion: bool = False
    tariff: str | None = None
    billed_demand: Decimal | None = None
    supplier_name: str | None = None
    utility_name: str | None = None
    country: str | None = None
    time_of_use_breakdown: tuple[TimeOfUse, ...] = ()


class PastUsage(Value):
    """One ``usageHistory`` entry: the usage of an earlier month as the bill prints it (end date inclusive)."""

    start_date: date
    end_date: date
    usage: Decimal
    usage_units: str
    datasource_type: Commodity = Commodity.MISC


class LineItem(Value):
    """One charge as printed."""

    description: str | None = None
    total_charge: Decimal | None = None
    quantity: Decimal | None = None
    quantity_units: str | None = None
    rate: Decimal | None = None
    multipliers: tuple[Decimal, ...] = ()
    account_ids: tuple[str, ...] = ()
    charge_type: ChargeType = ChargeType.OTHER
    electricity_charge_type: ChargeSide | None = None
    electricity_is_demand: bool | None = None
    electricity_time_of_use: str | None = None
    gas_charge_type: ChargeSide | None = None
    billing_period: BillingPeriod = BillingPeriod.CURRENT


class Bill(Value):
    """One bill. ``None`` means not printed and not inferred; amounts are Decimals in ``charges_units``.

    The equations (source: Nectar's document schema):
    current_open_balance = previous_close_balance + after_previous_total_payment
    + after_previous_charges + after_previous_credits, and
    total_charges = current_open_balance + current_charges + credits + tax_charges.
    """

    pages: tuple[int, ...] = ()
    utility_name: str | None = None
    account_number: str | None = None
    invoice_id: str | None = None
    bill_date: date | None = None
    due_date: date | None = None
    charges_units: str | None = None
    total_charges: Decimal | None = None
    previous_close_balance: Decimal | None = None
    after_previous_total_payment: Decimal | None = None
    after_previous_charges: Decimal | None = None
    after_previous_credits: Decimal | None = None
    current_open_balance: Decimal | None = None
    current_charges: Decimal | None = None
    credits: Decimal | None = None
    tax_charges: Decimal | None = None
    interest_charges: Decimal | None = None
    electricity_supply_charges: Decimal | None = None
    electricity_delivery_charges: Decimal | None = None
    electricity_demand_charges: Decimal | None = None
    gas_supply_charges: Decimal | None = None
    gas_delivery_charges: Decimal | None = None
    usage_data: tuple[Usage, ...] = ()
    usage_history: tuple[PastUsage, ...] = ()
    line_items: tuple[LineItem, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    checks: tuple[Check, ...] = ()
    evidence: dict[str, Evidence] = Field(default_factory=dict)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Missing fields among those that the document schema requires, and the total."""
        required = {"billDate": self.bill_date, "chargesUnits": self.charges_units, "totalCharges": self.total_charges}
        return tuple(name for name, value in required.items() if value is None)

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The checks that fail and by which a document goes to review; advisory ones do not count."""
        return tuple(check for check in self.checks if not check.holds and check.name not in ADVISORY_CHECKS)

    def with_checks(self, checks: tuple[Check, ...]) -> Self:
        return self.model_copy(update={"checks": checks})

    def completed(
        self, values: Mapping[str, Any], witnesses: tuple[Witness, ...], evidence: Mapping[str, Evidence]
    ) -> Self:
        """The bill with its witnesses and the ``values``, by field, that they add."""
        return self.model_copy(update={**values, "witnesses": witnesses, "evidence": dict(evidence)})

    def with_witnesses(self, witnesses: tuple[Witness, ...]) -> Self:
        return self.model_copy(update={"witnesses": witnesses})

    def with_evidence(self, evidence: Mapping[str, Evidence]) -> Self:
        return self.model_copy(update={"evidence": dict(evidence)})


class Extraction(Value):
    """The result of extraction: bills, or the reason why there is none."""

    bills: tuple[Bill, ...] = ()
    reason: str | None = None

    @property
    def is_utility_bill(self) -> bool:
        return bool(self.bills)

    def with_bills(self, bills: tuple[Bill, ...]) -> Self:
        return self.model_copy(update={"bills": bills})
