"""Numbers as printed: decimal comma or point, any thousands mark, any way to say "minus".

Whether ``1.234`` is a thousand or a fraction cannot be seen from it; ``decimal_mark`` asks the whole
document, and ``parsed`` takes the answer.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

POINT, COMMA = ".", ","

CURRENCY_SIGNS = {
    "$": None,
    "€": "EUR",
    "£": "GBP",
    "¥": None,
    "₹": "INR",
    "R$": "BRL",
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "MX$": "MXN",
    "zł": "PLN",
    "Kč": "CZK",
    "₺": "TRY",
    "₱": "PHP",
    "₩": "KRW",
    "₪": "ILS",
    "₦": "NGN",
    "฿": "THB",
    "₫": "VND",
    "₴": "UAH",
    "Ft": "HUF",
    "lei": "RON",
    "TL": "TRY",
    "RM": "MYR",
    "Rs": "INR",
    "Rs.": "INR",
    "Fr.": "CHF",
    "kr": None,
    "R": "ZAR",
    "S/": "PEN",
    "Dhs": "AED",
}
"""What a sign says of the currency; ``None``: several countries share it."""

_CODES = (
    "USD EUR GBP CAD AUD NZD SGD HKD CHF SEK NOK DKK PLN CZK HUF RON BGN TRY INR PKR BDT LKR JPY CNY KRW TWD THB MYR "
    "IDR PHP VND AED SAR QAR KWD BHD OMR ILS JOD EGP MAD TND ZAR NGN KES GHS UGX TZS BRL MXN ARS CLP COP PEN UYU BOB "
    "PYG CRC DOP GTQ JMD TTD UAH ISK RSD FJD MUR XOF XAF"
)
CODES = frozenset(_CODES.split())

_SIGN = (
    r"(?:US\$|CA?\$|AU?\$|NZ\$|S\$|HK\$|NT\$|MX\$|R\$|[$€£¥₹₺₱₩₪₦฿₫₴]|zł|Kč|kr\b\.?|Rs\.?|RM|Fr\.|S/|Dhs|"
    r"R(?=\x20?\d[\d\x20.,]*[.,]\d\d))"
)
_CURRENCY = rf"(?:{_SIGN}|\b(?:{'|'.join(sorted(CODES))})\b)"
_MINUS = r"[-\u2013\u2212\u2010\u2011]"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # Indian grouping
    r"|\d{1,3}(?:[.,'\u2019\u00a0\u202f\u2009]\d{3})+(?:[.,]\d{1,12})?"
    r"|(?<=^)\d{1,3}(?:\x20\d{3})+$"  # 12 345, when nothing else stands there
    r"|\d{1,3}(?:\x20\d{3})+[.,]\d{1,8}(?!\d)"  # 1 234,56: a blank groups only before a fraction or a unit
    r"|\d{1,3}(?:\x20\d{3})+(?=\s?(?:kWh|MWh|m[3³]|€|Kč|zł|kr|MJ|Smc|Ft|lei|TL|SEK|NOK|DKK|CZK|PLN|HUF|RON))"
    r"|(?:(?<=[$€£])|(?<=[$€£]\x20))\d{1,6}[\x20_]\d{2}(?![\d\w.,/%])"  # a reader that lost the mark: $ 12 34
    r"|\d+[.,]\x20\d{2}(?![\d\w.,/])"  # a reader's gap after the decimal mark
    r"|\d+(?:[.,]\d+)?|[.,]\x20?\d+)"
)
NUMBER = re.compile(
    rf"(?<![\w.,/:#\u00b0])(?<!\d[-\u2013])(?P<open>\()?\x20?(?P<sign>{_MINUS}|\+)?\x20?(?P<before>{_CURRENCY})?\x20?(?P<sign2>{_MINUS}|\+)?\x20?"
    rf"(?P<digits>{_DIGITS})"
    rf"(?:(?P<tail>{_MINUS}(?![\w])|\))|\x20?(?P<after>{_CURRENCY}|(?:Ft|lei|TL)\b|c€|ct|¢|Rp\.?(?=\W|$)|[öø]re\b|snt\b|gr(?=/)|p(?=\s|$|/))?"
    rf"(?P<last>(?<!\d){_MINUS}(?!\w))?\)?(?:\x20?(?P<credit>CR|Cr|cr|DR|(?:in\x20)?[Cc]redit)\b)?)"
    rf"(?![\d]|[.,:/]\d|[-\u2013]\d|°|[oFC](?![\w])|[A-LN-Z]\d)"
)
FIGURE = re.compile(r"\d")
_VOTE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.,'\x20\u00a0\u202f]\d{3})*|\d+)([.,])\d{2}(?![\d.,%/])")
_MINOR = frozenset({"c€", "ct", "¢", "p", "öre", "øre", "gr", "Rp", "Rp."})


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number. ``places`` are the digits after the mark; ``currency`` is the printed sign or code.

    ``whole``: an amount of a currency without cents, by the looks of it.
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
        """Whether it looks like an amount: two decimals or a currency, and no hundredth of one."""
        return not self.minor and (self.places == 2 or self.whole or (self.currency is not None and self.places < 2))


def decimal_mark(text: str, favourite: str = POINT) -> str:
    """The mark before the last two digits of most numbers; ``favourite`` when none votes."""
    votes = {POINT: 0, COMMA: 0}
    for mark in _VOTE.findall(text):
        votes[mark] += 1
    if votes[POINT] == votes[COMMA]:
        return favourite
    return POINT if votes[POINT] > votes[COMMA] else COMMA


def numbers(text: str, mark: str) -> list[Number]:
    """All numbers of ``text`` from left to right; ``mark`` settles what is ambiguous."""
    return [_number(match, mark) for match in NUMBER.finditer(text)] if FIGURE.search(text) else []


def _number(match: re.Match[str], mark: str) -> Number:
    value, places = parsed(match["digits"], mark)
    currency = match["before"] or match["after"]
    negative = "-" in (_plain_minus(match["sign"]), _plain_minus(match["sign2"]))
    negative = negative or match["last"] is not None or (match["tail"] is not None and match["tail"] != ")")
    bracketed = match["open"] is not None and (match["tail"] == ")" or match[0].rstrip("CRcr ").endswith(")"))
    credit = (match["credit"] or "").upper().endswith(("CR", "CREDIT"))
    bracketed = bracketed and (mark == POINT or not match.string[: match.start()].strip())  # not "incl. VAT (1,20 €)"
    negative = negative or credit or (bracketed and (places == 2 or currency is not None))
    start = match.start() + (len(match[0]) - len(match[0].lstrip()))
    minor = match["after"] in _MINOR
    signed = negative or match["sign"] is not None or match["sign2"] is not None
    return Number(-value if negative else value, places, None if minor else currency, signed, minor, start, match.end())


def _plain_minus(sign: str | None) -> str:
    return "-" if sign and sign != "+" else ""


def parsed(digits: str, mark: str) -> tuple[Decimal, int]:
    """The value of ``digits`` and how many of them stand after the decimal mark."""
    if _LOST_MARK.match(digits):
        digits = f"{digits[:-3]}{mark}{digits[-2:]}"
    bare = digits.translate(_BLANKS)
    last = max(bare.rfind(POINT), bare.rfind(COMMA))
    if last < 0:
        return Decimal(bare), 0
    whole, fraction = bare[:last], bare[last + 1 :]
    own = bare[last]
    grouped = len(fraction) == 3 and whole and len(whole.replace(POINT, "").replace(COMMA, "")) >= 1 and own != mark
    if (own in whole and len(fraction) == 3) or (grouped and not whole.startswith("0")):
        return Decimal(_only_digits(bare)), 0
    return Decimal(f"{_only_digits(whole) or '0'}.{fraction}"), len(fraction)


_LOST_MARK = re.compile(r"\d+[\x20_]\d{2}$")
_BLANKS = str.maketrans(dict.fromkeys("'\u2019\u00a0\u202f\u2009 ", ""))


def _only_digits(text: str) -> str:
    return text.replace(POINT, "").replace(COMMA, "")
