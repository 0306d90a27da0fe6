"""The form of a syntax: types whose amounts are negated."""

import pytest

from billhook.extraction.machine_readable.invoice_syntax import NEGATED_TYPES


@pytest.mark.parametrize(
    ("kind", "is_negated"), [("381", True), ("TD04", True), ("380", False), ("384", False), ("389", False)]
)
def test_negated_types_are_those_of_credit_notes(kind: str, is_negated: bool) -> None:
    assert (kind in NEGATED_TYPES) is is_negated
