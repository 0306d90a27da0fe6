"""A correction replaces extracted values; the evidence of other values stays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Bill, Evidence, Identifier
from billhook.domain.correction import Correction, PartChange, corrected
from billhook.domain.document_text import Box
from billhook.domain.errors import Invalid
from tests.builders import a_bill, a_line_item, a_usage


def proof(text: str) -> Evidence:
    return Evidence(page=1, box=Box(0.1, 0.1, 0.2, 0.2), text=text, confidence=0.9)


def a_proven_bill() -> Bill:
    """Two meters and two lines, with evidence for some of each."""
    usages = (
        a_usage(usage=Decimal(500), identifiers=(Identifier(type="METER", value="M-1"),)),
        a_usage(usage=Decimal(70), identifiers=(Identifier(type="METER", value="M-2"),)),
    )
    lines = (a_line_item(description="Energy"), a_line_item(description="Grid", total_charge=Decimal("11.00")))
    pointers = (
        "totalCharges", "billDate", "usageData/0/usage", "usageData/1/usage", "usageData/1/identifiers/0/value",
        "lineItems/0/totalCharge", "lineItems/1/totalCharge",
    )  # fmt: skip
    return a_bill(usage_data=usages, line_items=lines, evidence={pointer: proof(pointer) for pointer in pointers})


def evidence_after(**correction: Any) -> set[str]:
    return set(corrected(a_proven_bill(), Correction(**correction)).evidence)


def test_correction_leaves_other_fields_and_evidence() -> None:
    before = a_proven_bill()

    after = corrected(before, Correction({"total_charges": Decimal("130.00")}))

    assert after.total_charges == Decimal("130.00")
    assert set(before.evidence) - set(after.evidence) == {"totalCharges"}
    same = {"total_charges": before.total_charges, "evidence": before.evidence}
    assert after.model_copy(update=same) == before


def test_correction_with_equal_value_keeps_evidence() -> None:
    assert "billDate" in evidence_after(values={"bill_date": date(2026, 10, 31)})


def test_correction_to_null_removes_evidence() -> None:
    assert "billDate" not in evidence_after(values={"bill_date": None})


def test_correction_of_entry_leaves_its_other_fields() -> None:
    change = PartChange({"usage": Decimal(71)}, origin=1)

    after = corrected(a_proven_bill(), Correction(usage_data=[PartChange({}, origin=0), change]))

    assert [usage.usage for usage in after.usage_data] == [Decimal(500), Decimal(71)]
    assert after.usage_data[1].identifiers[0].value == "M-2"
    assert {pointer for pointer in after.evidence if pointer.startswith("usageData")} == {
        "usageData/0/usage",
        "usageData/1/identifiers/0/value",
    }


def test_correction_of_order_moves_evidence_with_entries() -> None:
    after = corrected(a_proven_bill(), Correction(usage_data=[PartChange({}, origin=1)]))

    assert {pointer: evidence.text for pointer, evidence in after.evidence.items() if "usage" in pointer} == {
        "usageData/0/usage": "usageData/1/usage",
        "usageData/0/identifiers/0/value": "usageData/1/identifiers/0/value",
    }


def test_correction_with_new_entry_has_no_evidence() -> None:
    same_but_new = PartChange({"description": "Energy", "total_charge": Decimal("110.00")})

    after = corrected(a_proven_bill(), Correction(line_items=[same_but_new]))

    assert len(after.line_items) == 1
    assert not any(pointer.startswith("lineItems") for pointer in after.evidence)
    assert "usageData/0/usage" in after.evidence


@pytest.mark.parametrize("origins", [[2], [-1], [0, 0]])
def test_correction_of_absent_entry_names_its_pointer(origins: list[int]) -> None:
    with pytest.raises(Invalid) as refused:
        corrected(a_proven_bill(), Correction(line_items=[PartChange({}, origin) for origin in origins]))

    assert refused.value.problems[0].pointer == f"/lineItems/{len(origins) - 1}/id"


def test_correction_of_empty_bill_makes_a_bill() -> None:
    correction = Correction({"charges_units": "EUR"}, usage_data=[PartChange({"usage": Decimal(5)})], line_items=[])

    bill = corrected(Bill(), correction)

    assert (bill.charges_units, bill.usage_data[0].usage, bill.evidence) == ("EUR", Decimal(5), {})
