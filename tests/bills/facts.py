"""The facts of a generated bill, whose amounts add up, before wording and layout."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.bills.country import Country


@dataclass(frozen=True)
class Item:
    """One charge. ``key`` names it in the word files; ``percent`` is the rate of a tax."""

    key: str
    amount: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    rate: Decimal | None = None
    percent: Decimal | None = None
    is_tax: bool = False


@dataclass(frozen=True)
class Meter:
    """The figures of one meter; readings are absent where the bill prints none."""

    number: str
    used: Decimal
    previous: Decimal | None = None
    current: Decimal | None = None
    factor: Decimal = Decimal(1)
    is_estimated: bool = False


@dataclass(frozen=True)
class Service:
    """One commodity for one period: its meters, its charges, and the taxes on them."""

    commodity: str
    start: date
    end: date
    unit: str
    meters: tuple[Meter, ...]
    items: tuple[Item, ...]
    taxes: tuple[Item, ...]
    point: tuple[str, str] | None = None
    demand: Decimal | None = None
    tariff: str | None = None

    @property
    def used(self) -> Decimal:
        return sum((meter.used for meter in self.meters), Decimal(0))

    @property
    def net(self) -> Decimal:
        return sum((item.amount for item in self.items), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((item.amount for item in self.taxes), Decimal(0))


@dataclass(frozen=True)
class Facts:
    """One bill. ``payment`` is negative; balances are absent where the issuer prints none."""

    country: Country
    issuer: str
    supplier: str | None
    account: str
    invoice: str | None
    customer: str
    street: str
    town: str
    legal: str
    issued: date
    due: date
    services: tuple[Service, ...]
    previous: Decimal | None = None
    payment: Decimal | None = None
    late_fee: Decimal | None = None

    @property
    def net(self) -> Decimal:
        return sum((service.net for service in self.services), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((service.tax for service in self.services), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def opening(self) -> Decimal:
        """The opening balance: previous balance, payment and late fee."""
        parts = (self.previous, self.payment, self.late_fee)
        return sum((part for part in parts if part is not None), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.opening + self.gross

    @property
    def start(self) -> date:
        return min(service.start for service in self.services)

    @property
    def end(self) -> date:
        return max(service.end for service in self.services)

    @property
    def commodities(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(service.commodity for service in self.services))
