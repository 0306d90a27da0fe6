"""Values without a label and labels in unknown words: found by layout, stems and arithmetic."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, Commodity
from billhook.domain.document_text import ScannedCode
from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.issuer import propose_issuers
from billhook.extraction.candidates.unlabelled import prominent_amounts, propose_witnessed, repeated_codes
from tests.extraction.machine_readable.codes import SWISS_LINES, qr
from tests.extraction.pages import Row, annotated_rows, bill_of, text_of_rows

ELECTRIC: tuple[Row, ...] = (
    {40: "Northfield Electric Company"},
    {40: "Account number", 200: "4471-2201"},
    {40: "Billing period", 200: "03/02/2024 - 04/01/2024"},
    {40: "Meter number", 200: "88120034"},
    {40: "Energy charge 610 kWh x $0.1000", -400: "$61.00"},
    {40: "Customer charge", -400: "$9.00"},
    {40: "Total amount due", -400: "$70.00"},
)


def the_bill(*rows: Row) -> Bill:
    return bill_of(text_of_rows(*rows))


def test_repeated_amount_is_prominent() -> None:
    doc = annotated_rows(
        {40: "Please see over", -300: "$70.00"}, {40: "Fee", -300: "$3.00"}, {40: "Slip", -300: "$70.00"}
    )

    assert [candidate.value for candidate in prominent_amounts(doc)] == [Decimal("70.00")]


def test_repeated_code_is_an_account_candidate() -> None:
    doc = annotated_rows({40: "4471-220199"}, {40: "Meter number", 200: "88120034"}, {40: "4471-220199"})

    assert [candidate.value for candidate in repeated_codes(doc)] == ["4471-220199"]


def test_bill_date_without_label_is_between_service_and_payment() -> None:
    bill = the_bill({300: "April 4, 2024"}, *ELECTRIC, {40: "Due date", 200: "April 25, 2024"})

    assert bill.bill_date == date(2024, 4, 4)


def test_usage_of_two_meters_without_readings_is_two_entries() -> None:
    bill = the_bill(
        *ELECTRIC[:3],
        {40: "Meter number", 200: "88120034"},
        {40: "Usage", 200: "400 kWh"},
        {40: "Meter number", 200: "88120035"},
        {40: "Usage", 200: "210 kWh"},
        *ELECTRIC[4:],
    )

    assert [(usage.usage, usage.identifiers[0].value) for usage in bill.usage_data] == [
        (Decimal(400), "88120034"),
        (Decimal(210), "88120035"),
    ]


def test_sewer_priced_by_water_volume_is_a_usage_entry() -> None:
    bill = the_bill(
        {40: "City of Lakeview Water Department"},
        {40: "Account number", 200: "4471-2201"},
        {40: "Service from 03/02/2024 to 04/01/2024"},
        {40: "Meter", 140: "Previous", 220: "Present", 300: "Usage"},
        {40: "88120034", 140: "32340", 220: "32446", 300: "106 CCF"},
        {40: "Water usage 106 CCF x $1.00", -400: "$106.00"},
        {40: "Sewer usage 106 CCF x $0.50", -400: "$53.00"},
        {40: "Total amount due", -400: "$159.00"},
    )

    assert [(usage.datasource_type, usage.usage) for usage in bill.usage_data] == [
        (Commodity.WATER, Decimal(106)),
        (Commodity.SEWER, Decimal(106)),
    ]


def test_readings_exclude_marks_of_a_chart() -> None:
    bill = the_bill(*ELECTRIC, {40: "Current reading", 300: "1419"}, {40: "Previous reading", 300: "946"}, {300: "473"})

    assert [usage.usage for usage in bill.usage_data] == [Decimal(610)]


@pytest.mark.parametrize(
    ("tax", "currency"), [("VAT at 15%", "ZAR"), ("VAT at 20%", "GBP"), ("VAT at 13.5%", "EUR"), ("GST 10%", "AUD")]
)
def test_currency_that_is_not_printed_follows_the_tax_rate(tax: str, currency: str) -> None:
    plain = tuple({place: text.replace("$", "") for place, text in row.items()} for row in ELECTRIC[:2] + ELECTRIC[3:])
    period = {40: "Billing period", 200: "2 March 2024 - 1 April 2024"}

    assert the_bill(*plain[:2], period, *plain[2:], {40: tax, -400: "0.00"}).charges_units == currency


def test_franchise_fee_is_a_tax_only_in_per_cent() -> None:
    lump = the_bill(*ELECTRIC[:6], {40: "Franchise fee", -400: "$1.40"}, {40: "Total amount due", -400: "$71.40"})
    share = the_bill(*ELECTRIC[:6], {40: "Franchise fee 2%", -400: "$1.40"}, {40: "Total amount due", -400: "$71.40"})

    assert (lump.tax_charges, share.tax_charges) == (None, Decimal("1.40"))


def test_net_metering_separates_export_and_import() -> None:
    (usage,) = the_bill(*ELECTRIC, {40: "Export kWh", 200: "120 kWh"}, {40: "Import kWh", 200: "610 kWh"}).usage_data

    assert (usage.net_metering_grid_export_kwh, usage.net_metering_grid_import_kwh) == (Decimal(120), Decimal(610))


def test_supplier_differs_from_the_utility() -> None:
    bill = the_bill(*ELECTRIC, {40: "Your electricity supplier: Brightway Energy LLC"})

    assert [usage.supplier_name for usage in bill.usage_data] == ["Brightway Energy LLC"]


def test_balances_without_labels_follow_from_their_order() -> None:
    bill = the_bill(
        *ELECTRIC[:6],
        {40: "Position at last reckoning", -400: "$45.00"},
        {40: "What came in", -400: "-$45.00"},
        {40: "This reckoning", -400: "$70.00"},
        {40: "Total amount due", -400: "$70.00"},
    )

    assert (bill.previous_close_balance, bill.after_previous_total_payment) == (Decimal("45.00"), Decimal("-45.00"))


def test_balances_in_one_row_follow_from_the_total() -> None:
    bill = the_bill(
        *ELECTRIC[:6], {40: "$45.00", 140: "$45.00", 240: "$70.00", 340: "$70.00"}, {40: "Amount due", -400: "$70.00"}
    )

    assert (bill.previous_close_balance, bill.after_previous_total_payment) == (Decimal("45.00"), Decimal("-45.00"))


def test_due_date_without_label_is_beside_the_amount() -> None:
    bill = the_bill({300: "April 4, 2024"}, *ELECTRIC, {40: "Kindly settle $70.00 no later April 25, 2024"})

    assert bill.due_date == date(2024, 4, 25)


def test_account_number_is_not_that_of_a_bank() -> None:
    bank = {40: "Pay to Northfield Electric, sort code 40-11-88, account number 44118827"}

    bill = the_bill(*ELECTRIC, bank)

    assert bill.account_number == "4471-2201"


def test_bill_date_without_label_follows_the_town() -> None:
    bill = the_bill(
        {40: "Elektrizitätswerk Hinterwil AG", -540: "Hinterwil, 15.04.2026"},
        {40: "Stromrechnung für die Zeit vom 01.01.2026 bis 31.03.2026", -540: "Kundennummer 4412118"},
        {40: "Zähler 30118827", 200: "Stand alt 48120", 320: "Stand neu 49001", -540: "881 kWh"},
        {40: "Energie", -540: "130.39"},
        {40: "Grundpreis", -540: "27.00"},
        {40: "Total CHF", -540: "157.39"},
        {40: "Mahngebühr vom 02.05.2026", -540: "0.00"},
    )

    assert bill.bill_date == date(2026, 4, 15)


def test_due_date_is_no_end_of_a_period() -> None:
    fee = {40: "Standing fee from April 3, 2024 to May 2, 2024", -540: "$70.00"}

    bill = the_bill({300: "April 4, 2024"}, *ELECTRIC, fee)

    assert bill.due_date is None


def test_account_number_is_no_telephone_number() -> None:
    bill = the_bill(ELECTRIC[0], {40: "Customer service", 200: "900 555 014"}, *ELECTRIC[2:])

    assert bill.account_number is None


def test_issuer_is_no_commodity() -> None:
    issuers = propose_issuers(annotated_rows({40: "Natural gas"}, {40: "Brook Valley"}, {40: "Water"})).issuers

    assert "Natural gas" not in [candidate.value for candidate in issuers[:1]]
    assert "Water" not in [candidate.value for candidate in issuers]


def test_repeated_codes_exclude_sentences() -> None:
    sentence = "If you want to speak with us about this please send a message to 4471220199 at any time of the day."
    doc = annotated_rows({40: sentence}, {40: "Electricity"}, {40: sentence})

    assert repeated_codes(doc) == []


SWISS = qr("\n".join(SWISS_LINES))


def proposed(*rows: Row, code: ScannedCode | None = SWISS) -> CandidateSet:
    reading = text_of_rows(*rows)
    codes = (code,) if code else ()
    return propose_witnessed(annotate(reading.with_pages(replace(page, codes=codes) for page in reading.pages)))


def test_propose_witnessed_finds_printed_total_and_dates() -> None:
    found = proposed({60: "Rechnung vom", 160: "01.07.2020"}, {60: "Zahlbar", -500: "1'949.75"}, {-500: "31.07.2020"})

    assert [(candidate.value, candidate.text) for candidate in found.witnessed_totals] == [
        (Decimal("1949.75"), "1'949.75")
    ]
    assert [candidate.value for candidate in found.witnessed_dates["due_date"]] == [date(2020, 7, 31)]
    assert [candidate.value for candidate in found.witnessed_dates["bill_date"]] == [date(2020, 7, 1)]


def test_propose_witnessed_without_code_is_empty() -> None:
    assert proposed({60: "Zahlbar", -500: "1'949.75"}, code=None) == CandidateSet()


def test_propose_witnessed_unprinted_total_is_no_candidate() -> None:
    found = proposed({60: "Zahlbar", -500: "1'949.70"})

    assert len(found.witnesses) == 1
    assert found.witnessed_totals == ()
