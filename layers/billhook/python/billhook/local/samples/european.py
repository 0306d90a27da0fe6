"""Two invented European bills: a German yearly electricity bill and a French gas bill."""

from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, Commodity, Identifier, LineItem, Usage
from billhook.local.samples.page_canvas import A4, PageCanvas
from billhook.local.samples.sample_bill import SampleBill, cents, continental, day_first, known, priced, sum_of
from billhook.local.samples.seeded_random import SeededRandom

TEST_ACCOUNT = "DE89370400440532013000"
_FRENCH_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


def german(seed: int) -> SampleBill:
    """A yearly electricity bill: instalments paid set against the gross amount, VAT of 19 %."""
    random, sheet = SeededRandom(f"de-strom-{seed}"), PageCanvas(A4)
    truth = _german_truth(random)
    usage, net = truth.usage_data[0], known(truth.current_charges)
    tax, paid = known(truth.tax_charges), known(truth.after_previous_total_payment)
    town = (truth.utility_name or "").split()[1]
    sheet.text(50, 60, truth.utility_name or "", 15, bold=True)
    sheet.text(50, 74, f"Bahnhofstraße {random.number(1, 80)} · {random.digits(5)} {town}", 8)
    facts: tuple[tuple[str, str | None], ...] = (
        ("Kundennummer:", truth.account_number),
        ("Rechnungsnummer:", truth.invoice_id),
        ("Rechnungsdatum:", day_first(truth.bill_date or date.min)),
        ("Zählernummer:", usage.identifiers[0].value),
    )
    for number, (label, value) in enumerate(facts):
        sheet.row(110 + 13 * number, {350: label, -545: value or ""})
    sheet.text(50, 200, "Ihre Stromrechnung", 14, bold=True)
    period = f"{day_first(usage.start_date or date.min)} bis {day_first(usage.end_date or date.min)}"
    sheet.text(50, 220, f"Abrechnungszeitraum: {period}", 10)
    sheet.row(250, {50: "Zählerstand alt", 180: "Zählerstand neu", 310: "Verbrauch in kWh"}, 8)
    stands = (usage.previous_reading, usage.current_reading, usage.usage)
    sheet.row(264, {x: continental(known(stand), 0) for x, stand in zip((50, 180, 310), stands, strict=True)})
    y = 300
    sheet.row(y, {50: "Position", 230: "Menge", 330: "Preis", -545: "Betrag in EUR"}, 8, bold=True)
    for item in truth.line_items:
        y += 14
        amount = continental(known(item.total_charge))
        if item.quantity and item.rate:
            quantity = f"{continental(item.quantity, 0)} {item.quantity_units}"
            price = f"{continental(item.rate * 100, 2)} ct/kWh"
            sheet.row(y, {50: item.description or "", 230: quantity, 330: price, -545: amount})
        elif item.charge_type != ChargeType.TAX:
            sheet.row(y, {50: item.description or "", -545: amount})
    lines = (
        ("Nettobetrag", net),
        ("Umsatzsteuer 19 %", tax),
        ("Bruttobetrag", net + tax),
        ("Abzüglich geleisteter Abschläge", paid),
        ("Zu zahlender Betrag", known(truth.total_charges)),
    )
    for number, (label, owed) in enumerate(lines):
        sheet.row(y + 10 + 15 * number, {50: label, -545: f"{continental(owed)} €"}, bold=number == len(lines) - 1)
    due = day_first(truth.due_date or date.min)
    sheet.text(50, y + 110, f"Bitte überweisen Sie den Betrag bis zum {due} unter Angabe Ihrer Kundennummer.", 9)
    sheet.code(50, y + 140, 110, _payment_code(truth))
    sheet.text(50, y + 124, f"Ihr neuer monatlicher Abschlag beträgt {continental(cents((net + tax) / 11))} €.", 9)
    return SampleBill(sheet, truth)


def _payment_code(truth: Bill) -> str:
    """An EPC payment code of the total, to a published test account."""
    name, total = truth.utility_name, known(truth.total_charges)
    return f"BCD\n002\n1\nSCT\n\n{name}\n{TEST_ACCOUNT}\nEUR{total}\n\n\n{truth.invoice_id}"


