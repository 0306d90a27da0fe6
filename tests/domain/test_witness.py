"""Witnesses: the notation of their values."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import EvidenceSource
from billhook.domain.document_text import Box
from billhook.domain.witness import Witness, WitnessSource, stated


def test_stated_writes_plain_values_and_omits_missing_ones() -> None:
    values = stated(totalCharges=Decimal("1E+2"), dueDate=date(2026, 5, 1), reference=" RF18 ", payeeName="", tax=None)

    assert values == {"totalCharges": "100", "dueDate": "2026-05-01", "reference": "RF18"}


def test_witness_returns_typed_values() -> None:
    witness = Witness(
        source=WitnessSource.CODE, format="spayd", values=stated(totalCharges=Decimal("9.90"), dueDate=date(2026, 5, 1))
    )

    assert (witness.amount("totalCharges"), witness.day("dueDate")) == (Decimal("9.90"), date(2026, 5, 1))
    assert (witness.amount("taxCharges"), witness.day("billDate")) == (None, None)


def test_witness_with_box_keeps_the_rest() -> None:
    witness = Witness(source=WitnessSource.CODE, format="spayd", page=1, box=Box(0, 0, 1, 1), values={"a": "b"})

    assert witness.with_box(Box(0, 0, 0.5, 0.5)).values == {"a": "b"}


def test_witness_sources_are_evidence_sources() -> None:
    assert {source.value for source in WitnessSource} <= {source.value for source in EvidenceSource}
