"""Line items with types, services and periods; taxes and credits among them."""

from decimal import Decimal

from billhook.domain.bill import BillingPeriod, ChargeType
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.pages import text_of_rows


def test_charge_type_of_row_with_dates_is_in_line_above() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Energy charge 1,000 kWh @ $0.10", -400: "$100.00"},
        {40: "Goods and Services Tax"},
        {40: "01-02-2026 to 28-02-2026", -400: "$7.00"},
        {40: "Total amount due", -400: "$107.00"},
    )

    (bill,) = extract(reading).bills

    assert [item.charge_type for item in bill.line_items] == [ChargeType.CONSUMPTION, ChargeType.TAX]
    assert bill.tax_charges == Decimal("7.00")


def test_charge_type_of_charges_before_tax_is_no_tax() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Service period", 200: "01-02-2026 to 28-02-2026"},
        {40: "Electricity used", 200: "1,000 kWh"},
        {40: "Total charges before tax", -400: "$100.00"},
        {40: "Goods and Services Tax", -400: "$7.00"},
        {40: "Total amount due", -400: "$107.00"},
    )

    (bill,) = extract(reading).bills

    assert ChargeType.TAX not in [item.charge_type for item in bill.line_items if item.total_charge == 100]
    assert bill.tax_charges == Decimal("7.00")


def test_resolve_tax_takes_column_between_net_and_gross() -> None:
    (bill,) = extract(
        text_of_rows(
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


def test_resolve_tax_adds_up_all_itemised_taxes() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Lucerna Gas S.p.A.", 300: "Bolletta del 12/03/2026"},
            {40: "Codice cliente", 200: "550018842"},
            {40: "Periodo di riferimento", 200: "01/02/2026 - 28/02/2026"},
            {40: "Consumo fatturato", 200: "40 Smc"},
            {40: "Spesa per la materia gas naturale", -500: "60,00 €"},
            {40: "Spesa per il trasporto", -500: "20,00 €"},
            {40: "Accise", -500: "8,00 €"},
            {40: "IVA 10%", -500: "8,80 €"},
            {40: "Totale da pagare", -500: "96,80 €"},
        )
    ).bills

    assert (bill.tax_charges, bill.current_charges) == (Decimal("16.80"), Decimal("80.00"))


def test_resolve_tax_adds_up_taxes_of_unproven_charges() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Alder Valley Power"},
            {40: "Account number", 200: "4455667788"},
            {40: "Service period", 200: "01-02-2026 to 28-02-2026"},
            {40: "Electricity used", 200: "1,000 kWh"},
            {40: "Energy charge", -400: "$100.00"},
            {40: "Electricity duty", -400: "$6.00"},
            {40: "Sales tax", -400: "$2.50"},
            {40: "Total amount due", -400: "$140.00"},
        )
    ).bills

    assert bill.tax_charges == Decimal("8.50")


def test_resolve_credits_adds_up_credited_items() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Alder Valley Power", 300: "Bill date 03/04/2026"},
            {40: "Account number", 200: "4455667788"},
            {40: "Service period", 200: "02/01/2026 - 02/28/2026"},
            {40: "Electricity used", 200: "1,000 kWh"},
            {40: "Energy charge", -400: "$100.00"},
            {40: "Low income discount", -400: "-$20.00"},
            {40: "Renewable energy credit", -400: "-$5.00"},
            {40: "Sales tax", -400: "$6.00"},
            {40: "Total amount due", -400: "$81.00"},
        )
    ).bills

    assert (bill.credits, bill.tax_charges, bill.current_charges) == (Decimal(-25), Decimal(6), Decimal(100))


def test_line_item_of_earlier_dates_is_of_previous_period() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Service period", 200: "02/10/2026 - 03/11/2026"},
        {40: "Energy charge 1,000 kWh @ $0.10", -400: "$100.00"},
        {40: "Energy 02/10/2026 - 03/11/2026 20 kWh @ $0.10", -400: "$2.00"},
        {40: "Adjustment 01/08/2026 - 02/09/2026", -400: "$7.00"},
        {40: "Total amount due", -400: "$109.00"},
    )

    (bill,) = extract(reading).bills

    previous, current = BillingPeriod.PREVIOUS, BillingPeriod.CURRENT
    assert [item.billing_period for item in bill.line_items] == [current, current, previous]
