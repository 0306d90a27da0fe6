"""Bills in further languages as their countries write them, set by hand, and pages in them that are no bills."""

from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Commodity
from billhook.extraction.pipeline.pipeline import extract
from tests.bills import open as in_the_open
from tests.bills.countries import COUNTRIES
from tests.bills.further_countries import FURTHER
from tests.bills.words import labels_in
from tests.extraction.pages import Row, sound_bill, text_of_rows

POLISH: tuple[Row, ...] = (
    {40: "Brzozowo Obrót S.A.", -540: "FAKTURA VAT nr 12/3456/2025"},
    {40: "Numer klienta: 88120045", 330: "Data wystawienia: 10.03.2025"},
    {40: "Kod PPE: 590322412300123456", 330: "Termin płatności: 24.03.2025"},
    {40: "Rozliczenie za okres od 01.01.2025 do 28.02.2025"},
    {40: "Grupa taryfowa", 140: "Nr licznika", 230: "Wskazanie bieżące", 330: "Wskazanie poprzednie",
     430: "Mnożna", -540: "Zużycie [kWh]"},
    {40: "G11", 140: "30221188", 230: "15 430", 330: "15 020", 430: "1", -540: "410"},
    {40: "Opis", 200: "Ilość", 270: "Cena netto", 350: "Wartość netto", 430: "VAT", -540: "Wartość brutto"},
    {40: "Energia czynna całodobowa", 200: "410 kWh", 270: "0,5050", 350: "207,05", 430: "23%", -540: "254,67"},
    {40: "Opłata sieciowa zmienna", 200: "410 kWh", 270: "0,3000", 350: "123,00", 430: "23%", -540: "151,29"},
    {40: "Opłata abonamentowa", 200: "2 mc", 270: "3,84", 350: "7,68", 430: "23%", -540: "9,45"},
    {40: "Ogółem", 350: "337,73", 430: "77,68", -540: "415,41"},
    {40: "Do zapłaty:", -540: "415,41 zł"},
)  # fmt: skip
TURKISH: tuple[Row, ...] = (
    {40: "Çamlıköy Perakende Elektrik Satış A.Ş.", -540: "ELEKTRİK FATURASI"},
    {40: "Sözleşme Hesap No", 180: "1002003004", 330: "Fatura No", 430: "CPE2025000012345"},
    {40: "Tesisat No", 180: "40112233", 330: "Fatura Tarihi", 430: "14.03.2025"},
    {40: "Tarife", 180: "Mesken AG", 330: "Son Ödeme Tarihi", 430: "28.03.2025"},
    {40: "İlk Okuma Tarihi", 180: "12.02.2025", 330: "Son Okuma Tarihi", 430: "13.03.2025"},
    {40: "Sayaç No", 140: "İlk Endeks", 230: "Son Endeks", 330: "Fark", 400: "Çarpan", -540: "Tüketim (kWh)"},
    {40: "55667788", 140: "10.250,120", 230: "10.480,620", 330: "230,500", 400: "1", -540: "230,500"},
    {40: "Enerji Bedeli (Düşük Kademe)", 230: "230,500", 330: "1,320000", -540: "304,26"},
    {40: "Dağıtım Bedeli", 230: "230,500", 330: "0,980000", -540: "225,89"},
    {40: "Elektrik Tüketim Vergisi", -540: "15,21"},
    {40: "KDV Matrahı", -540: "545,36"},
    {40: "KDV (%10)", -540: "54,54"},
    {40: "Ödenecek Tutar", -540: "599,90 TL"},
)
GREEK: tuple[Row, ...] = (
    {40: "Ελαιώνας Ενέργεια Α.Ε.", -540: "Εκκαθαριστικός Λογαριασμός"},
    {40: "Αριθμός παροχής", 180: "1 23456789-01 2", 330: "Λογ/σμός συμβολαίου", 450: "300012345678"},
    {40: "Αρ. παραστατικού", 180: "1234567890", 330: "Ημερομηνία Έκδοσης", 450: "12/03/2025"},
    {40: "Περίοδος κατανάλωσης", 180: "08/01/2025 - 07/03/2025", 330: "Λήξη προθεσμίας", 450: "01/04/2025"},
    {40: "Αρ. μετρητή", 140: "Τελευταία", 230: "Προηγούμενη", 330: "Διαφορά", -540: "Κατανάλωση (kWh)"},
    {40: "91234567", 140: "45.210", 230: "44.800", 330: "410", -540: "410"},
    {40: "Χρεώσεις προμήθειας", -540: "62,40"},
    {40: "Ρυθμιζόμενες χρεώσεις", -540: "21,10"},
    {40: "Δημοτικά τέλη", -540: "9,50"},
    {40: "ΦΠΑ 6% x 83,50", -540: "5,01"},
    {40: "Συνολικό ποσό πληρωμής", -540: "*98,01 €"},
)


