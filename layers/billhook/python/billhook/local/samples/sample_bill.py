"""A sample bill: its pages, and its true values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeType, LineItem
from billhook.local.samples.page_canvas import PageCanvas

CENT = Decimal("0.01")


@dataclass(frozen=True)
class SampleBill:
    """Pages and truth; ``None`` in the truth means that the field is not printed."""

    sheet: PageCanvas
    truth: Bill


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)


def known(amount: Decimal | None) -> Decimal:
    """``amount`` or 0; layouts that print it always set it."""
    return amount or Decimal(0)


def sum_of(items: Iterable[LineItem]) -> Decimal:
    return sum((known(item.total_charge) for item in items), Decimal(0))


def taxes_of(items: Iterable[LineItem]) -> Decimal:
    """The sum of the TAX items, such as excise duties and VAT."""
    return sum_of(item for item in items if item.charge_type is ChargeType.TAX)


def priced(
    name: str, quantity: Decimal, unit: str, rate: Decimal, kind: ChargeType = ChargeType.CONSUMPTION
) -> LineItem:
    """An item whose charge is quantity times rate, to the cent."""
    return LineItem(
        description=name,
        quantity=quantity,
        quantity_units=unit,
        rate=rate,
        total_charge=cents(quantity * rate),
        charge_type=kind,
    )


def us_money(amount: Decimal) -> str:
    """``$1,234.56``; a negative amount as ``-$12.00``."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def continental(amount: Decimal, places: int = 2, thousands: str = ".") -> str:
    """``1.234,56``, or with another mark between the thousands."""
    return f"{amount:,.{places}f}".replace(",", "\0").replace(".", ",").replace("\0", thousands)


def us_date(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def day_first(day: date, mark: str = ".") -> str:
    return f"{day:%d}{mark}{day:%m}{mark}{day.year}"
