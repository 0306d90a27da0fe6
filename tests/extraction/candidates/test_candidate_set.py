"""The candidate set: empty by default, frozen, and of hashable facts that are told apart by place."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billhook.extraction.candidates.candidate_set import UNKNOWN, CandidateSet, MeterRow, Price
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import candidate, candidates_of

ROW = {40: "Energy charge", 200: "610 kWh", -400: "$61.00"}


def test_candidate_set_without_values_is_empty() -> None:
    empty = CandidateSet()

    assert empty.locale is UNKNOWN
    assert not any(value for name, value in empty._asdict().items() if name != "locale")


def test_candidate_set_refuses_changes() -> None:
    with pytest.raises(AttributeError):
        CandidateSet().pages = (1,)  # type: ignore[misc]


def test_charge_rows_of_equal_words_differ() -> None:
    first, second = candidates_of(ROW, ROW).charge_rows

    assert (first.text, first.value) == (second.text, second.value)
    assert len({first, second, replace(first)}) == 3


def test_charge_row_has_what_its_line_states() -> None:
    (row,) = candidates_of(ROW).charge_rows

    assert (row.text, row.value) == ("Energy charge 610 kWh", Decimal("61.00"))
    assert [quantity.value for quantity in row.quantities] == [Quantity(Decimal(610), "kWh")]


def test_meter_row_without_further_values_is_read_and_imported() -> None:
    reading = candidate(Decimal(1))

    row = MeterRow(reading, reading, candidate(Quantity(Decimal(1), "kWh")), reading.cell.line)

    assert (row.multiplier, row.code, row.period, row.register) == (None, None, None, None)
    assert (row.is_estimated, row.is_exported) == (False, False)


def test_price_of_nothing_is_unknown() -> None:
    assert Price() == (None, None, None)