def _german_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 3, 1), date(2025, 6, 30))
    start, issued = end - timedelta(days=364), end + timedelta(days=random.number(9, 25))
    used, before = Decimal(random.number(1600, 5200)), Decimal(random.number(8_000, 60_000))
    rate = random.amount(24, 33).scaleb(-2)
    energy = priced("Arbeitspreis", used, "kWh", rate)
    base = LineItem(description="Grundpreis", total_charge=random.amount(90, 180), charge_type=ChargeType.FIXED)
    net = sum_of((energy, base))
    tax = cents(net * Decimal("0.19"))
    paid = -Decimal(11 * (int(net + tax) // 12))
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(Identifier(type="METER", value=f"1 ESY {random.digits(10)}"),),
        previous_reading=before,
        current_reading=before + used,
    )
    return Bill(
        pages=(1,),
        utility_name=f"Stadtwerke {random.one_of(('Erlenbach', 'Ostfurt', 'Lindenau', 'Wiesental'))} GmbH",
        account_number=random.digits(9),
        invoice_id=f"RE-{random.digits(8)}",
        bill_date=issued,
        due_date=issued + timedelta(days=14),
        charges_units="EUR",
        total_charges=net + tax + paid,
        after_previous_total_payment=paid,
        current_charges=net,
        tax_charges=tax,
        usage_data=(usage,),
        line_items=(
            energy,
            base,
            LineItem(description="Umsatzsteuer 19 %", total_charge=tax, charge_type=ChargeType.TAX),
        ),
    )


def french(seed: int) -> SampleBill:
    """A two-month gas bill: textual dates, thousands by a space, VAT at two rates."""
    random, sheet = SeededRandom(f"fr-gaz-{seed}"), PageCanvas(A4)
    truth = _french_truth(random)
    usage = truth.usage_data[0]
    sheet.text(50, 60, truth.utility_name or "", 16, bold=True)
    sheet.text(330, 60, f"Facture n° {truth.invoice_id}", 11, bold=True)
    sheet.text(330, 76, f"du {_french_date(truth.bill_date)}", 10)
    sheet.row(110, {50: "Votre référence client :", 180: truth.account_number or ""})
    sheet.row(124, {50: "Point de comptage (PCE) :", 180: usage.identifiers[0].value})
    sheet.text(50, 170, "Votre facture de gaz naturel", 13, bold=True)
    first, last = (day_first(day or date.min, "/") for day in (usage.start_date, usage.end_date))
    sheet.text(50, 188, f"Période du {first} au {last}", 10)
    heads = {50: "Désignation", -300: "Quantité", -400: "Prix unitaire HT", -545: "Montant HT (€)"}
    sheet.row(220, heads, 8, bold=True)
    y = 220
    for item in (item for item in truth.line_items if item.charge_type != ChargeType.TAX):
        y += 14
        cells = {50: item.description or "", -545: continental(known(item.total_charge), thousands=" ")}
        if item.quantity and item.rate:
            cells |= {-300: f"{continental(item.quantity, 0, chr(0xA0))} kWh", -400: f"{continental(item.rate, 5)} €"}
        sheet.row(y, cells)
    net, tax = known(truth.current_charges), known(truth.tax_charges)
    taxes = [item for item in truth.line_items if item.charge_type == ChargeType.TAX]
    lines = [
        ("Total hors TVA", net),
        *((item.description or "", known(item.total_charge)) for item in taxes),
        ("Total TTC", net + tax),
        ("Montant à payer", known(truth.total_charges)),
    ]
    for number, (label, amount) in enumerate(lines):
        printed = f"{continental(amount, thousands=chr(0xA0))} €"
        sheet.row(y + 16 + 14 * number, {50: label, -545: printed}, bold=number == len(lines) - 1)
    sheet.text(50, y + 110, f"À régler avant le {_french_date(truth.due_date)}", 11, bold=True)
    sheet.text(50, y + 130, f"Relevé de votre compteur le {last}", 8)
    return SampleBill(sheet, truth)


def _french_date(day: date | None) -> str:
    return f"{day.day} {_FRENCH_MONTHS[day.month - 1]} {day.year}" if day else ""


def _french_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 3, 1), date(2025, 9, 30))
    issued = end + timedelta(days=random.number(2, 8))
    used = Decimal(random.number(700, 9800))
    rate = random.amount(6, 9, 3).scaleb(-2)
    fixed = LineItem(description="Abonnement", total_charge=random.amount(18, 48), charge_type=ChargeType.FIXED)
    energy = priced("Consommation", used, "kWh", rate)
    low = cents(known(fixed.total_charge) * Decimal("0.055"))
    high = cents(known(energy.total_charge) * Decimal("0.2"))
    net = sum_of((fixed, energy))
    taxes = (("TVA à 5,50 %", low), ("TVA à 20,00 %", high))
    usage = Usage(
        start_date=end - timedelta(days=random.number(58, 62)),
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.GAS,
        identifiers=(Identifier(type="PCE", value=random.digits(14)),),
    )
    return Bill(
        pages=(1,),
        utility_name=f"{random.one_of(('Gaz des Monts', 'Énergie du Littoral', 'Gaz de la Vallée'))}",
        account_number=f"{random.digits(3)} {random.digits(3)} {random.digits(3)}",
        invoice_id=random.digits(11),
        bill_date=issued,
        due_date=issued + timedelta(days=15),
        charges_units="EUR",
        total_charges=net + low + high,
        current_charges=net,
        tax_charges=low + high,
        usage_data=(usage,),
        line_items=(
            fixed,
            energy,
            *(LineItem(description=name, total_charge=amount, charge_type=ChargeType.TAX) for name, amount in taxes),
        ),
    )
