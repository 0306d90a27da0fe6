"""Bills in the style of other countries, set by hand; the test name states what each shows."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from tests.extraction.pages import sound_bill


def test_extract_of_portuguese_bill_reads_comma_and_day_first() -> None:
    bill = sound_bill(
        {40: "Águas do Vale Novo, S.A.", -540: "Fatura"},
        {40: "Nº de cliente", 200: "4471120", 330: "Fatura nº", 430: "FT 2025/88123"},
        {40: "Data de emissão", 200: "12-03-2025", 330: "Data limite de pagamento", -540: "02-04-2025"},
        {40: "Período de faturação", 200: "10-02-2025 a 10-03-2025"},
        {40: "Contador nº", 200: "A1234567"},
        {40: "Leitura anterior", 200: "1 204", 330: "Leitura atual", 430: "1 219"},
        {40: "Consumo", 200: "15 m3"},
        {40: "Água", -540: "18,45 €"},
        {40: "Saneamento", -540: "9,20 €"},
        {40: "Resíduos", -540: "6,10 €"},
        {40: "IVA 6%", -540: "2,02 €"},
        {40: "Total a pagar", -540: "35,77 €"},
    )

    (usage,) = bill.usage_data
    assert (bill.bill_date, bill.due_date, bill.charges_units) == (date(2025, 3, 12), date(2025, 4, 2), "EUR")
    assert (usage.usage, usage.usage_units, usage.datasource_type) == (Decimal(15), "m³", Commodity.WATER)
    assert (usage.previous_reading, usage.current_reading) == (Decimal(1204), Decimal(1219))
    assert len(bill.line_items) == 4


def test_extract_of_swiss_bill_reads_apostrophes_and_centimes() -> None:
    bill = sound_bill(
        {40: "Gemeindewerke Obertal AG"},
        {40: "Rechnung Nr. 880112", 300: "Datum 03.04.2025"},
        {40: "Kundennummer", 200: "71123"},
        {40: "Abrechnungsperiode 01.01.2025 - 31.03.2025"},
        {40: "Zähler Nr. 5512344", 200: "Stand alt 12'300", 330: "Stand neu 13'180", 460: "Verbrauch 880 kWh"},
        {40: "Energie Hochtarif 880 kWh x 14.50 Rp.", -540: "127.60"},
        {40: "Netznutzung 880 kWh x 9.80 Rp.", -540: "86.25"},
        {40: "Grundtarif", -540: "18.00"},
        {40: "Zwischentotal", -540: "231.85"},
        {40: "MWST 8.1%", -540: "18.80"},
        {40: "Rechnungsbetrag CHF", -540: "250.65"},
        {40: "Zahlbar bis 03.05.2025"},
    )

    (usage,) = bill.usage_data
    assert (bill.total_charges, bill.tax_charges, bill.charges_units) == (Decimal("250.65"), Decimal("18.80"), "CHF")
    assert (usage.previous_reading, usage.usage) == (Decimal(12300), Decimal(880))
    assert (bill.line_items[0].quantity, bill.line_items[0].rate) == (Decimal(880), Decimal("0.145"))


def test_extract_of_irish_gas_bill_converts_units_to_kwh() -> None:
    bill = sound_bill(
        {40: "Liffey Gas Ltd"},
        {40: "Account Number: 9911223", 300: "Bill No. 100221"},
        {40: "Date of issue: 14 Feb 25", 300: "GPRN: 1234567"},
        {40: "Billing period: 10 Dec 24 - 11 Feb 25 (63 days)"},
        {40: "Previous bill", -540: "€140.22"},
        {40: "Payment received - thank you", -540: "€140.22 CR"},
        {40: "Balance brought forward", -540: "€0.00"},
        {40: "Meter reading", 200: "Present 2310 A", 330: "Previous 2204 E", 460: "106 units"},
        {40: "Units to kWh: 106 x 11.34 = 1202 kWh"},
        {40: "Standard unit rate 1202 kWh x €0.1210", -540: "€145.44"},
        {40: "Standing charge 63 days x €0.32", -540: "€20.16"},
        {40: "Carbon tax 1202 kWh x €0.0095", -540: "€11.42"},
        {40: "VAT @ 9% on €177.02", -540: "€15.93"},
        {40: "Total due", -540: "€192.95"},
        {40: "Payment due by 28 Feb 25"},
    )

    (usage,) = bill.usage_data
    assert (usage.usage, usage.usage_units, usage.datasource_type) == (Decimal(1202), "kWh", Commodity.GAS)
    assert (usage.previous_reading, usage.current_reading, usage.is_estimated) == (Decimal(2204), Decimal(2310), True)
    assert (bill.after_previous_total_payment, bill.tax_charges) == (
        Decimal("-140.22"),
        Decimal("27.35"),
    )  # carbon tax and VAT


def test_extract_of_postcard_bill_reads_values_below_headings() -> None:
    bill = sound_bill(
        {40: "ACCT NO", 120: "STMT DATE", 220: "PAST DUE", 320: "CURRENT", 420: "TOTAL DUE", 500: "DUE DATE"},
        {40: "778-1234-0", 120: "03/05/25", 220: ".00", 320: "64.12", 420: "64.12", 500: "03/25/25"},
        {40: "SERVICE", 120: "FROM", 180: "TO", 240: "PREV", 300: "PRES", 360: "USAGE", -560: "AMOUNT"},
        {40: "ELECTRIC", 120: "02/01", 180: "03/01", 240: "45100", 300: "45620", 360: "520 KWH", -560: "58.24"},
        {40: "STATE TAX", -560: "5.88"},
        {40: "TOWN OF ELMWOOD MUNICIPAL LIGHT DEPT"},
    )

    (usage,) = bill.usage_data
    assert (bill.account_number, bill.total_charges) == ("778-1234-0", Decimal("64.12"))
    assert (usage.start_date, usage.end_date, usage.usage) == (date(2025, 2, 1), date(2025, 3, 1), Decimal(520))
    assert [item.total_charge for item in bill.line_items] == [Decimal("58.24"), Decimal("5.88")]


def test_extract_of_maltese_bill_reads_euro_and_day_first() -> None:
    bill = sound_bill(
        {40: "Qalb Utilities", 330: "VAT Reg. No. MT 1122-3344"},
        {40: "Triq il-Gnien, Birkirkara", 330: "www.qalbutilities.com.mt"},
        {40: "Account Number", 200: "411000223344", 330: "Bill Number", 430: "55120077"},
        {40: "Bill Date", 200: "05/10/2025", 330: "Due Date", -540: "04/11/2025"},
        {40: "Period", 200: "01/08/2025 - 01/10/2025"},
        {40: "Meter", 140: "Previous Reading", 260: "Current Reading", -540: "Consumption"},
        {40: "W220871", 140: "512", 260: "530", -540: "18"},
        {40: "Water Consumption", 200: "18", 300: "1.40", -540: "25.20"},
        {40: "Water Service Charge", -540: "9.80"},
        {40: "Total Amount Due", -540: "35.00"},
    )

    (usage,) = bill.usage_data
    assert (bill.bill_date, bill.due_date, bill.charges_units) == (date(2025, 10, 5), date(2025, 11, 4), "EUR")
    assert (usage.start_date, usage.end_date) == (date(2025, 8, 1), date(2025, 10, 1))
    assert (usage.usage, usage.usage_units, usage.datasource_type) == (Decimal(18), "m³", Commodity.WATER)
