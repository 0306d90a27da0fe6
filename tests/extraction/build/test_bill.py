"""The built bill: header fields, balances and their evidence."""

from decimal import Decimal

from billhook.domain.bill import Bill
from billhook.extraction.build.bill import build_bill
from billhook.extraction.resolve.resolver import resolve_candidates
from tests.extraction.pages import METERED, Row, candidates_of


def built(*rows: Row) -> Bill:
    return build_bill(resolve_candidates(candidates_of(*rows)))


def test_build_bill_sets_header_with_evidence() -> None:
    bill = built(
        {60: "Northfield Electric Company"},
        {60: "Account number", 200: "4471-2201"},
        *METERED,
        {60: "Total amount due", -500: "$121.00"},
    )

    assert (bill.account_number, bill.total_charges, bill.charges_units) == ("4471-2201", Decimal("121.00"), "USD")
    assert bill.evidence["accountNumber"].text == "4471-2201"
    assert bill.evidence["totalCharges"].text == "$121.00"
    assert bill.checks == ()


def test_build_bill_inferred_amount_has_no_evidence() -> None:
    bill = built(*METERED, {60: "Total amount due", -500: "$121.00"})

    assert bill.current_charges == Decimal("110.00")
    assert "currentCharges" not in bill.evidence
