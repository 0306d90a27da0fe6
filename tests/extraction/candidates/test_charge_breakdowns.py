"""Rows that restate charges."""

from decimal import Decimal

from tests.extraction.pages import candidates_of


def test_part_rows_of_a_charge_are_no_charges() -> None:
    candidates = candidates_of(
        {40: "Quota consumi 12 Smc", -400: "13,24 €"},
        {40: "di cui spesa per vendita", -400: "9,88 €"},
        {40: "di cui spesa per la rete", -400: "3,36 €"},
        {40: "Quota fissa", -400: "13,15 €"},
    )

    assert [row.value for row in candidates.charge_rows] == [Decimal("13.24"), Decimal("13.15")]


def test_part_rows_without_their_sum_stay_charges() -> None:
    candidates = candidates_of(
        {40: "Meterstand verwerkt op kaart"},
        {40: "di cui spesa per vendita", -400: "9,88 €"},
        {40: "di cui spesa per la rete", -400: "3,36 €"},
    )

    assert [row.value for row in candidates.charge_rows] == [Decimal("9.88"), Decimal("3.36")]
