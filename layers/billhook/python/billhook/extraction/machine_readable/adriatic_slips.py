"""Payment slips of Croatia (HUB-3A, PDF417) and Slovenia (UPN QR): lines of fixed order."""

import re
from datetime import date

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import cents, creditor_reference, digits, iban, line_list

HUB3_LINES, UPN_LINES = 14, 19
HUB3_AMOUNT, UPN_AMOUNT = 15, 11
"""Digits of an amount in hundredths."""

_PURPOSE = re.compile("[A-Z]{4}")


def parse_hub3(code: ScannedCode) -> Values | None:
    """The values of a Croatian slip (HUB 3A, from 2012; euros since 2023); ``None`` for another code."""
    if not code.content.startswith(b"HRVHUB30"):
        return None
    is_utf_8 = _is_utf_8(code.content)
    lines = [line.strip() for line in line_list(code.content, "utf-8" if is_utf_8 else "windows-1250")]
    while len(lines) > HUB3_LINES and not lines[-1]:
        lines.pop()
    if len(lines) != HUB3_LINES or lines[1] not in {"EUR", "HRK"} or len(digits(lines[2])) != HUB3_AMOUNT:
        return None
    account = iban(lines[9])
    if account[:2] != "HR" or not _PURPOSE.fullmatch(lines[12]):
        return None
    return stated(
        totalCharges=cents(lines[2]) or None,
        chargesUnits=lines[1],
        payeeAccount=account,
        payeeName=lines[6] if is_utf_8 else None,
        reference=f"{lines[10]} {lines[11]}" if lines[11] else None,
    )


def _is_utf_8(content: bytes) -> bool:
    """Whether the text is UTF-8, as of today's makers. Older ones use Windows-1250 or ISO 8859-2; none names it."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def parse_upn(code: ScannedCode) -> Values | None:
    """The values of a Slovenian slip (UPN QR, 2016); ``None`` for another code.

    Line 20 is the number of characters of the 19 lines before it with their line feeds. The code is in ISO 8859-2.
    """
    if not code.content.startswith(b"UPNQR\n"):
        return None
    lines = code.content.decode("iso-8859-2").split("\n")
    whole = sum(len(line) + 1 for line in lines[:UPN_LINES])
    if len(lines) <= UPN_LINES or int(digits(lines[UPN_LINES])) != whole or len(digits(lines[8])) != UPN_AMOUNT:
        return None
    account = iban(lines[14])
    if account[:2] != "SI":
        return None
    reference = lines[15].strip()
    return stated(
        totalCharges=cents(lines[8]) or None,
        chargesUnits="EUR",
        payeeAccount=account,
        payeeName=lines[16],
        reference=creditor_reference(reference) if reference.startswith("RF") else reference,
        dueDate=_day(lines[13]) if lines[13].strip() else None,
    )


def _day(text: str) -> date:
    """A day as ``DD.MM.YYYY``."""
    day, month, year = text.strip().split(".")
    return date(int(digits(year)), int(digits(month)), int(digits(day)))


HUB3 = CodeFormat("hub3", frozenset({Symbology.PDF417}) | MATRIX, parse_hub3)
UPN_QR = CodeFormat("upn-qr", MATRIX, parse_upn)
