"""Notation of code fields: amounts, days, account numbers and charsets, as strictly as the formats write them.

Functions raise ValueError for anything else: a field that is not written by the rule is damaged or of another format.
"""

import re
from datetime import date
from decimal import Decimal

from billhook.extraction.text.check_digits import has_iso_7064

CENT = Decimal("0.01")
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_RF = re.compile(r"RF\d{2}[A-Z0-9]{1,21}", re.ASCII)


def amount(text: str) -> Decimal:
    """An amount with a decimal point and at most two decimals, to two decimals: ``12.3`` -> 12.30."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError("not an amount")
    return Decimal(text).quantize(CENT)


def cents(text: str) -> Decimal:
    """An amount in hundredths: ``00001230`` -> 12.30."""
    return Decimal(int(digits(text))).scaleb(-2)


def optional_amount(text: str) -> Decimal | None:
    """As ``amount``; ``None`` for an empty field, which leaves the amount to the payer."""
    return amount(text) if text else None


def digits(text: str) -> str:
    """``text`` if it consists of ASCII digits."""
    if not _DIGITS.fullmatch(text):
        raise ValueError("not digits")
    return text


def day(text: str) -> date:
    """A day as ``YYYYMMDD`` or ``YYYY-MM-DD``."""
    plain = text.replace("-", "") if len(text) == 10 else text
    if len(digits(plain)) != 8:
        raise ValueError("not a day")
    return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))


def short_day(text: str) -> date | None:
    """A day of this century as ``YYMMDD``; ``None`` for zeros."""
    return day("20" + text) if digits(text) != "000000" else None


def iban(text: str) -> str:
    """An IBAN with right check digits, without blanks."""
    plain = text.replace(" ", "").upper()
    if not (_IBAN.fullmatch(plain) and has_iso_7064(plain)):
        raise ValueError("not an IBAN")
    return plain


def creditor_reference(text: str) -> str:
    """An ISO 11649 reference (RF) with right check digits; zeros after them are no part of it."""
    plain = text.replace(" ", "").upper()
    if not (_RF.fullmatch(plain) and has_iso_7064(plain)):
        raise ValueError("not a creditor reference")
    return plain[:4] + plain[4:].lstrip("0")


def currency(text: str) -> str:
    """An ISO 4217 code: three capital letters."""
    if not re.fullmatch(r"[A-Z]{3}", text, re.ASCII):
        raise ValueError("not a currency")
    return text


def line_list(content: bytes, charset: str) -> list[str]:
    """The lines of a code; CRLF, LF and CR all end one."""
    return content.decode(charset).replace("\r\n", "\n").replace("\r", "\n").split("\n")
