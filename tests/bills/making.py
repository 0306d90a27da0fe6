"""Facts drawn at random and made to add up: who bills whom, for what, over which period, at which prices."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from billhook.local.samples.seeded_random import SeededRandom
from tests.bills.country import Country
from tests.bills.customs import LEGAL, PLACES
from tests.bills.facts import Facts, Item, Meter, Service
from tests.bills.words import Words

_LETTERS = "BCDFGHJKLMNPRSTVWXZ"
_KINDS = (("electricity",), ("electricity",), ("electricity",), ("gas",), ("gas",), ("water",), ("electricity", "gas"))
_USED = {"electricity": (90, 1900), "gas": (20, 320), "water": (3, 90)}
_SCALES = {"kWh": Decimal(1), "MJ": Decimal(30), "gallons": Decimal(400), "GJ": Decimal("0.1"), "Mcf": Decimal("0.1")}
_GAS_KWH = 12
PURSES = {
    "SEK": 10, "INR": 30, "ZAR": 10, "MXN": 10, "BRL": 3, "DKK": 7, "NOK": 10, "PLN": 4, "CZK": 23, "HUF": 350,
    "RON": 5, "TRY": 30,
}  # fmt: skip
"""What a small amount of money is worth in money that is worth less than a dollar."""


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def code(pattern: str, dice: SeededRandom) -> str:
    """``99-A`` as two digits, a dash and a letter; a code never begins with 0, a literal digit below 9 stays."""
    drawn = "".join(
        dice.one_of(_LETTERS) if mark == "A" else str(dice.number(0, 9)) if mark == "9" else mark for mark in pattern
    )
    return str(dice.number(1, 9)) + drawn[1:] if pattern[0] == "9" else drawn


def make_facts(country: Country, words: Words, dice: SeededRandom) -> Facts:
    """One bill's facts; ``words`` only lends names of places and people."""
    kinds = dice.one_of(_KINDS)
    months = dice.one_of(country.months)
    end = dice.day(date(2019, 2, 3), date(2026, 10, 25))
    start = end - timedelta(days=_length(months, dice))
    services = tuple(_service(kind, country, words, dice, start, end) for kind in kinds)
    gross = sum((one.net + one.tax for one in services), Decimal(0))
    previous, payment, late = _balance(country, months, gross, dice)
    issued = end + timedelta(days=dice.number(1, 12))
    kind = "dual" if len(kinds) > 1 else kinds[0]
    town = dice.one_of(words.said["towns"])
    return Facts(
        country=country,
        issuer=words.any(f"issuer_{kind}").format(town=town),
        supplier=None,
        account=code(dice.one_of(country.account), dice),
        invoice=_invoice(dice) if dice.number(0, 9) < (3 if country.code == "US" else 7) else None,
        customer=dice.one_of(words.said["people"]),
        street=words.any("streets").format(number=dice.number(2, 240)),
        town=_coded(PLACES[country.code], dice, town),
        legal=_coded(LEGAL[country.code], dice) if country.code in LEGAL and dice.number(0, 6) else "",
        issued=issued,
        due=issued + timedelta(days=dice.number(8, 30)),
        services=services,
        previous=previous,
        payment=payment,
        late_fee=late,
    )


def _coded(pattern: tuple[str, str], dice: SeededRandom, town: str = "") -> str:
    return pattern[0].format(town=town, code=code(pattern[1], dice))


def _length(months: int, dice: SeededRandom) -> int:
    return {1: dice.number(27, 34), 12: dice.number(362, 366)}.get(months, months * 30 + dice.number(-1, 4))


def _invoice(dice: SeededRandom) -> str:
    return code(dice.one_of(("9999999999", "INV-999999", "99999999", "A99999999", "9999/999999", "999 9999 999")), dice)


