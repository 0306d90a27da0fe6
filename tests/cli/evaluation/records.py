"""A truth record, the document that was extracted, and its prediction record."""

from typing import Any

TRUTH: dict[str, Any] = {
    "file": "bills/one.pdf", "is_utility_bill": True, "utility_name": "Cedar Falls Power & Light", "currency": "USD",
    "account_number": "55210-88713", "invoice_number": None, "bill_date": "2025-02-03", "total_due": 1107.77,
    "payments": -98.2, "current_charges": 107.77, "tax_total": 6.34,
    "usage": [{"quantity": 612, "unit": "kWh"}, {"quantity": 40, "unit": "therms"}],
    "line_items": [{"amount": 61.2}, {"amount": 61.2}, {"amount": 6.34}], "meter_numbers": ["40 118"],
    "alternatives": {"bill_date": ["2025-02-04"]}, "not_printed": ["invoice_number"],
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "utilityName": "CEDAR FALLS POWER & LIGHT CO.", "chargesUnits": "USD", "accountNumber": "5521088713",
    "invoiceId": "771", "billDate": "2025-02-04", "totalCharges": "1107.77", "afterPreviousTotalPayment": "98.20",
    "currentCharges": "101.43", "taxCharges": "6.34", "credits": "0.00",
    "usageData": [{
        "usage": "612", "usageUnits": "KWH", "startDate": None, "endDate": None,
        "identifiers": [{"type": "METER", "value": "40118"}],
    }],
    "lineItems": [{"totalCharge": "61.20"}, {"totalCharge": "6.34"}],
    "checks": [{"name": "total-adds-up", "holds": False}, {"name": "rates-give-amounts", "holds": True}],
    "evidence": {
        "invoiceId": {"confidence": 0.97}, "totalCharges": {"confidence": 0.95}, "billDate": {"confidence": 0.6},
        "usageData/0/usage": {"confidence": 0.8}, "lineItems/1/totalCharge": {"confidence": 0.92},
        "usageData/0/tariff": {"confidence": 0.5},
    },
}  # fmt: skip


def prediction(**more: Any) -> dict[str, Any]:
    return {"file": "one.pdf", "isUtilityBill": True, "documents": [{**DOCUMENT, **more}]}
