"""Countries and currencies, from ``countries/XX.toml``: all that extraction knows of a place in one file.

``countries/other_currencies.toml`` holds the currencies of several countries, and of countries that have no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from billhook.extraction.data.source import COUNTRIES, Reader, Table, content, depends_on_data, settings

LAST = 99
OTHER_CURRENCIES = "other_currencies"


@dataclass(frozen=True)
class Sign:
    """A sign of a currency or of its hundredth. ``in_number`` and ``in_text`` are patterns; empty means ``text``.

    ``shared``: other currencies have it too; ``default``: it means this currency where the country does not decide;
    ``outvotes_codes``: where it outnumbers the codes on a page, those are no currencies. ``follows``: never precedes.
    """

    text: str
    in_number: str = ""
    in_text: str = ""
    shared: bool = False
    default: bool = False
    outvotes_codes: bool = False
    follows: bool = False


@dataclass(frozen=True)
class Currency:
    """``decimals`` as bills print them; ``grouped`` are the forms before which a blank may group thousands."""

    code: str
    signs: tuple[Sign, ...] = ()
    minor_signs: tuple[Sign, ...] = ()
    decimals: int = 2
    grouped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A pattern of postcodes or tax numbers. ``contains`` matches in every text in which ``pattern`` does."""

    pattern: str
    contains: str


@dataclass(frozen=True)
class Country:
    """``precedence`` decides between countries for which equally much is printed: the lower one wins.

    ``words`` are phrases that are evidence for the country, by their language. ``taxes`` are rates by the name of the
    tax; a point in a name is optional in print. ``supply_points`` are words by the type of identifier that they name;
    ``default_units`` the units of quantities without one, by commodity; ``calling_codes`` begin telephone numbers.
    """

    code: str
    currency: str
    languages: tuple[str, ...]
    precedence: int
    month_first: bool
    shapes: tuple[Shape, ...]
    taxes: Mapping[str, tuple[float, ...]]
    telephones: tuple[str, ...]
    supply_points: Mapping[str, tuple[str, ...]]
    default_units: Mapping[str, str]
    legal_forms: tuple[str, ...]
    after_names: tuple[str, ...]
    web_domains: tuple[str, ...]
    calling_codes: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


@depends_on_data
@cache
def countries() -> Mapping[str, Country]:
    """All countries by code, in the order of their precedence."""
    every = [_country(code, Reader(table, f"{code}.toml")) for code, table in settings(COUNTRIES).items()]
    return {country.code: country for country in sorted(every, key=lambda country: country.precedence)}


@depends_on_data
@cache
def currencies() -> Mapping[str, Currency]:
    """All currencies by ISO 4217 code."""
    others = content(COUNTRIES, OTHER_CURRENCIES)
    every = [_currency(code, Reader(_table(table), code)) for code, table in others.items()]
    for code, table in settings(COUNTRIES).items():
        money = table.get("money")
        if money is not None:
            reader = Reader(_table(money), f"{code}.toml: money")
            every.append(_currency(Reader(table, code).text("currency"), reader))
    return {currency.code: currency for currency in every}


def home_of(currency: str | None) -> Country | None:
    """The country after which a currency is named: the first letters of its code. The euro has none."""
    return countries().get((currency or "")[:2])


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _country(code: str, source: Reader) -> Country:
    country = Country(
        code=code,
        currency=source.text("currency"),
        languages=source.texts("languages"),
        precedence=source.number("precedence", LAST),
        month_first=source.flag("month_first"),
        shapes=tuple(Shape(table.text("pattern"), table.text("contains", r"\d")) for table in source.tables("shapes")),
        taxes=source.rates("taxes"),
        telephones=source.texts("telephones"),
        supply_points=source.named("supply_points"),
        default_units=source.pairs("default_units"),
        legal_forms=source.texts("legal_forms"),
        after_names=source.texts("after_names"),
        web_domains=source.texts("web_domains"),
        calling_codes=source.texts("calling_codes"),
        words=source.named("words"),
    )
    source.skip("money")
    source.close()
    return country


def _currency(code: str, source: Reader) -> Currency:
    currency = Currency(
        code=code,
        signs=tuple(_sign(sign) for sign in source.tables("signs")),
        minor_signs=tuple(_sign(sign) for sign in source.tables("minor_signs")),
        decimals=source.number("decimals", 2),
        grouped=source.texts("grouped"),
    )
    source.close()
    return currency


def _sign(source: Reader) -> Sign:
    sign = Sign(
        text=source.text("text"),
        in_number=source.text("in_number"),
        in_text=source.text("in_text"),
        shared=source.flag("shared"),
        default=source.flag("default"),
        outvotes_codes=source.flag("outvotes_codes"),
        follows=source.flag("follows"),
    )
    source.close()
    return sign
