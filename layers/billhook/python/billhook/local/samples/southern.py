"""Invented bills of the south: Spanish electricity, Italian gas, Indian electricity."""

from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, Commodity, Identifier, LineItem, Usage
from billhook.local.samples.check_digits import with_check_digits
from billhook.local.samples.page_canvas import A4, PageCanvas
from billhook.local.samples.sample_bill import (
    SampleBill,
    cents,
    continental,
    day_first,
    known,
    priced,
    sum_of,
    taxes_of,
)
from billhook.local.samples.seeded_random import SeededRandom

_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
TAX, FIXED, DEMAND = ChargeType.TAX, ChargeType.FIXED, ChargeType.DEMAND


def spanish(seed: int) -> SampleBill:
    """Electricity with power and energy terms, the electricity tax, the rent of the meter and VAT of 21 %."""
    random, sheet = SeededRandom(f"es-luz-{seed}"), PageCanvas(A4)
    truth = _spanish_truth(random)
    usage, issued = truth.usage_data[0], truth.bill_date or date.min
    meter, cups = usage.identifiers
    first, last = (day_first(day or date.min, "/") for day in (usage.start_date, usage.end_date))
    sheet.text(50, 60, truth.utility_name or "", 15, bold=True)
    sheet.text(350, 60, "FACTURA DE ELECTRICIDAD", 11, bold=True)
    month = _SPANISH.split()[issued.month - 1]
    facts = (
        ("Nº factura:", truth.invoice_id),
        ("Fecha de emisión:", f"{issued.day} de {month} de {issued.year}"),
        ("Periodo de facturación:", f"del {first} al {last}"),
        ("Fecha de cargo:", day_first(truth.due_date or date.min, "/")),
        ("Referencia del contrato:", truth.account_number),
        ("CUPS:", cups.value),
        ("Nº de contador:", meter.value),
    )
    for number, (label, value) in enumerate(facts):
        sheet.row(100 + 14 * number, {50: label, 200: value or ""})
    stands = (usage.previous_reading, usage.current_reading, usage.usage)
    sheet.row(230, {50: "Lectura anterior", 200: "Lectura actual", 350: "Consumo (kWh)"}, 8, bold=True)
    sheet.row(244, {x: continental(known(stand), 0) for x, stand in zip((50, 200, 350), stands, strict=True)})
    y = 290
    for item in truth.line_items:
        text = f" {continental(known(usage.usage), 0)} kWh x {continental(item.rate, 6)} €/kWh" if item.rate else ""
        sheet.row(y, {50: f"{item.description}{text}", -540: f"{continental(known(item.total_charge))} €"})
        y += 15
    total = f"{continental(known(truth.total_charges))} €"
    sheet.row(y + 10, {50: "TOTAL IMPORTE FACTURA", -540: total}, 11, bold=True)
    sheet.text(50, y + 50, "Su consumo medio diario en este periodo ha sido de 9,87 kWh.", 8)
    return SampleBill(sheet, truth)


def _spanish_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 3, 1), date(2025, 9, 30))
    start, issued = end - timedelta(days=random.number(28, 33)), end + timedelta(days=random.number(2, 7))
    before, used = Decimal(random.number(2_000, 30_000)), Decimal(random.number(120, 640))
    items = _spanish_items(random, used)
    cups = with_check_digits("CUPS", f"ES{random.digits(16)}{random.one_of(('KL', 'QX', 'TR'))}0F")
    name = f"{random.one_of(('Energía Sierra Alta', 'Luz del Levante', 'Eléctrica del Duero'))} S.A."
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(Identifier(type="METER", value=random.digits(9)), Identifier(type="CUPS", value=cups)),
        previous_reading=before,
        current_reading=before + used,
    )
    return Bill(
        pages=(1,),
        utility_name=name,
        account_number=random.digits(12),
        invoice_id=f"F{random.digits(9)}",
        bill_date=issued,
        due_date=issued + timedelta(days=8),
        charges_units="EUR",
        total_charges=sum_of(items),
        tax_charges=taxes_of(items),
        usage_data=(usage,),
        line_items=items,
    )


