"""Saudi tax code (ZATCA e-invoicing, phases 1 and 2): base64 of elements of tag, length and UTF-8 value.

Tags: 1 seller, 2 VAT number, 3 time, 4 total with VAT, 5 VAT; 6 to 9 are hash, signature and keys of phase 2.
"""

import base64
import re
from datetime import datetime, timedelta

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import amount

SELLER, VAT_NUMBER, TIME, TOTAL, VAT = range(1, 6)
MOST_TAGS = 9
RIYADH = timedelta(hours=3)
_BASE_64 = re.compile(rb"A[Q-Za-f][A-Za-z0-9+/]{30,}={0,2}")
_VAT_NUMBER = re.compile(r"3\d{13}3", re.ASCII)


def parse(code: ScannedCode) -> Values | None:
    """The values of a tax code; ``None`` for another code."""
    if not _BASE_64.fullmatch(code.content):
        return None
    fields = _elements(base64.b64decode(code.content, validate=True))
    if not _VAT_NUMBER.fullmatch(fields[VAT_NUMBER].decode()):
        return None
    total, tax = amount(fields[TOTAL].decode()), amount(fields[VAT].decode())
    if tax > total:
        return None
    time = fields[TIME].decode()
    issued = datetime.fromisoformat(time)
    return stated(
        documentTotal=total,
        taxCharges=tax,
        billDate=(issued + RIYADH if time.endswith("Z") else issued).date(),
        payeeName=fields[SELLER].decode(),
        payeeTaxNumber=fields[VAT_NUMBER].decode(),
    )


def _elements(data: bytes) -> dict[int, bytes]:
    """The values by tag, whose order is 1, 2, 3 ... Raises ValueError for another order or length."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag, size = data[at], data[at + 1]
        value = data[at + 2 : at + 2 + size]
        if tag != len(found) + 1 or tag > MOST_TAGS or len(value) < size:
            raise ValueError("not an element")
        found[tag] = value
        at += 2 + size
    return found


ZATCA = CodeFormat("zatca", MATRIX, parse)
