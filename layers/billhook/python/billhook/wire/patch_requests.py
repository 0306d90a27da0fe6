"""Bodies of PATCH requests on companies, sites and documents, and of documents entered by hand.

In a PATCH, absent fields are not changed and null removes a value (RFC 7396). A given list replaces the whole list; an
entry with the ``id`` of an existing one keeps the fields that it does not give.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from billhook.domain.bill import BillingPeriod, ChargeSide, ChargeType, Commodity, Identifier, TimeOfUse
from billhook.domain.company import (
    DEFAULT_EXPENSE_CAP,
    DEFAULT_FILES_PER_DAY,
    ActiveBillPolicy,
    CompanyPatch,
    SitePatch,
)
from billhook.domain.correction import Correction, PartChange
from billhook.domain.currency import CODES, KNOWN
from billhook.domain.errors import Invalid, Problem
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import DocumentId
from billhook.wire.bodies import Body
from billhook.wire.requests import Day, Flag, Info, Name, Reference, Text
from billhook.wire.values import MONEY_PATTERN, NUMBER_PATTERN

MAX_ENTRIES = 1_000
CAP_PATTERN = r"^\d{1,9}(?:\.\d{1,2})?$"
_HEAD_FIELDS = ("notes", "info", "site_id", "revised_document_id")
_LIST_FIELDS = ("usage_data", "line_items")


def _decimal(pattern: str) -> BeforeValidator:
    def parse(value: Any) -> Any:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        fits = isinstance(text, str) and len(text) <= 40 and re.fullmatch(pattern, text, re.ASCII)
        if value is not None and not (fits and any(map(str.isdigit, text))):
            raise PydanticCustomError("decimal", f"A decimal string matching {pattern}.")
        return text

    return BeforeValidator(parse)


def _currency(code: str) -> str:
    if code not in KNOWN:
        raise PydanticCustomError("currency", f"One of the {len(CODES)} currency codes of the contract, such as EUR.")
    return code


Money = Annotated[Decimal, _decimal(MONEY_PATTERN), WithJsonSchema({"type": "string", "pattern": MONEY_PATTERN})]
Number = Annotated[Decimal, _decimal(NUMBER_PATTERN), WithJsonSchema({"type": "string", "pattern": NUMBER_PATTERN})]
Cap = Annotated[Decimal, _decimal(CAP_PATTERN), WithJsonSchema({"type": "string", "pattern": CAP_PATTERN})]
Currency = Annotated[str, AfterValidator(_currency), WithJsonSchema({"type": "string", "enum": list(CODES)})]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
Units = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class PatchRequest(Body):
    """A body in which absent fields and null differ."""

    @property
    def given(self) -> dict[str, Any]:
        """The given fields, null ones included."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _without_default(schema: dict[str, Any]) -> None:
    """An absent name stays as it is: no value stands for it in the API's description."""
    del schema["default"]


class CompanyChange(PatchRequest):
    """``expenseCapUsd`` limits the cost of AnalyzeExpense per calendar month; 0 disables it.

    ``filesPerDay`` limits the files of a day (UTC), ``retentionDays`` is after how many days documents are deleted, and
    ``legalHold`` forbids all deletion. Only a key of all companies changes the first and the last.
    """

    name: Name = Field(default="", json_schema_extra=_without_default)
    external_id: Name | None = None
    info: Info | None = None
    expense_cap_usd: Cap = DEFAULT_EXPENSE_CAP
    files_per_day: int = Field(default=DEFAULT_FILES_PER_DAY, strict=True, ge=0, le=10_000_000)
    retention_days: Annotated[int, Field(strict=True, ge=1, le=36_500)] | None = None
    legal_hold: StrictBool = False

    @property
    def patch(self) -> CompanyPatch:
        return CompanyPatch(**self.given)


class SiteChange(PatchRequest):
    """``activeBill`` is the policy that selects the site's active bill."""

    name: Name = Field(default="", json_schema_extra=_without_default)
    external_id: Name | None = None
    address: Text | None = None
    active_bill: ActiveBillPolicy = ActiveBillPolicy.LAST_PARSED

    @property
    def patch(self) -> SitePatch:
        return SitePatch(**self.given)


class Meter(Body):
    type: Units
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Slot(Body):
    """One time-of-use slice of a usage entry."""

    time_of_use: Units
    usage: Number
    usage_units: Units
    description: Line | None = None


