"""Two invented American bills: electricity on two pages, and municipal water on one."""

from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, Commodity, Identifier, LineItem, Usage
from billhook.local.samples.page_canvas import LETTER, PageCanvas
from billhook.local.samples.sample_bill import SampleBill, cents, known, priced, sum_of, taxes_of, us_date, us_money
from billhook.local.samples.seeded_random import SeededRandom

_TOWNS = ("Cedar Falls", "Juniper", "Maple Bluff", "Stillwater", "Pine Harbor", "Copper Ridge")
_KINDS = ("Power & Light", "Electric Cooperative", "Energy Company")
_STREETS = ("Orchard Lane", "Mill Street", "Prospect Avenue", "Quarry Road")


def electric(seed: int) -> SampleBill:
    """A two-page electricity bill: summary boxes, balances, a meter table, charges with rates, and a stub."""
    random, sheet = SeededRandom(f"us-electric-{seed}"), PageCanvas(LETTER)
    truth = _electric_truth(random)
    _electric_front(sheet, random, truth)
    sheet.turn()
    _electric_detail(sheet, truth)
    return SampleBill(sheet, truth)


def _electric_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 1, 10), date(2025, 10, 20))
    start, issued = end - timedelta(days=random.number(28, 33)), end + timedelta(days=random.number(1, 4))
    previous_reading, used = Decimal(random.number(10_000, 80_000)), Decimal(random.number(210, 1890))
    items = _electric_items(random, used)
    taxes = taxes_of(items)
    charges = sum_of(items) - taxes
    previous = random.amount(60, 240)
    paid = -previous if random.number(0, 2) else -cents(previous / 2)
    meter = Identifier(type="METER", value=random.digits(8))
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(meter,),
        previous_reading=previous_reading,
        current_reading=previous_reading + used,
        multiplier=Decimal(1),
    )
    return Bill(
        pages=(1, 2),
        utility_name=f"{random.one_of(_TOWNS)} {random.one_of(_KINDS)}",
        account_number=f"{random.digits(5)}-{random.digits(5)}",
        bill_date=issued,
        due_date=issued + timedelta(days=random.number(18, 24)),
        charges_units="USD",
        total_charges=previous + paid + charges + taxes,
        previous_close_balance=previous,
        after_previous_total_payment=paid,
        current_open_balance=previous + paid,
        current_charges=charges,
        tax_charges=taxes,
        usage_data=(usage,),
        line_items=items,
    )


def _electric_items(random: SeededRandom, used: Decimal) -> tuple[LineItem, ...]:
    energy, fuel, wires = (random.amount(low, high, 6).scaleb(-2) for low, high in ((5, 9), (2, 4), (3, 5)))
    rates = (("Energy charge", energy), ("Fuel adjustment", fuel), ("Distribution charge", wires))
    used_items = [priced(name, used, "kWh", rate) for name, rate in rates]
    fixed = LineItem(
        description="Basic customer charge", total_charge=random.amount(9, 16), charge_type=ChargeType.FIXED
    )
    tax = cents(sum_of((fixed, *used_items)) * Decimal("0.0625"))
    return (
        fixed,
        *used_items,
        LineItem(description="State sales tax (6.25%)", total_charge=tax, charge_type=ChargeType.TAX),
    )


def _electric_front(sheet: PageCanvas, random: SeededRandom, bill: Bill) -> None:
    due, total = us_date(bill.due_date or date.min), us_money(known(bill.total_charges))
    sheet.text(40, 52, bill.utility_name or "", 17, bold=True)
    sheet.text(40, 68, "Customer service 1-800-555-0142 · 7 am to 7 pm", 8)
    sheet.row(110, {40: "Account number", 190: "Bill date", 320: "Due date", -572: "Amount due"}, 8)
    printed = {40: bill.account_number or "", 190: us_date(bill.bill_date or date.min), 320: due, -572: total}
    sheet.row(124, printed, 11, bold=True)
    sheet.rule(40, 132, 572, 132)
    sheet.text(40, 156, "Service address", 8)
    sheet.text(40, 168, f"{random.number(12, 990)} {random.one_of(_STREETS)}", 9)
    sheet.text(40, 210, "Account summary", 12, bold=True)
    lines = (
        ("Previous balance", bill.previous_close_balance),
        ("Payments received - thank you", bill.after_previous_total_payment),
        ("Balance forward", bill.current_open_balance),
        ("Current electric charges", bill.current_charges),
        ("Taxes", bill.tax_charges),
        ("Total amount due", bill.total_charges),
    )
    for number, (label, amount) in enumerate(lines):
        cells = {40: label, -330: us_money(known(amount))}
        sheet.row(232 + 15 * number, cells, 9.5, bold=number == len(lines) - 1)
    used = known(bill.usage_data[0].usage)
    sheet.text(370, 210, "How you used energy", 12, bold=True)
    sheet.row(232, {370: "Average daily use", -572: f"{used / 30:.1f} kWh"})
    sheet.row(247, {370: "Same month last year", -572: f"{used + random.number(20, 90)} kWh"})
    late = us_money(cents(known(bill.total_charges) * Decimal("1.015")))
    sheet.text(40, 380, f"A late charge applies after {due}; the amount due after that date is {late}.", 8)
    sheet.rule(40, 640, 572, 640)
    sheet.text(40, 660, "Please return this portion with your payment", 8)
    sheet.row(684, {40: "Account number", 300: bill.account_number or ""})
    sheet.row(700, {40: f"Please pay by {due}", 300: "Total amount due", -572: total}, bold=True)
    sheet.text(40, 730, f"Make checks payable to {bill.utility_name}", 8)


