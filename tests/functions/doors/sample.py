"""Files that the doors are called with, and every field of a document."""

from typing import Any

from billhook.local.samples import american
from tests.builders import a_document_text
from tests.fakes import FakeFile, World

BILL, SECOND, OTHER = b"%PDF-1.7 a bill", b"%PDF-1.7 a second bill", b"%PDF-1.7 a letter"
ZIPPED = BILL + b" zipped"
_MONEY = (
    "totalCharges", "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits",
    "currentOpenBalance", "currentCharges", "credits", "taxCharges", "interestCharges", "electricitySupplyCharges",
    "electricityDeliveryCharges", "electricityDemandCharges", "gasSupplyCharges", "gasDeliveryCharges",
)  # fmt: skip
NUMBERS = (
    "currentReading", "previousReading", "multiplier", "multiplier2", "fractionRenewable", "netMeteringGeneratedKwh",
    "netMeteringGridImportKwh", "netMeteringGridExportKwh", "billedDemand",
)  # fmt: skip
_USAGE = {
    "startDate": "2026-10-01", "endDate": "2026-10-31", "isEstimated": True, "isImplied": True, "exclusion": True,
    "multiplierDescription": "CT ratio", "multiplier2Description": "calorific value", "tariff": "T1",
    "supplierName": "Supplier", "utilityName": "Northern Light", "country": "US", **dict.fromkeys(NUMBERS, "1"),
}  # fmt: skip
_LINE = {
    "rate": "0.22", "totalCharge": "110.00", "description": "Energy", "quantity": "500", "quantityUnits": "kWh",
    "multipliers": ["1"], "accountIds": ["100"], "chargeType": "TAX", "electricityChargeType": "SUPPLY",
    "electricityIsDemand": True, "electricityTimeOfUse": "PEAK", "gasChargeType": "SUPPLY", "billingPeriod": "CURRENT",
}  # fmt: skip
FULL: dict[str, Any] = {
    **dict.fromkeys(_MONEY, "-12.50"),
    "billDate": "2026-10-31",
    "chargesUnits": "USD",
    "dueDate": "2026-11-21",
    "invoiceId": "A-1",
    "notes": "by hand",
    "usageData": [_USAGE],
    "lineItems": [_LINE],
}
"""Every field of the source's document that a person can set."""

NULLS: dict[str, Any] = {
    **dict.fromkeys(name for name in _MONEY if name != "totalCharges"),
    **dict.fromkeys(("dueDate", "invoiceId", "notes")),
    "usageData": [{}],
    "lineItems": [{}],
}
"""The same fields without a value, but for those without which a document is not announced."""


def known_files(world: World) -> None:
    """Let the parser find bills in ``BILL``, ``SECOND`` and ``ZIPPED``, and a letter in ``OTHER``."""
    for number, content in enumerate((BILL, SECOND, ZIPPED), start=1):
        world.file_opener.files[content] = FakeFile(american.electric(number).sheet.reading())
    world.file_opener.files[OTHER] = FakeFile(a_document_text("Dear neighbour, see you soon"))
