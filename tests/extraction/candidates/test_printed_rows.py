"""Rows that restate charges, and amounts that are the base of a tax."""

from decimal import Decimal

import pytest

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


def test_breakdown_rows_of_costs_beside_the_items_are_no_charges() -> None:
    candidates = candidates_of(
        {40: "Consumo em kWh", -400: "75,82"},
        {40: "Contrib. ilum. pública", -400: "9,18"},
        {40: "Serviço de distribuição", -400: "30,10"},
        {40: "Compra de energia", -400: "35,90"},
        {40: "Serviço de transmissão", -400: "8,00"},
        {40: "Impostos", -400: "4,00"},
        {40: "Encargos setoriais", -400: "7,00"},
    )

    assert [row.value for row in candidates.charge_rows] == [Decimal("75.82"), Decimal("9.18")]


def test_find_rows_take_a_base_and_its_rate_for_no_charges() -> None:
    candidates = candidates_of({40: "Consumo", 200: "200,00", -300: "17,00", -400: "34,00"})

    assert [row.value for row in candidates.charge_rows] == [Decimal("34.00")]


@pytest.mark.parametrize(
    ("label", "base"),
    [
        ("Iva 22% (su imponibile 37,16 €):", "Totale IVA"),
        ("Sales Tax 4% of $133.52", "Total tax"),
        ("VAT on $71.72", "Total VAT"),
    ],
)
def test_untaxed_amounts_leave_out_the_base(label: str, base: str) -> None:
    amount = "8,18" if "€" in label else "8.18"

    candidates = candidates_of({40: label, -400: amount}, {40: base, -400: amount})

    assert {tax.value for tax in candidates.amounts["tax_charges"]} == {Decimal("8.18")}
    assert {row.value for row in candidates.charge_rows} == {Decimal("8.18")}


def test_untaxed_amounts_keep_tax_that_is_included() -> None:
    candidates = candidates_of({40: "Total includes GST of $12.34"})

    assert [tax.value for tax in candidates.amounts["tax_charges"]] == [Decimal("12.34")]
