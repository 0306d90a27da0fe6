"""The bill builder: values and their evidence."""

from decimal import Decimal

from billhook.extraction.build.builder import BillBuilder, Part
from tests.extraction.pages import candidate


def test_printed_gives_value_and_records_evidence() -> None:
    builder = BillBuilder()

    assert builder.printed("accountNumber", candidate("12-34")) == "12-34"
    assert builder.evidence["accountNumber"].text == "printed"


def test_printed_without_candidate_gives_none() -> None:
    builder = BillBuilder()

    assert builder.printed("accountNumber", None) is None
    assert builder.evidence == {}


def test_amount_inferred_has_no_evidence() -> None:
    builder = BillBuilder()

    assert builder.amount("taxCharges", Decimal(5), None) == Decimal(5)
    assert builder.evidence == {}


def test_part_adds_its_evidence() -> None:
    evidence = {"usageData/0/usage": candidate(Decimal(5)).evidence()}
    builder = BillBuilder()

    assert builder.part(Part("value", evidence)) == "value"
    assert builder.evidence == evidence
