"""Numbers and currencies as printed: decimal comma or point, any thousands mark, any sign of a negative amount.

``1.234`` by itself is ambiguous: ``decimal_mark`` decides for a whole document, and ``parsed`` applies the decision.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from billhook.extraction.data.country import Sign, countries, currencies
from billhook.extraction.data.source import depends_on_data

POINT, COMMA = ".", ","

_MINUS = r"[-\u2013\u2212\u2010\u2011]"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # Indian grouping
    r"|\d{1,3}(?:[.,'\u2019\u00a0\u202f\u2009]\d{3})+(?:[.,]\d{1,12})?"
    r"|(?<=^)\d{1,3}(?:\x20\d{3})+$"  # 12 345 and nothing else
    r"|\d{1,3}(?:\x20\d{3})+[.,]\d{1,8}(?!\d)"  # 1 234,56: a blank groups only before a fraction or a unit
    r"|\d{1,3}(?:\x20\d{3})+(?=\s?(?:kWh|MWh|m[3³]|MJ|Smc|GROUPED))"
    r"|(?:(?<=[$€£])|(?<=[$€£]\x20))\d{1,6}[\x20_]\d{2}(?![\d\w.,/%])"  # OCR that lost the mark: $ 12 34
    r"|\d+[.,]\x20\d{2}(?![\d\w.,/])"  # a gap of OCR after the decimal mark
    r"|\d+(?:[.,]\d+)?|[.,]\x20?\d+)"
)


@depends_on_data
@cache
def _number_pattern() -> re.Pattern[str]:
    """A number with its signs of minus, currency and credit, in the signs and codes of all countries."""
    codes = "|".join(sorted(currency_codes()))
    before = "|".join(_sign_patterns(sign for sign in _signs() if not sign.follows))
    after = "|".join((*_sign_patterns(sign for sign in _signs() if sign.follows), *_sign_patterns(_minor_signs())))
    currency = rf"(?:(?:{before})|\b(?=[A-Z]{{3}}\b)(?:{codes})\b)"
    grouped = "|".join(re.escape(form) for money in currencies().values() for form in money.grouped)
    return re.compile(
        rf"(?<![\w.,/#\u00b0])(?<![\d\x20]:)(?<!\d[-\u2013])(?<![A-Za-z]-)(?P<open>\()?\x20?(?P<sign>{_MINUS}|\+)?\x20?"
        rf"(?P<before>{currency})?\x20?(?P<sign2>{_MINUS}|\+)?\x20?"
        rf"(?P<digits>{_DIGITS.replace('GROUPED', grouped)})"
        rf"(?:(?P<tail>{_MINUS}(?![\w])|\))|\x20?(?P<after>{currency}|{after})?"
        rf"(?P<last>(?<!\d){_MINUS}(?!\w))?\)?(?:\x20?(?P<credit>CR|Cr|cr|DR|(?:in\x20)?[Cc]redit)\b)?)"
        rf"(?![\d]|[.,:/]\d|[-\u2013]\d|°|[oFC](?![\w])|[A-LN-Z]\d)"
    )


def _sign_patterns(signs: Iterable[Sign]) -> Iterator[str]:
    """A pattern for each sign, longest first, and one for all symbols: a class of characters is matched at once."""
    every = list(signs)
    symbols = [sign.text for sign in every if len(sign.text) == 1 and not sign.text.isalnum()]
    others = (sign for sign in every if sign.text not in symbols)
    yield from (sign.in_number or re.escape(sign.text) for sign in sorted(others, key=lambda sign: -len(sign.text)))
    if symbols:
        yield f"[{''.join(symbols)}]"


def _signs() -> list[Sign]:
    """One sign per text: where several countries share it, the definition of its default currency."""
    return list(_distinct(sign for currency in currencies().values() for sign in currency.signs))


def _minor_signs() -> list[Sign]:
    return list(_distinct(sign for currency in currencies().values() for sign in currency.minor_signs))


def _distinct(signs: Iterable[Sign]) -> Iterable[Sign]:
    return {sign.text: sign for sign in sorted(signs, key=lambda sign: sign.default)}.values()


@depends_on_data
@cache
def currency_codes() -> frozenset[str]:
    """The ISO 4217 codes that count as currencies in print."""
    return frozenset(currencies())


@depends_on_data
@cache
def _minor_texts() -> frozenset[str]:
    return frozenset(sign.text for sign in _minor_signs())


FIGURE = re.compile(r"\d")
_VOTE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.,'\x20\u00a0\u202f]\d{3})*|\d+)([.,])\d{2}(?![\d.,%/])")


class Number(NamedTuple):
    """One printed number. ``places`` counts the digits after the mark; ``currency`` is the printed sign or code.

    ``minor``: in hundredths of a currency. ``whole``: an amount of a currency without decimals.
    """

    value: Decimal
    places: int
    currency: str | None
    signed: bool
    minor: bool
    start: int
    end: int
    whole: bool = False

    @property
    def is_money(self) -> bool:
        """Whether it has two decimals or a currency, and is no number of hundredths."""
        return not self.minor and (self.places == 2 or self.whole or (self.currency is not None and self.places < 2))


def decimal_mark(text: str, default: str = POINT) -> str:
    """The mark before the last two digits of most numbers; ``default`` in a tie."""
    votes = {POINT: 0, COMMA: 0}
    for mark in _VOTE.findall(text):
        votes[mark] += 1
    if votes[POINT] == votes[COMMA]:
        return default
    return POINT if votes[POINT] > votes[COMMA] else COMMA


def numbers(text: str, mark: str) -> list[Number]:
    """All numbers of ``text`` from left to right; ``mark`` decides the ambiguous ones."""
    if _BARE.fullmatch(text):
        value, places = parsed(text, mark)
        return [Number(value, places, None, signed=False, minor=False, start=0, end=len(text))]
    return [_number(match, mark) for match in _number_pattern().finditer(text)] if FIGURE.search(text) else []


_BARE = re.compile(r"\d+(?:[.,]\d+)?")
"""All that most cells of a table are: a number that the full pattern, with its signs, would take as a whole too."""


def _number(match: re.Match[str], mark: str) -> Number:
    """The number of a match; most are bare digits, and the branches for signs and brackets cost these nothing."""
    opening, sign, before, sign2, digits, tail, after, last, credit = match.group(*_PARTS)
    value, places = parsed(digits, mark)
    printed, currency = match[0], before or after
    is_negative = last is not None or (tail is not None and tail != ")")
    is_negative = is_negative or (sign or "+") != "+" or (sign2 or "+") != "+"
    if credit:
        is_negative = is_negative or credit.upper().endswith(("CR", "CREDIT"))
    if opening is not None and (tail == ")" or printed.rstrip("CRcr ").endswith(")")):
        is_alone = mark == POINT or not match.string[: match.start()].strip()  # not "incl. VAT (1,20 €)"
        is_negative = is_negative or (is_alone and (places == 2 or currency is not None))
    is_minor = after is not None and after.rstrip(".") in _minor_texts()
    return Number(
        value=-value if is_negative else value,
        places=places,
        currency=None if is_minor else currency,
        signed=is_negative or sign is not None or sign2 is not None,
        minor=is_minor,
        start=match.start() + len(printed) - len(printed.lstrip()),
        end=match.end(),
    )


_PARTS = ("open", "sign", "before", "sign2", "digits", "tail", "after", "last", "credit")
"""The groups of the pattern of a number."""


def parsed(digits: str, mark: str) -> tuple[Decimal, int]:
    """The value of ``digits`` and the number of them after the decimal mark."""
    if digits.isdecimal():
        return Decimal(digits), 0
    if _LOST_MARK.match(digits):
        digits = f"{digits[:-3]}{mark}{digits[-2:]}"
    bare = digits.translate(_BLANKS)
    last = max(bare.rfind(POINT), bare.rfind(COMMA))
    if last < 0:
        return Decimal(bare), 0
    whole, fraction = bare[:last], bare[last + 1 :]
    printed_mark = bare[last]
    grouped = (
        len(fraction) == 3 and whole and len(whole.replace(POINT, "").replace(COMMA, "")) >= 1 and printed_mark != mark
    )
    if (printed_mark in whole and len(fraction) == 3) or (grouped and not whole.startswith("0")):
        return Decimal(_only_digits(bare)), 0
    return Decimal(f"{_only_digits(whole) or '0'}.{fraction}"), len(fraction)


_LOST_MARK = re.compile(r"\d+[\x20_]\d{2}$")
_BLANKS = str.maketrans(dict.fromkeys("'\u2019\u00a0\u202f\u2009 ", ""))


def _only_digits(text: str) -> str:
    return text.replace(POINT, "").replace(COMMA, "")


_CODE = re.compile(r"[A-Z](?<![A-Za-z].)[A-Z]{2}(?![A-Za-z])")
"""Three capitals that may be the code of a currency."""


@depends_on_data
@lru_cache(maxsize=8)
def _signs_in(text: str) -> tuple[str, ...]:
    """The signs of currencies in ``text``, which the votes for country and currency ask for in turn."""
    return tuple(_sign_pattern().findall(text))


def currencies_in(text: str) -> set[str]:
    """The currencies that codes and unshared signs name in ``text``."""
    signs = {code for sign in _signs_in(text) if (code := _currency_of(sign))}
    return signs.union(code for code in _CODE.findall(text) if code in currency_codes())


def may_have_signs_of(country: str, text: str) -> bool:
    """Whether the currency of ``country`` has one of the shared signs of ``text``, if there are no other signs."""
    printed = set(_signs_in(text))
    printed_currencies = {currency for sign in _shared_signs() if sign.text in printed for currency in sign.currencies}
    return not printed_currencies or bool(currencies_in(text)) or countries()[country].currency in printed_currencies


def currency_of(text: str, country: str | None) -> tuple[str | None, bool]:
    """The currency of a document, and whether a code or an unshared sign names it."""
    signs = Counter(_signs_in(text))
    named = Counter(code for code in _CODE.findall(text) if code in currency_codes())
    for text_of_sign, count in signs.items():
        if code := _currency_of(text_of_sign):
            named[code] += count
    place = countries().get(country or "")
    home = place.currency if place else ""
    if named:
        best, count = named.most_common(1)[0]
        if count >= sum(signs[sign.text] for sign in _shared_signs() if sign.outvotes_codes) or best == home:
            return best, True
    for sign in _shared_signs():
        if signs[sign.text]:
            return home if home in sign.currencies else sign.default, bool(named)
    return home or None, False


@dataclass(frozen=True)
class _SharedSign:
    """A sign of several currencies; ``default`` is the one that it means elsewhere."""

    text: str
    currencies: frozenset[str]
    default: str
    outvotes_codes: bool


@depends_on_data
@cache
def _shared_signs() -> tuple[_SharedSign, ...]:
    """The shared signs that mean some currency by default; those that outvote codes first."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for currency in currencies().values():
        for sign in currency.signs:
            if sign.shared:
                sharing[sign.text].add(currency.code)
    defaults = [(sign, currency.code) for currency in currencies().values() for sign in currency.signs if sign.default]
    shared = (
        _SharedSign(sign.text, frozenset(sharing[sign.text]), code, sign.outvotes_codes) for sign, code in defaults
    )
    return tuple(sorted(shared, key=lambda sign: not sign.outvotes_codes))


def _currency_of(sign: str) -> str | None:
    """The currency of a printed sign, with or without a trailing point; none where several share it."""
    return _unshared_signs().get(sign) or _unshared_signs().get(sign.rstrip("."))


@depends_on_data
@cache
def _unshared_signs() -> Mapping[str, str]:
    return {sign.text: money.code for money in currencies().values() for sign in money.signs if not sign.shared}


@depends_on_data
@cache
def _sign_pattern() -> re.Pattern[str]:
    """A sign of any currency. The lookahead on its first letter spares trying every sign at every letter."""
    every = sorted(
        (sign for currency in currencies().values() for sign in currency.signs), key=lambda sign: sign.default
    )
    signs = sorted({sign.text: sign for sign in every}.values(), key=lambda sign: -len(sign.text))
    letters = "".join(sorted({sign.text[0] for sign in signs}))
    return re.compile(f"(?=[{letters}])(?:{'|'.join(sign.in_text or re.escape(sign.text) for sign in signs)})")
