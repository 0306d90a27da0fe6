"""Charges proven by sums: totals above, below, nested, across pages and side by side."""

from decimal import Decimal

import pytest

from billhook.extraction.resolve.line_items import charges
from tests.extraction.pages import Row, candidates_of


def items(target: str, *rows: Row) -> tuple[list[str], bool]:
    candidates = candidates_of(*rows)
    result = charges(candidates.charge_rows, candidates.charge_columns, [Decimal(target)])
    return [str(row.value) for row in result.rows], result.is_proven


def test_charges_of_rows_above_total_are_proven() -> None:
    result = items(
        "16.00",
        {40: "Customer charge", -400: "$5.00"},
        {40: "Energy charge", -400: "$10.00"},
        {40: "Sales tax", -400: "$1.00"},
        {40: "Total current charges", -400: "$16.00"},
    )

    assert result == (["5.00", "10.00", "1.00"], True)


def test_charges_of_rows_below_heading_are_proven() -> None:
    result = items(
        "15.00",
        {40: "Abonnement et consommation", -400: "15,00 €"},
        {40: "Abonnement", -400: "5,00 €"},
        {40: "Consommation", -400: "10,00 €"},
    )

    assert result == (["5.00", "10.00"], True)


def test_charges_of_subtotals_are_their_rows() -> None:
    result = items(
        "37.00",
        {40: "Delivery fixed", -400: "$5.00"},
        {40: "Delivery energy", -400: "$7.00"},
        {40: "Total delivery", -400: "$12.00"},
        {40: "Supply energy", -400: "$20.00"},
        {40: "Supply rider", -400: "$5.00"},
        {40: "Total supply", -400: "$25.00"},
        {40: "Total current charges", -400: "$37.00"},
    )

    assert result == (["5.00", "7.00", "20.00", "5.00"], True)


def test_charges_prefer_details_to_summary() -> None:
    result = items(
        "30.00",
        {40: "Electric charges", -400: "$20.00"},
        {40: "Gas charges", -400: "$10.00"},
        {40: "Total new charges", -400: "$30.00"},
        {40: "Electric details"},
        {40: "Energy", -400: "$18.00"},
        {40: "Basic service", -400: "$2.00"},
        {40: "Gas details"},
        {40: "Commodity", -400: "$6.50"},
        {40: "Distribution", -400: "$3.50"},
    )

    assert result == (["18.00", "2.00", "6.50", "3.50"], True)


def test_charges_join_totals_of_tables_side_by_side() -> None:
    result = items(
        "33.00",
        {40: "Supply energy", -200: "$9.00", 300: "Basic charge", -500: "$18.00"},
        {40: "Supply fee", -200: "$1.00", 300: "Delivery", -500: "$5.00"},
        {40: "Total supply", -200: "$10.00", 300: "Total delivery", -500: "$23.00"},
    )

    assert result == (["9.00", "1.00", "18.00", "5.00"], True)


def test_charges_exclude_balance_and_its_payment() -> None:
    result = items(
        "12.00",
        {40: "Water", -400: "$8.00"},
        {40: "Sewer", -400: "$4.00"},
        {40: "Previous balance", -400: "$50.00"},
        {40: "Payments received", -400: "-$50.00"},
        {40: "Total current charges", -400: "$12.00"},
    )

    assert result == (["8.00", "4.00"], True)


def test_charges_without_sum_are_likely_rows_not_proven() -> None:
    result = items(
        "99.00",
        {40: "Energy charge", -400: "$10.00"},
        {40: "Customer charge", -400: "$5.00"},
        {40: "Previous balance", -400: "$50.00"},
    )

    assert result == (["10.00", "5.00"], False)


def test_charges_of_nested_totals_are_their_rows() -> None:
    result = items(
        "34.00",
        {40: "Energy charge", -400: "$20.00"},
        {40: "Network charge", -400: "$9.00"},
        {40: "Total bill", -400: "$29.00"},
        {40: "Television licence", -400: "$5.00"},
        {40: "Total to pay", -400: "$34.00"},
    )

    assert result == (["20.00", "9.00", "5.00"], True)


def test_charges_keep_row_that_others_sum_to_by_chance() -> None:
    result = items(
        "102.54",
        {40: "Transmission", -400: "$27.53"},
        {40: "Public benefits", -400: "$12.40"},
        {40: "Customer charge", -400: "$22.68"},
        {40: "City tax", -400: "$39.93"},
        {40: "Total current charges", -400: "$102.54"},
    )

    assert result == (["27.53", "12.40", "22.68", "39.93"], True)