def _electric_detail(sheet: PageCanvas, bill: Bill) -> None:
    usage = bill.usage_data[0]
    start, end = usage.start_date or date.min, usage.end_date or date.min
    sheet.text(40, 50, "Meter information", 12, bold=True)
    heads = ("Meter number", "From", "To", "Days", "Previous", "Current", "Multiplier", "kWh used")
    values = (
        usage.identifiers[0].value,
        f"{start:%m/%d/%Y}",
        f"{end:%m/%d/%Y}",
        str((end - start).days),
        f"{usage.previous_reading:,}",
        f"{usage.current_reading:,}",
        str(usage.multiplier),
        f"{usage.usage:,}",
    )
    places = (40, 118, 180, -258, -330, -400, -470, -572)
    sheet.row(70, dict(zip(places, heads, strict=True)), 8)
    sheet.rule(40, 74, 572, 74)
    sheet.row(86, dict(zip(places, values, strict=True)))
    sheet.text(40, 130, "Details of your charges", 12, bold=True)
    y = 150
    for item in bill.line_items:
        text = f"{item.description} {item.quantity:,} kWh x ${item.rate}" if item.quantity else str(item.description)
        sheet.row(y, {40: text, -420: us_money(known(item.total_charge))})
        y += 14
    total = known(bill.current_charges) + known(bill.tax_charges)
    sheet.row(y + 4, {40: "Total current charges", -420: us_money(total)}, bold=True)
    sheet.text(40, y + 60, f"Your next meter reading is about {us_date(end + timedelta(days=30))}.", 8)
    sheet.text(40, y + 76, f"Questions? Write to help@{_domain(bill)} or visit www.{_domain(bill)}", 8)


def _domain(bill: Bill) -> str:
    return "".join(letter for letter in (bill.utility_name or "").lower() if letter.isalpha()) + ".example"


def water(seed: int) -> SampleBill:
    """A one-page municipal water bill: one table of services, readings in units of a thousand gallons."""
    random, sheet = SeededRandom(f"us-water-{seed}"), PageCanvas(LETTER)
    truth = _water_truth(random)
    usage = truth.usage_data[0]
    sheet.text(306 - 70, 46, truth.utility_name or "", 13, bold=True)
    sheet.text(306 - 70, 60, "UTILITY BILLING DEPARTMENT", 8)
    facts: tuple[tuple[str, str | None], ...] = (
        ("ACCOUNT NO.", truth.account_number),
        ("STATEMENT DATE", f"{truth.bill_date:%m/%d/%y}"),
        ("SERVICE PERIOD", f"{usage.start_date:%m/%d/%y} - {usage.end_date:%m/%d/%y}"),
        ("METER NO.", usage.identifiers[0].value),
    )
    for number, (label, value) in enumerate(facts):
        sheet.row(100 + 14 * number, {330: label, 440: value or ""})
    heads = {40: "SERVICE", -300: "PREVIOUS", -370: "PRESENT", -440: "USAGE (KGAL)", -560: "CHARGE"}
    sheet.row(200, heads, 8, bold=True)
    readings = {-300: str(usage.previous_reading), -370: str(usage.current_reading), -440: str(usage.usage)}
    for number, item in enumerate(truth.line_items):
        cells = readings if number == 0 else {}
        sheet.row(218 + 14 * number, {40: item.description or "", **cells, -560: f"{item.total_charge}"})
    y = 218 + 14 * len(truth.line_items) + 14
    for label, amount in (
        ("PRIOR BALANCE", truth.previous_close_balance),
        ("PAYMENTS", truth.after_previous_total_payment),
        ("CURRENT CHARGES", truth.current_charges),
        ("TOTAL DUE", truth.total_charges),
    ):
        sheet.row(y, {330: label, -560: f"{amount}"}, bold=label == "TOTAL DUE")
        y += 14
    sheet.row(y + 10, {330: "DUE DATE", -560: f"{truth.due_date:%m/%d/%y}"}, bold=True)
    sheet.text(40, y + 60, "One unit is 1,000 gallons. A penalty of 10% is added after the due date.", 8)
    return SampleBill(sheet, truth)


def _water_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 2, 1), date(2025, 9, 28))
    issued = end + timedelta(days=random.number(2, 6))
    before, used = Decimal(random.number(100, 900)), Decimal(random.number(2, 19))
    charges = (
        ("Water", random.amount(18, 60)),
        ("Sewer", random.amount(20, 70)),
        ("Storm drainage", random.amount(4, 9)),
    )
    current = sum((amount for _, amount in charges), Decimal(0))
    previous = random.amount(40, 120)
    usage = Usage(
        start_date=end - timedelta(days=random.number(28, 32)),
        end_date=end,
        usage=used,
        usage_units="kgal",
        datasource_type=Commodity.WATER,
        identifiers=(Identifier(type="METER", value=random.digits(7)),),
        previous_reading=before,
        current_reading=before + used,
    )
    return Bill(
        pages=(1,),
        utility_name=f"CITY OF {random.one_of(_TOWNS).upper()}",
        account_number=f"{random.digits(3)}-{random.digits(5)}-{random.digits(2)}",
        bill_date=issued,
        due_date=issued + timedelta(days=20),
        charges_units="USD",
        total_charges=current,
        previous_close_balance=previous,
        after_previous_total_payment=-previous,
        current_charges=current,
        usage_data=(usage,),
        line_items=tuple(
            LineItem(description=name, total_charge=amount, charge_type=ChargeType.CONSUMPTION)
            for name, amount in charges
        ),
    )