def _balance(
    country: Country, months: int, gross: Decimal, dice: SeededRandom
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Previous balance, payment (negative) and late fee. A yearly bill sets instalments against the charges."""
    if months == 12 and country.language in {"de", "nl", "fr"}:
        monthly = cents(gross / 12 * dice.amount(80, 115) / 100)
        return None, -11 * Decimal(int(monthly)), None
    if dice.number(0, 99) >= country.keeps_balance:
        return None, None, None
    previous = cents(gross * dice.amount(60, 140) / 100)
    turn = dice.number(0, 9)
    if turn < 6:
        return previous, -previous, None
    if turn == 6:
        return previous, Decimal(0), cents(previous * Decimal("0.015")) if dice.number(0, 1) else None
    if turn == 7:
        return previous, -cents(previous / 2), cents(previous * Decimal("0.01"))
    if turn == 8:
        return Decimal(0), Decimal(0), None
    return -cents(gross / 3), Decimal(0), None


def _service(kind: str, country: Country, words: Words, dice: SeededRandom, start: date, end: date) -> Service:
    unit = dice.one_of(country.units[kind])
    days = (end - start).days
    used = _quantity(kind, unit, days, dice)
    meters = _meters(kind, used, unit, dice)
    items, demand = _charges(kind, country, unit, sum((m.used for m in meters), Decimal(0)), days, dice)
    net = sum((item.amount for item in items), Decimal(0))
    pairs = dice.one_of(country.taxes[kind])
    point = country.points.get(kind)
    return Service(
        commodity=kind,
        start=start,
        end=end,
        unit=unit,
        meters=meters,
        items=items,
        taxes=_taxes(pairs, net),
        point=(point[0], code(point[1], dice)) if point and dice.number(0, 3) else None,
        demand=demand,
        tariff=dice.one_of(words.said["tariffs"]) if dice.number(0, 1) else None,
    )


def _taxes(pairs: tuple[tuple[str, str], ...], net: Decimal) -> tuple[Item, ...]:
    """Each tax on the net sum; a second one (Spain's VAT on its electricity tax) on all before it."""
    taxes: list[Item] = []
    base = net
    for key, percent in pairs:
        amount = cents(base * Decimal(percent) / 100)
        taxes.append(Item(key, amount, percent=Decimal(percent), is_tax=True))
        if key == "iee":
            base += amount
    return tuple(taxes)


def _quantity(kind: str, unit: str, days: int, dice: SeededRandom) -> Decimal:
    low, high = _USED[kind]
    used = Decimal(dice.number(low, high)) * days / 30
    if kind == "gas" and unit == "kWh":
        used *= _GAS_KWH
    return max(Decimal(1), (used * _SCALES.get(unit, Decimal(1))).to_integral_value())


def _meters(kind: str, used: Decimal, unit: str, dice: SeededRandom) -> tuple[Meter, ...]:
    count = 2 if dice.number(0, 11) == 0 else 1
    parts = [used] if count == 1 else [(used * 2 / 5).to_integral_value(), used - (used * 2 / 5).to_integral_value()]
    return tuple(_meter(kind, max(part, Decimal(1)), unit, dice) for part in parts)


def _meter(kind: str, used: Decimal, unit: str, dice: SeededRandom) -> Meter:
    number = code(dice.one_of(("99999999", "9999999", "AA9999999", "A99A99999", "999999999", "1AAA9999999999")), dice)
    factor = Decimal(dice.one_of((10, 20, 40, 80))) if kind == "electricity" and dice.number(0, 11) == 0 else Decimal(1)
    if dice.number(0, 5) == 0 or (kind == "gas" and unit in {"kWh", "MJ", "GJ", "therms"}):
        return Meter(number, used)
    previous = Decimal(dice.number(120, 88_000))
    return Meter(number, used * factor, previous, previous + used, factor, is_estimated=dice.number(0, 7) == 0)


def _charges(
    kind: str, country: Country, unit: str, used: Decimal, days: int, dice: SeededRandom
) -> tuple[tuple[Item, ...], Decimal | None]:
    low, high = country.rates[kind]
    scale = _SCALES.get(unit, Decimal(1)) if unit != "MJ" else Decimal(1)
    price = dice.amount(low, high, 2) / 100 / scale
    fixed = _fixed(country, price, days, dice)
    demand = None
    match kind, dice.number(0, 6):
        case "electricity", 0 | 1:
            items = [fixed, _priced("c_energy", used, unit, price, dice)]
        case "electricity", 2:
            first = (used * dice.number(30, 60) / 100).to_integral_value()
            items = [fixed, _priced("c_tier1", first, unit, price * 4 / 5, dice)]
            items += [_priced("c_tier2", used - first, unit, price * 6 / 5, dice)]
            items += [_priced("c_fuel", used, unit, price / 5, dice)]
        case "electricity", 3:
            peak = (used * dice.number(15, 40) / 100).to_integral_value()
            items = [_priced("c_peak", peak, unit, price * 3 / 2, dice)]
            items += [_priced("c_offpeak", used - peak, unit, price * 2 / 3, dice), fixed]
        case "electricity", 4:
            items = [_priced("c_energy", used, unit, price / 2, dice), fixed]
            items += [_priced("c_distribution", used, unit, price / 4, dice)]
            items += [_priced("c_transmission", used, unit, price / 9, dice)]
            items += [_priced("c_levy", used, unit, price / 20, dice)]
        case "electricity", 5:
            demand = dice.amount(5, 90, 1)
            items = [fixed, _priced("c_energy", used, unit, price * 3 / 4, dice)]
            items += [_priced("c_demand", demand, "kW", price * 60, dice)]
        case "electricity", _:
            fed = Decimal(dice.number(20, 400))
            solar = _priced("c_solar", fed, unit, price / 3, dice)
            items = [fixed, _priced("c_energy", used, unit, price, dice)]
            items += [Item("c_solar", -solar.amount, solar.quantity, unit, solar.rate)]
        case "water", turn:
            items = [_priced("c_volume", used, unit, price, dice), fixed]
            items += [_priced("c_sewer", used, unit, price * 11 / 10, dice)] if turn else []
            items += [Item("c_storm", cents(price * 2 * scale))] if turn > 4 else []
        case _, turn:
            items = [_priced("c_gas", used, unit, price, dice)]
            items += [_priced("c_distribution", used, unit, price / 3, dice)] if turn > 3 else []
            items = [fixed, *items] if turn % 2 else [*items, fixed]
    gross = sum((item.amount for item in items), Decimal(0))
    if dice.number(0, 7) == 0:
        items.append(Item("c_discount", -cents(gross / 20)))
    if dice.number(0, 9) == 0:
        items.append(Item("c_rent", cents(gross / 50) + 1))
    return tuple(items), demand


def _fixed(country: Country, price: Decimal, days: int, dice: SeededRandom) -> Item:
    """A lump per period, or so many days at a price a day."""
    if dice.number(0, 2) == 0:
        rate = (dice.amount(20, 120, 2) / 100 * _purse(country)).quantize(Decimal("0.0001"))
        return Item("c_fixed", cents(days * rate), Decimal(days), "days", rate)
    return Item("c_fixed", cents(dice.amount(6, 28) * _purse(country) * max(1, days // 30)))


def _purse(country: Country) -> int:
    return PURSES.get(country.currency, 1)


def _priced(key: str, quantity: Decimal, unit: str, price: Decimal, dice: SeededRandom) -> Item:
    rate = max(price, Decimal("0.0001")).quantize(Decimal(1).scaleb(-dice.one_of((4, 5, 6, 4))))
    return Item(key, cents(quantity * rate), quantity, unit, rate)
