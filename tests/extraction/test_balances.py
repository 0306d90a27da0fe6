"""Competing amounts: the set that satisfies the equations is taken."""

from decimal import Decimal

from billhook.extraction import extract
from billhook.extraction.candidates.amounts import labelled_amounts
from billhook.extraction.candidates.roll_forward import rolled
from billhook.extraction.resolve.balances import Balances, choose
from tests.extraction.pages import Row, reading_of, view_of


def chosen(*rows: Row) -> Balances:
    return choose(labelled_amounts(view_of(*rows)))


def test_the_total_that_adds_up_beats_one_that_does_not() -> None:
    balances = chosen(
        {40: "Total amount due", -300: "$75.00"},
        {40: "Amount due", -300: "$70.00"},
        {40: "Previous balance", -300: "$40.00"},
        {40: "Payment received", -300: "$40.00"},
        {40: "Balance forward", -300: "$0.00"},
        {40: "Total current charges", -300: "$70.00"},
    )

    assert balances.total is not None
    assert balances.total.value == Decimal("70.00")
    assert balances.open == Decimal("0.00")


def test_a_payment_is_negative_however_it_is_printed() -> None:
    balances = chosen(
        {40: "Previous balance", -300: "$40.00"},
        {40: "Payment received", -300: "$30.00"},
        {40: "Balance forward", -300: "$10.00"},
        {40: "Total current charges", -300: "$5.00"},
        {40: "Total amount due", -300: "$15.00"},
    )

    assert balances.payment is not None
    assert (balances.payment.value, balances.open) == (Decimal("-30.00"), Decimal("10.00"))
    assert not balances.opening_inferred


def test_charges_before_tax_lead_to_the_total_with_it() -> None:
    balances = chosen(
        {40: "Current charges", -300: "$100.00"},
        {40: "Taxes", -300: "$8.00"},
        {40: "Total amount due", -300: "$108.00"},
    )

    assert balances.gross == Decimal("108.00")


def test_instalments_paid_are_set_against_the_bill() -> None:
    balances = chosen(
        {40: "Bruttobetrag", -400: "1.200,00 €"},
        {40: "Abzüglich geleisteter Abschläge", -400: "-1.100,00 €"},
        {40: "Nachzahlung", -400: "100,00 €"},
    )

    assert balances.total is not None
    assert (balances.total.value, balances.gross) == (Decimal("100.00"), Decimal("1200.00"))
    assert balances.open == Decimal("-1100.00")
    assert balances.opening_inferred


def test_a_bill_with_a_total_alone_charges_that_total() -> None:
    balances = chosen({40: "Total amount due", -300: "$75.00"})

    assert (balances.gross, balances.open) == (Decimal("75.00"), None)


def test_a_balance_brought_forward_that_was_paid_is_the_previous_balance() -> None:
    balances = chosen(
        {40: "Balance brought forward", -300: "$445.82"},
        {40: "Payment received", -300: "-$222.91"},
        {40: "Late payment charge", -300: "$4.46"},
        {40: "New charges", -300: "$359.04"},
        {40: "Amount due", -300: "$586.41"},
    )

    assert balances.previous is not None
    assert (balances.previous.value, balances.open) == (Decimal("445.82"), Decimal("227.37"))


def test_what_the_issuer_owes_is_a_negative_total() -> None:
    balances = chosen({40: "Credit balance", -300: "$12.50"})

    assert balances.total is not None
    assert balances.total.value == Decimal("-12.50")


def test_the_tax_in_a_table_of_net_and_gross_is_told_by_its_heading() -> None:
    (bill,) = extract(
        reading_of(
            {40: "Gaswerk Neustadt GmbH", -540: "Gasrechnung"},
            {40: "Kundennummer", 200: "88123456", 300: "Rechnungsdatum 03.02.2025"},
            {40: "Zeitraum 01.01.2025 - 31.01.2025", 300: "Verbrauch 1.240 kWh"},
            {40: "Ihre Rechnung für die Lieferung und das Netz"},
            {200: "Netto EUR", 320: "20 % USt EUR", 440: "Brutto EUR"},
            {40: "Lieferung", -260: "60,00", -380: "12,00", -500: "72,00"},
            {40: "Netz", -260: "40,00", -380: "8,00", -500: "48,00"},
            {40: "Rechnungsbetrag", -260: "100,00", -380: "20,00", -500: "120,00"},
        )
    ).bills

    assert (bill.tax_charges, bill.current_charges, bill.total_charges) == (Decimal(20), Decimal(100), Decimal(120))


def test_what_takes_the_previous_balance_back_is_its_payment() -> None:
    (bill,) = extract(
        reading_of(
            {40: "Elm Power Inc", -540: "Electric bill"},
            {40: "Account number", 200: "4471120-3", 300: "Due date", 400: "04/15/2026"},
            {40: "Billing period 02/20/2026 to 03/21/2026", 300: "Usage 120 kWh"},
            {40: "Previous balance", -540: "$80.00"},
            {40: "Mar 3 - many thanks", -540: "-80.00"},
            {40: "Current charges", -540: "$20.00"},
            {40: "Total due", -540: "$20.00"},
        )
    ).bills

    assert (bill.previous_close_balance, bill.after_previous_total_payment) == (Decimal(80), Decimal(-80))


def test_the_items_of_a_credit_note_are_no_balance_and_payment() -> None:
    doc = view_of(
        {40: "Gas -412 kWh", -540: "-24.77"},
        {40: "Energy tax", -540: "-0.96"},
        {40: "VAT", -540: "-5.40"},
        {40: "Total", -540: "-31.13"},
    )

    assert rolled(doc, [Decimal("-31.13")]) == {}