class UsageEntry(PatchRequest):
    id: Reference | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    usage: Number | None = None
    usage_units: Units | None = None
    datasource_type: Commodity = Commodity.MISC
    identifiers: Annotated[list[Meter], Field(max_length=50)] = Field(default_factory=list)
    is_estimated: Flag = False
    is_implied: Flag = False
    current_reading: Number | None = None
    previous_reading: Number | None = None
    multiplier: Number | None = None
    multiplier_description: Line | None = None
    multiplier2: Number | None = None
    multiplier2_description: Line | None = None
    fraction_renewable: Number | None = None
    net_metering_generated_kwh: Number | None = None
    net_metering_grid_import_kwh: Number | None = None
    net_metering_grid_export_kwh: Number | None = None
    exclusion: Flag = False
    tariff: Line | None = None
    billed_demand: Number | None = None
    supplier_name: Line | None = None
    utility_name: Line | None = None
    country: Units | None = None
    time_of_use_breakdown: Annotated[list[Slot], Field(max_length=100)] = Field(default_factory=list)


class LineEntry(PatchRequest):
    id: Reference | None = None
    description: Line | None = None
    total_charge: Money | None = None
    quantity: Number | None = None
    quantity_units: Units | None = None
    rate: Number | None = None
    multipliers: Annotated[list[Number], Field(max_length=20)] = Field(default_factory=list)
    account_ids: Annotated[list[Name], Field(max_length=20)] = Field(default_factory=list)
    charge_type: ChargeType = ChargeType.OTHER
    electricity_charge_type: ChargeSide | None = None
    electricity_is_demand: Flag | None = None
    electricity_time_of_use: Units | None = None
    gas_charge_type: ChargeSide | None = None
    billing_period: BillingPeriod = BillingPeriod.CURRENT


class _PatchFields(PatchRequest):
    """The fields of a document that a person can set, by correction or by hand."""

    due_date: Day | None = None
    invoice_id: Name | None = None
    utility_name: Name | None = None
    account_number: Name | None = None
    total_charges: Money | None = None
    previous_close_balance: Money | None = None
    after_previous_total_payment: Money | None = None
    after_previous_charges: Money | None = None
    after_previous_credits: Money | None = None
    current_open_balance: Money | None = None
    current_charges: Money | None = None
    credits: Money | None = None
    tax_charges: Money | None = None
    interest_charges: Money | None = None
    electricity_supply_charges: Money | None = None
    electricity_delivery_charges: Money | None = None
    electricity_demand_charges: Money | None = None
    gas_supply_charges: Money | None = None
    gas_delivery_charges: Money | None = None
    usage_data: Annotated[list[UsageEntry], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)
    line_items: Annotated[list[LineEntry], Field(max_length=MAX_ENTRIES)] = Field(default_factory=list)
    notes: Text | None = None
    info: Info | None = None
    site_id: Reference | None = None
    is_flagged: Flag | None = None

    @property
    def head(self) -> HeadPatch:
        """The given fields of the document itself."""
        fields = self.given
        flagged = {"flagged_by_hand": fields["is_flagged"]} if "is_flagged" in fields else {}
        return HeadPatch(**{name: fields[name] for name in _HEAD_FIELDS if name in fields}, **flagged)

    def correction(self, document_id: DocumentId | None = None) -> Correction:
        """Return the given fields of the bill. Raises Invalid for an entry with an id of another document."""
        fields = self.given
        excluded = {"is_flagged", "file_name", *_HEAD_FIELDS, *_LIST_FIELDS}
        return Correction(
            values={name: value for name, value in fields.items() if name not in excluded},
            usage_data=_parts("usageData", fields.get("usage_data"), f"{document_id}:"),
            line_items=_parts("lineItems", fields.get("line_items"), f"{document_id}:line:"),
        )


class DocumentChange(_PatchFields):
    """``isFlagged`` false accepts the document as it is; null restores the verdict of the checks."""

    bill_date: Day | None = None
    charges_units: Currency | None = None
    revised_document_id: Reference | None = None


class NewDocument(_PatchFields):
    """A document without a file. Amounts are in ``chargesUnits``."""

    bill_date: Day
    charges_units: Currency
    file_name: Name | None = None


def _parts(name: str, entries: Iterable[UsageEntry | LineEntry] | None, prefix: str) -> tuple[PartChange, ...] | None:
    if entries is None:
        return None
    return tuple(
        PartChange(_values(entry.given), _position(entry.id, prefix, f"/{name}/{position}/id"))
        for position, entry in enumerate(entries)
    )


def _position(entry_id: str | None, prefix: str, pointer: str) -> int | None:
    """Return the position in an entry's id, or None without id. Raises Invalid for an id of another document."""
    if entry_id is None:
        return None
    number = entry_id.removeprefix(prefix)
    if not (entry_id.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 6):
        raise Invalid("Request validation failed.", (Problem(pointer, "The document has no entry with this id."),))
    return int(number)


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's given values as domain values."""
    return {name: _value(name, value) for name, value in fields.items() if name != "id"}


def _value(name: str, value: Any) -> Any:
    if name == "identifiers":
        return tuple(Identifier(type=meter.type, value=meter.value) for meter in value)
    if name == "time_of_use_breakdown":
        return tuple(TimeOfUse(**dict(slot)) for slot in value)
    return tuple(value) if isinstance(value, list) else value
