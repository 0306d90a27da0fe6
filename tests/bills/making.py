"""Random facts that add up: issuer, customer, services, period and prices."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from billhook.local.samples.check_digits import with_check_digits
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
"""The factor of amounts in currencies that are worth less than a dollar."""


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def code(pattern: str, random: SeededRandom) -> str:
    """Draw a code for a pattern: 9 is a digit, A a letter; it never starts with 0, digits below 9 stay."""
    drawn = "".join(
        random.one_of(_LETTERS) if mark == "A" else str(random.number(0, 9)) if mark == "9" else mark
        for mark in pattern
    )
    return str(random.number(1, 9)) + drawn[1:] if pattern[0] == "9" else drawn


def make_facts(country: Country, words: Words, random: SeededRandom) -> Facts:
    """Draw the facts of one bill; ``words`` supplies names of places and people."""
    kinds = random.one_of(_KINDS)
    months = random.one_of(country.months)
    end = random.day(date(2019, 2, 3), date(2026, 10, 25))
    start = end - timedelta(days=_length(months, random))
    services = tuple(_service(kind, country, words, random, start, end) for kind in kinds)
    gross = sum((service.net + service.tax for service in services), Decimal(0))
    previous, payment, late = _balance(country, months, gross, random)
    issued = end + timedelta(days=random.number(1, 12))
    kind = "dual" if len(kinds) > 1 else kinds[0]
    town = random.one_of(words.variants["towns"])
    return Facts(
        country=country,
        issuer=words.any(f"issuer_{kind}").format(town=town),
        supplier=None,
        account=code(random.one_of(country.account), random),
        invoice=_invoice(random) if random.number(0, 9) < (3 if country.code == "US" else 7) else None,
        customer=random.one_of(words.variants["people"]),
        street=words.any("streets").format(number=random.number(2, 240)),
        town=_coded(PLACES[country.code], random, town),
        legal=_coded(LEGAL[country.code], random) if country.code in LEGAL and random.number(0, 6) else "",
        issued=issued,
        due=issued + timedelta(days=random.number(8, 30)),
        services=services,
        previous=previous,
        payment=payment,
        late_fee=late,
    )


def _coded(pattern: tuple[str, str], random: SeededRandom, town: str = "") -> str:
    return pattern[0].format(town=town, code=code(pattern[1], random))


def _length(months: int, random: SeededRandom) -> int:
    return {1: random.number(27, 34), 12: random.number(362, 366)}.get(months, months * 30 + random.number(-1, 4))


def _invoice(random: SeededRandom) -> str:
    return code(
        random.one_of(("9999999999", "INV-999999", "99999999", "A99999999", "9999/999999", "999 9999 999")), random
    )


def _balance(
    country: Country, months: int, gross: Decimal, random: SeededRandom
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Draw previous balance, payment (negative) and late fee; a yearly bill sets instalments against charges."""
    if months == 12 and country.language in {"de", "nl", "fr"}:
        monthly = cents(gross / 12 * random.amount(80, 115) / 100)
        return None, -11 * Decimal(int(monthly)), None
    if random.number(0, 99) >= country.keeps_balance:
        return None, None, None
    previous = cents(gross * random.amount(60, 140) / 100)
    turn = random.number(0, 9)
    if turn < 6:
        return previous, -previous, None
    if turn == 6:
        return previous, Decimal(0), cents(previous * Decimal("0.015")) if random.number(0, 1) else None
    if turn == 7:
        return previous, -cents(previous / 2), cents(previous * Decimal("0.01"))
    if turn == 8:
        return Decimal(0), Decimal(0), None
    return -cents(gross / 3), Decimal(0), None


def _service(kind: str, country: Country, words: Words, random: SeededRandom, start: date, end: date) -> Service:
    unit = random.one_of(country.units[kind])
    days = (end - start).days
    used = _quantity(kind, unit, days, random)
    meters = _meters(kind, used, unit, random)
    items, demand = _charges(kind, country, unit, sum((m.used for m in meters), Decimal(0)), days, random)
    net = sum((item.amount for item in items), Decimal(0))
    pairs = random.one_of(country.taxes[kind])
    point = country.points.get(kind)
    return Service(
        commodity=kind,
        start=start,
        end=end,
        unit=unit,
        meters=meters,
        items=items,
        taxes=_taxes(pairs, net),
        point=(point[0], with_check_digits(point[0], code(point[1], random)))
        if point and random.number(0, 3)
        else None,
        demand=demand,
        tariff=random.one_of(words.variants["tariffs"]) if random.number(0, 1) else None,
    )


def _taxes(pairs: tuple[tuple[str, str], ...], net: Decimal) -> tuple[Item, ...]:
    """Compute each tax on the net sum; a second one (Spain's VAT on its electricity tax) on all before it."""
    taxes: list[Item] = []
    base = net
    for key, percent in pairs:
        amount = cents(base * Decimal(percent) / 100)
        taxes.append(Item(key, amount, percent=Decimal(percent), is_tax=True))
        if key == "iee":
            base += amount
    return tuple(taxes)


def _point(scheme: str, pattern: str, random: SeededRandom) -> tuple[str, str]:
    """A supply point of a scheme with right check digits."""
    return scheme, with_check_digits(scheme, code(pattern, random))