@pytest.mark.parametrize(
    ("rows", "account", "days", "total", "currency", "readings"),
    [
        (POLISH, "88120045", (date(2025, 3, 10), date(2025, 3, 24)), "415.41", "PLN", ("15020", "15430", "410")),
        (TURKISH, "1002003004", (date(2025, 3, 14), date(2025, 3, 28)), "599.90", "TRY",
         ("10250.12", "10480.62", "230.5")),
        (GREEK, "300012345678", (date(2025, 3, 12), date(2025, 4, 1)), "98.01", "EUR", ("44800", "45210", "410")),
    ],
    ids=["Polish", "Turkish", "Greek"],
)  # fmt: skip
def test_extract_of_abbreviated_tables_reads_each_field(
    rows: tuple[Row, ...], account: str, days: tuple[date, date], total: str, currency: str, readings: tuple[str, ...]
) -> None:
    bill = sound_bill(*rows)

    (usage,) = bill.usage_data
    assert (bill.account_number, bill.bill_date, bill.due_date) == (account, *days)
    assert (bill.total_charges, bill.charges_units) == (Decimal(total), currency)
    assert (usage.previous_reading, usage.current_reading, usage.usage) == tuple(map(Decimal, readings))


def test_extract_of_hungarian_bill_reads_whole_forints() -> None:
    bill = sound_bill(
        {40: "Hársmenti Áramszolgáltató Zrt.", -540: "Elszámoló számla"},
        {40: "Felhasználó azonosító száma", 250: "4471120", 330: "Számla sorszáma", 450: "881234567"},
        {40: "Számla kelte", 250: "2025.03.12.", 330: "Fizetési határidő", 450: "2025.03.27."},
        {40: "Elszámolt időszak", 250: "2025.02.01. - 2025.02.28."},
        {40: "Induló mérőállás", 250: "12 304", 330: "Záró mérőállás", 450: "12 519"},
        {40: "Elszámolt fogyasztás", 250: "215 kWh"},
        {40: "Energiadíj", 250: "215 kWh", 330: "13,385 Ft/kWh", -540: "2 878 Ft"},
        {40: "Elosztói forgalmi díj", 250: "215 kWh", 330: "12,100 Ft/kWh", -540: "2 602 Ft"},
        {40: "Elosztói alapdíj", -540: "120 Ft"},
        {40: "Nettó összesen", -540: "5 600 Ft"},
        {40: "Áfa 27%", -540: "1 512 Ft"},
        {40: "Fizetendő összeg", -540: "7 112 Ft"},
    )

    (usage,) = bill.usage_data
    assert (bill.bill_date, bill.due_date) == (date(2025, 3, 12), date(2025, 3, 27))
    assert (bill.total_charges, bill.tax_charges, bill.charges_units) == (Decimal(7112), Decimal(1512), "HUF")
    assert (usage.previous_reading, usage.usage, usage.end_date) == (Decimal(12304), Decimal(215), date(2025, 2, 28))


def test_extract_of_czech_settlement_has_a_credit_balance() -> None:
    bill = sound_bill(
        {40: "Vodovody a kanalizace Lhota a.s.", -540: "Faktura - daňový doklad č. 2025001234"},
        {40: "Číslo odběratele", 250: "30088123"},
        {40: "Datum vystavení", 250: "3.4.2025", 330: "Datum splatnosti", 450: "22.4.2025"},
        {40: "Fakturované období", 250: "2.1.2025 - 31.3.2025"},
        {40: "Počáteční stav", 250: "412", 330: "Konečný stav", 450: "431"},
        {40: "Spotřeba", 250: "19 m3"},
        {40: "Vodné", 250: "19 m3", 330: "58,20", -540: "1 105,80"},
        {40: "Stočné", 250: "19 m3", 330: "49,10", -540: "932,90"},
        {40: "Celkem bez DPH", -540: "2 038,70"},
        {40: "DPH 12 %", -540: "244,64"},
        {40: "Celkem s DPH", -540: "2 283,34"},
        {40: "Uhrazené zálohy", -540: "-2 400,00"},
        {40: "Přeplatek", -540: "-116,66 Kč"},
    )

    assert (bill.total_charges, bill.tax_charges, bill.charges_units) == (Decimal("-116.66"), Decimal("244.64"), "CZK")
    assert (bill.invoice_id, bill.after_previous_total_payment) == ("2025001234", Decimal("-2400.00"))


