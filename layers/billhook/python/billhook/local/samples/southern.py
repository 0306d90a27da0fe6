"""Invented bills of the south: Spanish electricity, Italian gas, Indian electricity."""

from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, Commodity, Identifier, LineItem, Usage
from billhook.local.samples.dice import Dice
from billhook.local.samples.paper import A4, Sheet
from billhook.local.samples.written import Written, cents, continental, day_first, known

_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
TAX, FIXED, DEMAND = ChargeType.TAX, ChargeType.FIXED, ChargeType.DEMAND


def _priced(name: str, quantity: Decimal, unit: str, rate: Decimal) -> LineItem:
    return LineItem(
        description=name,
        quantity=quantity,
        quantity_units=unit,
        rate=rate,
        total_charge=cents(quantity * rate),
        charge_type=ChargeType.CONSUMPTION,
    )


def _sum(items: tuple[LineItem, ...]) -> Decimal:
    return sum((known(item.total_charge) for item in items), Decimal(0))


def spanish(seed: int) -> Written:
    """Electricity with power and energy terms, the electricity tax, the rent of the meter and VAT of 21 %."""
    dice, sheet = Dice(f"es-luz-{seed}"), Sheet(A4)
    end = dice.day(date(2023, 3, 1), date(2025, 9, 30))
    start, issued = end - timedelta(days=dice.number(28, 33)), end + timedelta(days=dice.number(2, 7))
    before, used = Decimal(dice.number(2_000, 30_000)), Decimal(dice.number(120, 640))
    power = LineItem(description="Potencia facturada", total_charge=dice.amount(11, 24), charge_type=DEMAND)
    energy = _priced("Energía consumida", used, "kWh", dice.amount(11, 22, 4).scaleb(-2))
    net = _sum((power, energy))
    special = LineItem(
        description="Impuesto electricidad", total_charge=cents(net * Decimal("0.0511")), charge_type=TAX
    )
    rent = LineItem(description="Alquiler equipos de medida", total_charge=dice.amount(0, 2), charge_type=FIXED)
    base = _sum((power, energy, special, rent))
    vat = LineItem(description="IVA 21%", total_charge=cents(base * Decimal("0.21")), charge_type=TAX)
    items, total = (power, energy, special, rent, vat), base + known(vat.total_charge)
    cups = f"ES{dice.digits(16)}{dice.one_of(('KL', 'QX', 'TR'))}0F"
    name = f"{dice.one_of(('Energía Sierra Alta', 'Luz del Levante', 'Eléctrica del Duero'))} S.A."
    sheet.text(50, 60, name, 15, bold=True)
    sheet.text(350, 60, "FACTURA DE ELECTRICIDAD", 11, bold=True)
    account, invoice, meter = dice.digits(12), f"F{dice.digits(9)}", dice.digits(9)
    month = _SPANISH.split()[issued.month - 1]
    facts = (
        ("Nº factura:", invoice),
        ("Fecha de emisión:", f"{issued.day} de {month} de {issued.year}"),
        ("Periodo de facturación:", f"del {day_first(start, '/')} al {day_first(end, '/')}"),
        ("Fecha de cargo:", day_first(issued + timedelta(days=8), "/")),
        ("Referencia del contrato:", account),
        ("CUPS:", cups),
        ("Nº de contador:", meter),
    )
    for number, (label, value) in enumerate(facts):
        sheet.row(100 + 14 * number, {50: label, 200: value})
    sheet.row(230, {50: "Lectura anterior", 200: "Lectura actual", 350: "Consumo (kWh)"}, 8, bold=True)
    sheet.row(244, {50: continental(before, 0), 200: continental(before + used, 0), 350: continental(used, 0)})
    y = 290
    for item in items:
        priced = f" {continental(used, 0)} kWh x {continental(known(item.rate), 6)} €/kWh" if item.rate else ""
        sheet.row(y, {50: f"{item.description}{priced}", -540: f"{continental(known(item.total_charge))} €"})
        y += 15
    sheet.row(y + 10, {50: "TOTAL IMPORTE FACTURA", -540: f"{continental(total)} €"}, 11, bold=True)
    sheet.text(50, y + 50, "Su consumo medio diario en este periodo ha sido de 9,87 kWh.", 8)
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(Identifier(type="METER", value=meter), Identifier(type="CUPS", value=cups)),
        previous_reading=before,
        current_reading=before + used,
    )
    truth = Bill(
        pages=(1,),
        utility_name=name,
        account_number=account,
        invoice_id=invoice,
        bill_date=issued,
        due_date=issued + timedelta(days=8),
        charges_units="EUR",
        total_charges=total,
        tax_charges=vat.total_charge,
        usage_data=(usage,),
        line_items=items,
    )
    return Written(sheet, truth)