def _spanish_items(random: SeededRandom, used: Decimal) -> tuple[LineItem, ...]:
    power = LineItem(description="Potencia facturada", total_charge=random.amount(11, 24), charge_type=DEMAND)
    energy = priced("Energía consumida", used, "kWh", random.amount(11, 22, 4).scaleb(-2))
    special = cents(sum_of((power, energy)) * Decimal("0.0511"))
    levy = LineItem(description="Impuesto electricidad", total_charge=special, charge_type=TAX)
    rent = LineItem(description="Alquiler equipos de medida", total_charge=random.amount(0, 2), charge_type=FIXED)
    vat = cents(sum_of((power, energy, levy, rent)) * Decimal("0.21"))
    return power, energy, levy, rent, LineItem(description="IVA 21%", total_charge=vat, charge_type=TAX)


def italian(seed: int) -> SampleBill:
    """Gas in standard cubic metres: a box of totals above, the detail below, VAT of 22 %."""
    random, sheet = SeededRandom(f"it-gas-{seed}"), PageCanvas(A4)
    truth = _italian_truth(random)
    usage, total = truth.usage_data[0], continental(known(truth.total_charges))
    pdr, meter = usage.identifiers
    issued, due, first, last = (
        day_first(day or date.min) for day in (truth.bill_date, truth.due_date, usage.start_date, usage.end_date)
    )
    sheet.text(50, 55, truth.utility_name or "", 16, bold=True)
    sheet.text(50, 72, "Bolletta per la fornitura di gas naturale", 10)
    sheet.row(100, {50: "Codice cliente", 180: "Numero fattura", 310: "Data emissione", 430: "Scadenza"}, 8)
    codes = {50: truth.account_number or "", 180: truth.invoice_id or ""}
    sheet.row(113, {**codes, 310: issued, 430: due}, 10, bold=True)
    sheet.row(140, {50: "Totale da pagare", -545: f"€ {total}"}, 14, bold=True)
    sheet.row(165, {50: f"Periodo di fatturazione dal {first} al {last}"})
    sheet.row(180, {50: f"PDR: {pdr.value}", 300: f"Matricola contatore: {meter.value}"})
    sheet.row(215, {50: "Lettura precedente", 190: "Lettura attuale", 330: "Consumo Smc"}, 8, bold=True)
    used = known(usage.usage)
    stands = (usage.previous_reading, usage.current_reading, used)
    sheet.row(229, {x: continental(known(stand), 0) for x, stand in zip((50, 190, 330), stands, strict=True)})
    sheet.row(245, {50: "Consumo annuo aggiornato", 330: f"{continental(used * 6 + 11, 0)} Smc"}, 8)
    y = 290
    for item in truth.line_items:
        cells = {50: item.description or "", -545: f"{continental(known(item.total_charge))}"}
        if item.rate:
            cells |= {-330: f"{continental(used, 0)} Smc", -430: f"{continental(item.rate, 6)}"}
        sheet.row(y, cells)
        y += 15
    sheet.row(y + 6, {50: "Totale bolletta", -545: total}, bold=True)
    return SampleBill(sheet, truth)


def _italian_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 3, 1), date(2025, 9, 30))
    start, issued = end - timedelta(days=random.number(58, 62)), end + timedelta(days=random.number(4, 12))
    before, used = Decimal(random.number(1_000, 9_000)), Decimal(random.number(40, 460))
    matter = priced("Spesa per la materia gas", used, "Smc", random.amount(40, 95, 4).scaleb(-2))
    grid = LineItem(
        description="Trasporto e gestione del contatore",
        total_charge=random.amount(15, 40),
        charge_type=ChargeType.CONSUMPTION,
    )
    excise = LineItem(description="Accisa", total_charge=cents(used * Decimal("0.186")), charge_type=TAX)
    vat = cents(sum_of((matter, grid, excise)) * Decimal("0.22"))
    items = (matter, grid, excise, LineItem(description="IVA 22%", total_charge=vat, charge_type=TAX))
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="Smc",
        datasource_type=Commodity.GAS,
        identifiers=(Identifier(type="PDR", value=random.digits(14)), Identifier(type="METER", value=random.digits(8))),
        previous_reading=before,
        current_reading=before + used,
    )
    return Bill(
        pages=(1,),
        utility_name=f"{random.one_of(('Gas Valdarno', 'Servizi Energia Brianza', 'Metano Riviera'))} S.p.A.",
        account_number=random.digits(10),
        invoice_id=random.digits(9),
        bill_date=issued,
        due_date=issued + timedelta(days=20),
        charges_units="EUR",
        total_charges=sum_of(items),
        tax_charges=taxes_of(items),
        usage_data=(usage,),
        line_items=items,
    )