def test_charges_exclude_price_in_cents() -> None:
    result = items(
        "599.71",
        {40: "Daily charge 93 days x 54.49 c/days", -400: "50.68"},
        {40: "Energy 3,034 kWh x 18.096 c/kWh", -400: "549.03"},
    )

    assert result == (["50.68", "549.03"], True)


def test_charges_exclude_unlabelled_balance_and_payment() -> None:
    values, is_proven = items(
        "333.28",
        {40: "Gudu zeto", -400: "$316.68"},
        {40: "Pamo", -400: "-$316.68"},
        {40: "Kilo neta", -400: "$333.28"},
        {40: "Total amount due", -400: "$333.28"},
    )

    assert not is_proven
    assert values == []


def test_charges_exclude_percentage_breakdown() -> None:
    result = items(
        "767.34",
        {40: "Where your money goes"},
        {40: "Supply charges (71 %)", -400: "541.03"},
        {40: "Network charges (22 %)", -400: "168.81"},
        {40: "Taxes (7 %)", -400: "57.50"},
        {40: "Energy charge", -400: "709.84"},
        {40: "Sales tax", -400: "57.50"},
        {40: "Current charges", -400: "767.34"},
    )

    assert result == (["709.84", "57.50"], True)


def test_charges_prefer_priced_rows() -> None:
    result = items(
        "30.00",
        {40: "Supply charges", -400: "$12.00"},
        {40: "Delivery charges", -400: "$13.00"},
        {40: "Fees", -400: "$5.00"},
        {40: "Current charges", -400: "$30.00"},
        {40: "Energy 200 kWh @ $0.10", -400: "$20.00"},
        {40: "Customer charge", -400: "$10.00"},
        {40: "Current charges", -400: "$30.00"},
    )

    assert result == (["20.00", "10.00"], True)


def test_charges_exclude_list_of_months() -> None:
    result = items(
        "20.00",
        {40: "Energy 100 kWh @ $0.10", -400: "$10.00"},
        {40: "Customer charge", -400: "$6.00"},
        {40: "Sales tax", -420: "$4.00"},
        {40: "Billing history"},
        *({40: f"Electricity {month} 2025", -400: "$31.00"} for month in ("Oct", "Sep", "Aug", "Jul")),
    )

    assert result == (["10.00", "6.00", "4.00"], True)


def test_charges_of_currency_without_cents_are_whole() -> None:
    result = items(
        "318450",
        {40: "Total a pagar", -400: "$ 318.450", 420: "COP"},
        {40: "Consumo 337 kWh", -400: "273.792"},
        {40: "Subsidio", -400: "-21.083"},
        {40: "Alumbrado", -400: "65.741"},
        {40: "Total del mes", -400: "318.450"},
    )

    assert result == (["273792", "-21083", "65741"], True)


@pytest.mark.parametrize(
    "rows",
    [
        [
            {40: "Electricity"},
            {60: "Energy peak", -400: "$30.00"},
            {60: "Energy off-peak", -400: "$20.00"},
            {40: "Subtotal electricity", -400: "$50.00"},
            {60: "Customer charge", -400: "$8.00"},
            {40: "Subtotal service", -400: "$8.00"},
            {40: "Sales tax", -400: "$4.00"},
        ],
        [
            {40: "Electricity", -400: "$50.00"},
            {60: "Energy peak", -400: "$30.00"},
            {60: "Energy off-peak", -400: "$20.00"},
            {40: "Service", -400: "$8.00"},
            {60: "Customer charge", -400: "$8.00"},
            {40: "Sales tax", -400: "$4.00"},
        ],
    ],
)
def test_charges_of_group_with_single_row_are_proven(rows: list[Row]) -> None:
    result = items("62.00", *rows, {40: "Current charges", -400: "$62.00"})

    assert result == (["30.00", "20.00", "8.00", "4.00"], True)


def test_charges_in_two_columns_are_one_run() -> None:
    result = items(
        "30.00",
        {40: "Energy charge", -400: "$12.00"},
        {40: "Customer charge", -400: "$14.00"},
        {40: "Sales tax", -440: "$4.00"},
        {40: "Energy charge of the neighbourhood", -300: "$17.00"},
        {40: "Energy charge of last spring", -300: "$19.50"},
        {40: "Energy charge of two years ago", -300: "$23.70"},
    )

    assert result == (["12.00", "14.00", "4.00"], True)