def italian(seed: int) -> Written:
    """Gas in standard cubic metres: a box of totals above, the detail below, VAT of 22 %."""
    dice, sheet = Dice(f"it-gas-{seed}"), Sheet(A4)
    end = dice.day(date(2023, 3, 1), date(2025, 9, 30))
    start, issued = end - timedelta(days=dice.number(58, 62)), end + timedelta(days=dice.number(4, 12))
    before, used = Decimal(dice.number(1_000, 9_000)), Decimal(dice.number(40, 460))
    matter = _priced("Spesa per la materia gas", used, "Smc", dice.amount(40, 95, 4).scaleb(-2))
    grid = LineItem(
        description="Trasporto e gestione del contatore",
        total_charge=dice.amount(15, 40),
        charge_type=ChargeType.CONSUMPTION,
    )
    excise = LineItem(description="Accisa", total_charge=cents(used * Decimal("0.186")), charge_type=TAX)
    base = _sum((matter, grid, excise))
    vat = LineItem(description="IVA 22%", total_charge=cents(base * Decimal("0.22")), charge_type=TAX)
    items, total = (matter, grid, excise, vat), base + known(vat.total_charge)
    name = f"{dice.one_of(('Gas Valdarno', 'Servizi Energia Brianza', 'Metano Riviera'))} S.p.A."
    pdr, meter, account, invoice = dice.digits(14), dice.digits(8), dice.digits(10), dice.digits(9)
    sheet.text(50, 55, name, 16, bold=True)
    sheet.text(50, 72, "Bolletta per la fornitura di gas naturale", 10)
    due = issued + timedelta(days=20)
    sheet.row(100, {50: "Codice cliente", 180: "Numero fattura", 310: "Data emissione", 430: "Scadenza"}, 8)
    sheet.row(113, {50: account, 180: invoice, 310: day_first(issued), 430: day_first(due)}, 10, bold=True)
    sheet.row(140, {50: "Totale da pagare", -545: f"€ {continental(total)}"}, 14, bold=True)
    sheet.row(165, {50: f"Periodo di fatturazione dal {day_first(start)} al {day_first(end)}"})
    sheet.row(180, {50: f"PDR: {pdr}", 300: f"Matricola contatore: {meter}"})
    sheet.row(215, {50: "Lettura precedente", 190: "Lettura attuale", 330: "Consumo Smc"}, 8, bold=True)
    sheet.row(229, {50: continental(before, 0), 190: continental(before + used, 0), 330: continental(used, 0)})
    sheet.row(245, {50: "Consumo annuo aggiornato", 330: f"{continental(used * 6 + 11, 0)} Smc"}, 8)
    y = 290
    for item in items:
        cells = {50: item.description or "", -545: f"{continental(known(item.total_charge))}"}
        if item.rate:
            cells |= {-330: f"{continental(used, 0)} Smc", -430: f"{continental(known(item.rate), 6)}"}
        sheet.row(y, cells)
        y += 15
    sheet.row(y + 6, {50: "Totale bolletta", -545: continental(total)}, bold=True)
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="Smc",
        datasource_type=Commodity.GAS,
        identifiers=(Identifier(type="PDR", value=pdr), Identifier(type="METER", value=meter)),
        previous_reading=before,
        current_reading=before + used,
    )
    truth = Bill(
        pages=(1,),
        utility_name=name,
        account_number=account,
        invoice_id=invoice,
        bill_date=issued,
        due_date=due,
        charges_units="EUR",
        total_charges=total,
        tax_charges=vat.total_charge,
        usage_data=(usage,),
        line_items=items,
    )
    return Written(sheet, truth)