def indian(seed: int) -> SampleBill:
    """Electricity with arrears, Indian grouping and a multiplying factor."""
    random, sheet = SeededRandom(f"in-electric-{seed}"), PageCanvas(A4)
    truth = _indian_truth(random)
    usage = truth.usage_data[0]
    issued, due, first, last = (
        f"{day or date.min:%d-%m-%Y}" for day in (truth.bill_date, truth.due_date, usage.start_date, usage.end_date)
    )
    sheet.text(60, 50, truth.utility_name or "", 13, bold=True)
    sheet.text(60, 64, f"ELECTRICITY BILL FOR THE MONTH OF {usage.end_date or date.min:%b-%Y}".upper(), 9)
    facts = (
        ("Consumer No.", truth.account_number, "Bill No.", truth.invoice_id),
        ("Bill Date", issued, "Due Date", due),
        ("Meter No.", usage.identifiers[0].value, "Multiplying Factor", str(usage.multiplier)),
        ("Billing Period", f"{first} to {last}", "GSTIN", f"27AAAC{random.digits(4)}"),
    )
    for number, (left, left_value, right, right_value) in enumerate(facts):
        sheet.row(95 + 15 * number, {60: left, 160: left_value or "", 330: right, 440: right_value or ""})
    stands = (usage.previous_reading, usage.current_reading, usage.multiplier, usage.usage)
    sheet.row(180, {60: "Previous Reading", 170: "Current Reading", 280: "MF", 340: "Consumption (kWh)"}, 8, bold=True)
    sheet.row(194, {x: str(stand) for x, stand in zip((60, 170, 280, 340), stands, strict=True)})
    y = 230
    for item in truth.line_items:
        text = f"{item.description} {item.quantity} kWh @ Rs. {item.rate}" if item.rate else item.description
        sheet.row(y, {60: text or "", -530: _lakh(known(item.total_charge))})
        y += 14
    total, arrears = known(truth.total_charges), known(truth.previous_close_balance)
    sheet.row(y + 8, {60: "Current Bill", -530: _lakh(total - arrears)})
    sheet.row(y + 23, {60: "Arrears", -530: _lakh(arrears)})
    sheet.row(y + 38, {60: "Total Amount Payable", -530: f"₹ {_lakh(total)}"}, bold=True)
    sheet.row(y + 60, {60: "Amount payable after due date", -530: _lakh(cents(total * Decimal("1.0125")))})
    return SampleBill(sheet, truth)


def _indian_truth(random: SeededRandom) -> Bill:
    end = random.day(date(2023, 2, 1), date(2025, 9, 20))
    start, issued = end - timedelta(days=random.number(29, 31)), end + timedelta(days=random.number(1, 3))
    factor, units = Decimal(random.one_of((10, 20, 40))), Decimal(random.number(900, 4_000))
    before, used = Decimal(random.number(10_000, 90_000)), units * factor
    energy = priced("Energy charges", used, "kWh", random.amount(6, 9))
    fixed = LineItem(description="Fixed charges", total_charge=random.amount(900, 4_500), charge_type=FIXED)
    levied = cents(known(energy.total_charge) * Decimal("0.05"))
    items = (fixed, energy, LineItem(description="Electricity duty 5%", total_charge=levied, charge_type=TAX))
    arrears = random.amount(1_000, 90_000)
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(Identifier(type="METER", value=f"{random.one_of(('LT', 'HX'))}{random.digits(7)}"),),
        previous_reading=before,
        current_reading=before + units,
        multiplier=factor,
    )
    return Bill(
        pages=(1,),
        utility_name=f"{random.one_of(('Narmada', 'Deccan', 'Konkan'))} State Electricity Distribution Company Limited",
        account_number=random.digits(12),
        invoice_id=random.digits(11),
        bill_date=issued,
        due_date=issued + timedelta(days=15),
        charges_units="INR",
        total_charges=sum_of(items) + arrears,
        previous_close_balance=arrears,
        tax_charges=levied,
        usage_data=(usage,),
        line_items=items,
    )


def _lakh(amount: Decimal) -> str:
    """``12,34,567.00``: thousands, then pairs."""
    whole, fraction = f"{amount:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) + f".{fraction}"