def test_charges_skip_balance_of_zero() -> None:
    result = items(
        "29.00",
        {40: "Energy charge", -400: "$20.00"},
        {40: "Network charge", -400: "$9.00"},
        {40: "Previous balance", -400: "$0.00"},
        {40: "Amount", -400: "$29.00"},
    )

    assert result == (["20.00", "9.00"], True)


def test_charges_include_amount_with_credit_mark() -> None:
    result = items(
        "16.00",
        {40: "Energy charge", -400: "$12.00"},
        {40: "Low income adjustment", -418: "- $1.00 CR"},
        {40: "Customer charge", -400: "$5.00"},
        {40: "Current charges", -400: "$16.00"},
    )

    assert result == (["12.00", "-1.00", "5.00"], True)


def test_charges_ignore_zeros_in_sums() -> None:
    result = items(
        "12.56",
        {40: "Energy charge", -400: "$12.00"},
        {40: "Renewable adjustment", -400: "$0.28"},
        {40: "Fuel adjustment", -400: "$0.00"},
        {40: "Plan adjustment", -400: "$0.28"},
        {40: "Subtotal", -400: "$12.56"},
    )

    assert result == (["12.00", "0.28", "0.28"], True)


def test_charges_of_wide_table_are_amounts_at_a_rate() -> None:
    result = items(
        "999.00",
        {40: "Energy", 160: "kWh", -250: "120.00", -320: "0.500000", -400: "60.00", -470: "2.31", -540: "58.40"},
        {40: "Peak energy", 160: "kWh", -250: "50.00", -320: "0.700000", -400: "35.00", -470: "1.35", -540: "33.10"},
        {40: "Customer charge", -400: "12.00", -470: "0.46", -540: "11.20"},
    )

    assert result == (["60.00", "35.00", "12.00"], False)


def test_charges_rows_that_add_up_by_chance_are_charges_too() -> None:
    result = items(
        "145.00",
        {40: "Energy", -400: "$125.00"},
        {40: "Fixed charge", -400: "$10.00"},
        {40: "Taxes", -400: "$8.00"},
        {40: "Others", -400: "$2.00"},
    )

    assert result == (["125.00", "10.00", "8.00", "2.00"], True)


def test_charges_only_charge_stays_beside_balances_that_cancel() -> None:
    result = items(
        "76.00",
        {40: "Sewer service", -400: "$76.00"},
        {40: "Total current charges", -400: "$76.00"},
        {40: "Previous balance", -400: "$76.00"},
        {40: "Payments", -400: "-$76.00"},
        {40: "Adjustments", -400: "$0.00"},
        {40: "Current charges", -400: "$76.00"},
        {40: "Total amount due", -400: "$76.00"},
    )

    assert result == (["76.00"], False)


def test_charges_surcharge_named_after_payments_is_a_charge() -> None:
    result = items(
        "21.00",
        {40: "User fee", -400: "$3.00"},
        {40: "Payment assistance surcharge", -400: "$1.00"},
        {40: "Bay surcharge", -400: "$7.00"},
        {40: "Total other charges", -400: "$11.00"},
        {40: "Water", -400: "$10.00"},
        {40: "Total", -400: "$21.00"},
    )

    assert result == (["3.00", "1.00", "7.00", "10.00"], True)


def test_charges_of_headings_that_round_their_rows_are_proven() -> None:
    result = items(
        "60.34",
        {40: "Variable charges", -400: "$40.34"},
        {60: "Up to 200 units", -400: "$40.35"},
        {40: "Surcharge", -400: "$20.00"},
        {60: "First half", -400: "$15.00"},
        {60: "Second half", -400: "$5.00"},
        {40: "Electricity charges", -400: "$60.34"},
    )

    assert result == (["40.34", "15.00", "5.00"], True)


def test_charges_row_is_not_made_up_of_a_distant_table() -> None:
    apart: list[Row] = [{40: f"Notice {number}"} for number in range(20)]
    result = items(
        "30.00",
        {40: "Energy", -400: "$19.00"},
        {40: "Tax", -400: "$11.00"},
        {40: "Total", -400: "$30.00"},
        {40: "Of the tax", -400: "$2.85"},
        *apart,
        {40: "Daily average", -400: "$6.15"},
        {40: "Yearly average", -400: "$2.00"},
    )

    assert result == (["19.00", "11.00"], True)