def test_extract_of_malay_bill_reads_account_readings_and_tax() -> None:
    bill = sound_bill(
        {40: "Tenaga Lembah Hijau Berhad", -540: "BIL ELEKTRIK"},
        {40: "No. Akaun", 180: "220145567801", 330: "No. Invois", 430: "78123001"},
        {40: "Tarikh Bil", 180: "14.03.2025", 330: "Sila Bayar Sebelum", 450: "13.04.2025"},
        {40: "Tempoh Bil", 180: "12.02.2025 - 13.03.2025"},
        {40: "No. Meter", 140: "Bacaan Terdahulu", 260: "Bacaan Semasa", -540: "Kegunaan (kWh)"},
        {40: "M4411820", 140: "30,410", 260: "30,812", -540: "402"},
        {40: "Baki Terdahulu", -540: "96.20"},
        {40: "Bayaran Terakhir", -540: "-96.20"},
        {40: "Caj Tenaga", 250: "402 kWh", 330: "0.2500", -540: "100.50"},
        {40: "Cukai Perkhidmatan (8%)", -540: "8.04"},
        {40: "Jumlah Perlu Dibayar", -540: "RM108.54"},
    )

    (usage,) = bill.usage_data
    assert (bill.account_number, bill.bill_date, bill.due_date) == (
        "220145567801",
        date(2025, 3, 14),
        date(2025, 4, 13),
    )
    assert (bill.total_charges, bill.tax_charges, bill.charges_units) == (Decimal("108.54"), Decimal("8.04"), "MYR")
    assert (usage.previous_reading, usage.current_reading, usage.usage) == (
        Decimal(30410),
        Decimal(30812),
        Decimal(402),
    )
    assert (usage.datasource_type, usage.usage_units) == (Commodity.ELECTRICITY, "kWh")


def test_extract_of_marathi_bill_reads_dates_and_readings() -> None:
    bill = sound_bill(
        {40: "Deccan Vidyut Vitaran Company Ltd.", -540: "वीज पुरवठा देयक"},
        {40: "ग्राहक क्रमांक: 041122334455", 250: "देयक दिनांक:", -540: "14-MAY-25"},
        {40: "देयक क्रमांक: 7001234567", 250: "देयक रक्कम रु:", -540: "1,310.00"},
        {40: "मिटर क्रमांक: 06507001122", 250: "देय दिनांक:", -540: "03-JUN-25"},
        {40: "मागील रिडिंग दिनांक: 11-APR-25", 250: "चालू रिडिंग दिनांक: 11-MAY-25"},
        {40: "चालू रिडिंग", 140: "मागील रिडिंग", 240: "गुणक अवयव", 340: "युनिट", -540: "एकूण"},
        {40: "5286", 140: "5136", 240: "1", 340: "150", -540: "150"},
        {40: "सुरक्षा ठेव जमा(रु): 900.00"},
        {40: "स्थिर आकार", -540: "130.00"},
        {40: "वीज आकार", -540: "1,100.00"},
        {40: "वीज शुल्क", -540: "80.00"},
        {40: "चालू वीज देयक(रु.)", -540: "1,310.00"},
        {40: "पूर्णांक देयक(रु.)", -540: "1,310.00"},
    )

    (usage,) = bill.usage_data
    assert (bill.account_number, bill.invoice_id) == ("041122334455", "7001234567")
    assert (bill.bill_date, bill.due_date) == (date(2025, 5, 14), date(2025, 6, 3))
    assert (bill.total_charges, bill.charges_units) == (Decimal(1310), "INR")
    assert (usage.start_date, usage.end_date) == (date(2025, 4, 11), date(2025, 5, 11))
    assert (usage.previous_reading, usage.current_reading, usage.usage) == (Decimal(5136), Decimal(5286), Decimal(150))


