"""An invented British bill for two fuels: gas by volume and calorific value, each fuel with its own VAT."""

from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, Commodity, Identifier, LineItem, Usage
from billhook.local.samples.check_digits import with_check_digits
from billhook.local.samples.page_canvas import A4, PageCanvas
from billhook.local.samples.sample_bill import SampleBill, cents, known, priced, sum_of, taxes_of
from billhook.local.samples.seeded_random import SeededRandom

VAT = Decimal("0.05")


def dual_fuel(seed: int) -> SampleBill:
    """A summary on page one; on page two a table and a short account for each fuel."""
    random, sheet = SeededRandom(f"gb-dual-{seed}"), PageCanvas(A4)
    end = random.day(date(2023, 2, 1), date(2025, 9, 30))
    start, issued = end - timedelta(days=random.number(29, 92)), end + timedelta(days=random.number(1, 5))
    power, gas = _power(random, start, end), _gas(random, start, end)
    previous = random.amount(50, 300)
    total = sum_of(power[1] + gas[1])
    name = f"{random.one_of(('Pennine', 'Solent', 'Border'))} Energy Supply Ltd"
    account, invoice = f"8{random.digits(8)}", random.digits(10)
    due = issued + timedelta(days=14)
    sheet.text(50, 60, name, 16, bold=True)
    sheet.row(100, {380: "Account number", -545: account})
    sheet.row(114, {380: "Invoice number", -545: invoice})
    sheet.row(128, {380: "Invoice date", -545: f"{issued.day} {issued:%B %Y}"})
    sheet.text(50, 170, f"Your energy bill for {start.day} {start:%B %Y} - {end.day} {end:%B %Y}", 12, bold=True)
    lines = (
        ("Your last bill", previous),
        ("What you've paid", -previous),
        ("Electricity", sum_of(power[1])),
        ("Gas", sum_of(gas[1])),
        ("Total to pay", total),
    )
    for number, (label, amount) in enumerate(lines):
        printed = f"£{abs(amount):,.2f}" if amount >= 0 else f"£{abs(amount):,.2f} CR"
        sheet.row(200 + 16 * number, {50: label, -330: printed}, bold=number == len(lines) - 1)
    sheet.text(50, 300, f"We'll take this by Direct Debit on or after {due.day} {due:%B %Y}", 9)
    sheet.row(330, {50: "Payment due by", 200: f"{due.day} {due:%b %Y}"})
    sheet.turn()
    y = _fuel(sheet, 60, "Electricity", power)
    _fuel(sheet, y + 40, "Gas", gas)
    truth = Bill(
        pages=(1, 2),
        utility_name=name,
        account_number=account,
        invoice_id=invoice,
        bill_date=issued,
        due_date=due,
        charges_units="GBP",
        total_charges=total,
        previous_close_balance=previous,
        after_previous_total_payment=-previous,
        tax_charges=taxes_of(power[1] + gas[1]),
        usage_data=(power[0], gas[0]),
        line_items=power[1] + gas[1],
    )
    return SampleBill(sheet, truth)


Fuel = tuple[Usage, tuple[LineItem, ...], str]
"""Usage, charges (the last item is VAT), and the conversion of volume to energy."""


def _days(start: date, end: date) -> Decimal:
    return Decimal((end - start).days)


def _power(random: SeededRandom, start: date, end: date) -> Fuel:
    before, used = Decimal(random.number(1_000, 80_000)), Decimal(random.number(180, 1_400))
    meter = Identifier(type="METER", value=f"L{random.digits(2)}C{random.digits(6)}")
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(meter, Identifier(type="MPAN", value=with_check_digits("MPAN", random.digits(13)))),
        previous_reading=before,
        current_reading=before + used,
    )
    return usage, _items(used, random.amount(20, 31, 3), _days(start, end), random.amount(40, 62, 2)), ""


def _gas(random: SeededRandom, start: date, end: date) -> Fuel:
    before, volume = Decimal(random.number(1_000, 9_000)), Decimal(random.number(20, 240))
    calorific = random.amount(38, 40, 1)
    used = (volume * Decimal("1.02264") * calorific / Decimal("3.6")).quantize(Decimal("0.01"))
    meter = Identifier(type="METER", value=f"G4{random.digits(7)}")
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.GAS,
        identifiers=(meter, Identifier(type="MPRN", value=with_check_digits("MPRN", random.digits(10)))),
        previous_reading=before,
        current_reading=before + volume,
    )
    how = f"{volume} m³ x 1.02264 x calorific value {calorific} / 3.6 = {used:,} kWh"
    return usage, _items(used, random.amount(5, 8, 3), _days(start, end), random.amount(25, 33, 2)), how


def _items(used: Decimal, pence: Decimal, days: Decimal, standing: Decimal) -> tuple[LineItem, ...]:
    energy = priced("Energy used", used, "kWh", pence / 100)
    fixed = priced("Standing charge", days, "days", standing / 100, ChargeType.FIXED)
    tax = cents(sum_of((energy, fixed)) * VAT)
    return energy, fixed, LineItem(description="VAT @ 5%", total_charge=tax, charge_type=ChargeType.TAX)


def _fuel(sheet: PageCanvas, y: float, name: str, fuel: Fuel) -> float:
    usage, items, how = fuel
    sheet.text(50, y, name, 13, bold=True)
    meter, point = usage.identifiers
    sheet.row(y + 18, {50: f"{point.type}: {point.value}", 250: f"Meter serial number: {meter.value}"})
    unit = "m³" if how else "kWh"
    before, after = known(usage.previous_reading), known(usage.current_reading)
    sheet.row(y + 40, {50: "Opening reading", 170: "Closing reading", 300: f"Used ({unit})"}, 8, bold=True)
    sheet.row(y + 53, {50: f"{before:,}", 170: f"{after:,}", 300: f"{after - before:,}"})
    if how:
        sheet.text(50, y + 69, how, 8)
    y += 90
    for item in items:
        price = ""
        if item.rate and item.quantity:
            price = f": {item.quantity:,} {item.quantity_units} at {item.rate * 100:f}p"
        sheet.row(y, {50: f"{item.description}{price}", -400: f"£{known(item.total_charge):,.2f}"})
        y += 14
    sheet.row(y + 4, {50: f"Total {name.lower()}", -400: f"£{sum_of(items):,.2f}"}, bold=True)
    return y