def _quantity(kind: str, unit: str, days: int, random: SeededRandom) -> Decimal:
    low, high = _USED[kind]
    used = Decimal(random.number(low, high)) * days / 30
    if kind == "gas" and unit == "kWh":
        used *= _GAS_KWH
    return max(Decimal(1), (used * _SCALES.get(unit, Decimal(1))).to_integral_value())


def _meters(kind: str, used: Decimal, unit: str, random: SeededRandom) -> tuple[Meter, ...]:
    count = 2 if random.number(0, 11) == 0 else 1
    parts = [used] if count == 1 else [(used * 2 / 5).to_integral_value(), used - (used * 2 / 5).to_integral_value()]
    return tuple(_meter(kind, max(part, Decimal(1)), unit, random) for part in parts)


def _meter(kind: str, used: Decimal, unit: str, random: SeededRandom) -> Meter:
    number = code(
        random.one_of(("99999999", "9999999", "AA9999999", "A99A99999", "999999999", "1AAA9999999999")), random
    )
    factor = (
        Decimal(random.one_of((10, 20, 40, 80))) if kind == "electricity" and random.number(0, 11) == 0 else Decimal(1)
    )
    if random.number(0, 5) == 0 or (kind == "gas" and unit in {"kWh", "MJ", "GJ", "therms"}):
        return Meter(number, used)
    previous = Decimal(random.number(120, 88_000))
    return Meter(number, used * factor, previous, previous + used, factor, is_estimated=random.number(0, 7) == 0)


def _charges(
    kind: str, country: Country, unit: str, used: Decimal, days: int, random: SeededRandom
) -> tuple[tuple[Item, ...], Decimal | None]:
    low, high = country.rates[kind]
    scale = _SCALES.get(unit, Decimal(1)) if unit != "MJ" else Decimal(1)
    price = random.amount(low, high, 2) / 100 / scale
    fixed = _fixed(country, price, days, random)
    demand = None
    match kind, random.number(0, 6):
        case "electricity", 0 | 1:
            items = [fixed, _priced("c_energy", used, unit, price, random)]
        case "electricity", 2:
            first = (used * random.number(30, 60) / 100).to_integral_value()
            items = [fixed, _priced("c_tier1", first, unit, price * 4 / 5, random)]
            items += [_priced("c_tier2", used - first, unit, price * 6 / 5, random)]
            items += [_priced("c_fuel", used, unit, price / 5, random)]
        case "electricity", 3:
            peak = (used * random.number(15, 40) / 100).to_integral_value()
            items = [_priced("c_peak", peak, unit, price * 3 / 2, random)]
            items += [_priced("c_offpeak", used - peak, unit, price * 2 / 3, random), fixed]
        case "electricity", 4:
            items = [_priced("c_energy", used, unit, price / 2, random), fixed]
            items += [_priced("c_distribution", used, unit, price / 4, random)]
            items += [_priced("c_transmission", used, unit, price / 9, random)]
            items += [_priced("c_levy", used, unit, price / 20, random)]
        case "electricity", 5:
            demand = random.amount(5, 90, 1)
            items = [fixed, _priced("c_energy", used, unit, price * 3 / 4, random)]
            items += [_priced("c_demand", demand, "kW", price * 60, random)]
        case "electricity", _:
            fed = Decimal(random.number(20, 400))
            solar = _priced("c_solar", fed, unit, price / 3, random)
            items = [fixed, _priced("c_energy", used, unit, price, random)]
            items += [Item("c_solar", -solar.amount, solar.quantity, unit, solar.rate)]
        case "water", turn:
            items = [_priced("c_volume", used, unit, price, random), fixed]
            items += [_priced("c_sewer", used, unit, price * 11 / 10, random)] if turn else []
            items += [Item("c_storm", cents(price * 2 * scale))] if turn > 4 else []
        case _, turn:
            items = [_priced("c_gas", used, unit, price, random)]
            items += [_priced("c_distribution", used, unit, price / 3, random)] if turn > 3 else []
            items = [fixed, *items] if turn % 2 else [*items, fixed]
    gross = sum((item.amount for item in items), Decimal(0))
    if random.number(0, 7) == 0:
        items.append(Item("c_discount", -cents(gross / 20)))
    if random.number(0, 9) == 0:
        items.append(Item("c_rent", cents(gross / 50) + 1))
    return tuple(items), demand


def _fixed(country: Country, price: Decimal, days: int, random: SeededRandom) -> Item:
    """Draw a fixed charge: a lump sum per period, or a number of days at a daily price."""
    if random.number(0, 2) == 0:
        rate = (random.amount(20, 120, 2) / 100 * _purse(country)).quantize(Decimal("0.0001"))
        return Item("c_fixed", cents(days * rate), Decimal(days), "days", rate)
    return Item("c_fixed", cents(random.amount(6, 28) * _purse(country) * max(1, days // 30)))


def _purse(country: Country) -> int:
    return PURSES.get(country.currency, 1)


def _priced(key: str, quantity: Decimal, unit: str, price: Decimal, random: SeededRandom) -> Item:
    rate = max(price, Decimal("0.0001")).quantize(Decimal(1).scaleb(-random.one_of((4, 5, 6, 4))))
    return Item(key, cents(quantity * rate), quantity, unit, rate)