def test_extract_of_hindi_bill_reads_dates_and_readings() -> None:
    bill = sound_bill(
        {40: "Madhya Ghati Vidyut Vitaran Company Ltd", -540: "विद्युत बिल"},
        {40: "उपभोक्ता क्रमांक", 180: "N2203004411", 330: "बिल दिनांक", 450: "05-06-2025"},
        {40: "बिल क्रमांक", 180: "88001122", 330: "देय तिथि", 450: "20-06-2025"},
        {40: "पिछली रीडिंग दिनांक", 180: "01-05-2025", 330: "वर्तमान रीडिंग दिनांक", 450: "01-06-2025"},
        {40: "मीटर क्रमांक", 140: "पिछली रीडिंग", 240: "वर्तमान रीडिंग", 340: "गुणांक", -540: "कुल खपत"},
        {40: "90817263", 140: "1210", 240: "1330", 340: "1", -540: "120"},
        {40: "ऊर्जा प्रभार", -540: "600.00"},
        {40: "नियत प्रभार", -540: "150.00"},
        {40: "विद्युत शुल्क", -540: "60.00"},
        {40: "वर्तमान माह का बिल", -540: "810.00"},
        {40: "कुल देय राशि", -540: "810.00"},
        {40: "देय तिथि के बाद देय राशि", -540: "825.00"},
    )

    (usage,) = bill.usage_data
    assert (bill.account_number, bill.invoice_id) == ("N2203004411", "88001122")
    assert (bill.bill_date, bill.due_date) == (date(2025, 6, 5), date(2025, 6, 20))
    assert (bill.total_charges, bill.charges_units) == (Decimal(810), "INR")
    assert (usage.start_date, usage.end_date) == (date(2025, 5, 1), date(2025, 6, 1))
    assert (usage.previous_reading, usage.current_reading, usage.usage) == (Decimal(1210), Decimal(1330), Decimal(120))


REMINDERS = {
    "SE": ("Betalningspåminnelse", "Vi har inte fått din betalning.", "Med vänlig hälsning"),
    "DK": ("Rykkerskrivelse", "Vi har ikke modtaget din betaling.", "Med venlig hilsen"),
    "NO": ("Purring og inkassovarsel", "Vi har ikke mottatt din betaling.", "Med vennlig hilsen"),
    "FI": ("Maksumuistutus", "Emme ole saaneet suoritustanne.", "Ystävällisin terveisin"),
    "PL": ("Wezwanie do zapłaty", "Nie otrzymaliśmy płatności.", "Z poważaniem"),
    "CZ": ("Upomínka - výzva k úhradě", "Dosud jsme neobdrželi Vaši platbu.", "S pozdravem"),
    "SK": ("Upomienka - výzva na úhradu", "Doteraz sme nedostali Vašu platbu.", "S pozdravom"),
    "HU": ("Fizetési felszólítás", "Az Ön befizetése nem érkezett meg.", "Tisztelettel"),
    "RO": ("Notificare - somație", "Nu am primit plata dumneavoastră.", "Cu stimă"),
    "HR": ("Opomena pred ovrhu", "Nismo primili Vašu uplatu.", "S poštovanjem"),
    "SI": ("Opomin pred izvršbo", "Nismo prejeli vašega plačila.", "Lep pozdrav"),
    "TR": ("Borç bildirimi - ihtarname", "Ödemeniz bize ulaşmadı.", "Saygılarımızla"),
    "GR": ("Όχληση - ειδοποίηση οφειλής", "Δεν έχουμε λάβει την πληρωμή σας.", "Με εκτίμηση"),
    "AD": ("Requeriment de pagament", "No hem rebut el seu pagament.", "Atentament"),
}
"""By country: title, sentence and ending of a reminder."""


@pytest.mark.parametrize("country", FURTHER)
def test_extract_of_reminder_in_secondary_language_is_no_bill(country: str) -> None:
    title, complaint, greeting = REMINDERS[country]
    words = labels_in(in_the_open.PARTS.folder, COUNTRIES[country].language, country)
    letter = text_of_rows(
        {40: words["issuer_electricity"][0].format(town=words["towns"][0])},
        {40: title},
        {40: words["account"][0], 250: "4471120"},
        {40: complaint},
        {40: words["late_fee"][0], -540: "12,00"},
        {40: words["total_due"][0], -540: "412,00"},
        {40: words["due_date"][0], -540: "12.03.2025"},
        {40: greeting},
    )

    result = extract(letter)

    assert not result.bills
    assert (result.reason or "").startswith("reminder")