def indian(seed: int) -> Written:
    """Electricity with arrears, Indian grouping, a multiplying factor and a rebate."""
    dice, sheet = Dice(f"in-electric-{seed}"), Sheet(A4)
    end = dice.day(date(2023, 2, 1), date(2025, 9, 20))
    start, issued = end - timedelta(days=dice.number(29, 31)), end + timedelta(days=dice.number(1, 3))
    factor, units = Decimal(dice.one_of((10, 20, 40))), Decimal(dice.number(900, 4_000))
    before = Decimal(dice.number(10_000, 90_000))
    used = units * factor
    energy = _priced("Energy charges", used, "kWh", dice.amount(6, 9))
    fixed = LineItem(description="Fixed charges", total_charge=dice.amount(900, 4_500), charge_type=FIXED)
    duty = LineItem(
        description="Electricity duty 5%",
        total_charge=cents(known(energy.total_charge) * Decimal("0.05")),
        charge_type=TAX,
    )
    items = (fixed, energy, duty)
    current, arrears = _sum(items), dice.amount(1_000, 90_000)
    name = f"{dice.one_of(('Narmada', 'Deccan', 'Konkan'))} State Electricity Distribution Company Limited"
    account, invoice, meter = dice.digits(12), dice.digits(11), f"{dice.one_of(('LT', 'HX'))}{dice.digits(7)}"
    sheet.text(60, 50, name, 13, bold=True)
    sheet.text(60, 64, f"ELECTRICITY BILL FOR THE MONTH OF {end:%b-%Y}".upper(), 9)
    due = issued + timedelta(days=15)
    facts = (
        ("Consumer No.", account, "Bill No.", invoice),
        ("Bill Date", f"{issued:%d-%m-%Y}", "Due Date", f"{due:%d-%m-%Y}"),
        ("Meter No.", meter, "Multiplying Factor", str(factor)),
        ("Billing Period", f"{start:%d-%m-%Y} to {end:%d-%m-%Y}", "GSTIN", f"27AAAC{dice.digits(4)}"),
    )
    for number, (left, first, right, second) in enumerate(facts):
        sheet.row(95 + 15 * number, {60: left, 160: first, 330: right, 440: second})
    sheet.row(180, {60: "Previous Reading", 170: "Current Reading", 280: "MF", 340: "Consumption (kWh)"}, 8, bold=True)
    sheet.row(194, {60: str(before), 170: str(before + units), 280: str(factor), 340: str(used)})
    y = 230
    for item in items:
        priced = f"{item.description} {item.quantity} kWh @ Rs. {item.rate}" if item.rate else item.description
        sheet.row(y, {60: priced or "", -530: _lakh(known(item.total_charge))})
        y += 14
    rows = (("Current Bill", current), ("Arrears", arrears), ("Total Amount Payable", current + arrears))
    for number, (label, amount) in enumerate(rows):
        sheet.row(y + 8 + 15 * number, {60: label, -530: f"₹ {_lakh(amount)}" if number == 2 else _lakh(amount)})
    late = _lakh(cents((current + arrears) * Decimal("1.0125")))
    sheet.row(y + 60, {60: "Amount payable after due date", -530: late})
    usage = Usage(
        start_date=start,
        end_date=end,
        usage=used,
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
        identifiers=(Identifier(type="METER", value=meter),),
        previous_reading=before,
        current_reading=before + units,
        multiplier=factor,
    )
    truth = Bill(
        pages=(1,),
        utility_name=name,
        account_number=account,
        invoice_id=invoice,
        bill_date=issued,
        due_date=due,
        charges_units="INR",
        total_charges=current + arrears,
        previous_close_balance=arrears,
        tax_charges=duty.total_charge,
        usage_data=(usage,),
        line_items=items,
    )
    return Written(sheet, truth)


def _lakh(amount: Decimal) -> str:
    """``12,34,567.00``: thousands, then pairs."""
    whole, fraction = f"{amount:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) + f".{fraction}"
