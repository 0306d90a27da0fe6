"""Merchant codes by EMV (MPM 1.1): Brazil's PIX and India's Bharat QR.

Elements of tag, two digits of length and value; a CRC ends them. A template (tags 26 to 51) belongs to the scheme that
its first field names.
"""

import binascii
import re

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import optional_amount

PIX_SCHEME, UPI_SCHEME = "br.gov.bcb.pix", "upi.npci.org"
CURRENCIES = {"986": "BRL", "356": "INR"}
NO_REFERENCE = "***"
_END = re.compile(rb"6304[0-9A-Fa-f]{4}")
_TEMPLATES = range(26, 52)


def parse_pix(code: ScannedCode) -> Values | None:
    """The values of a PIX code; one that names an address instead of a key leaves the amount to it."""
    return _values(code.content, PIX_SCHEME, "BRL")


def parse_bharat(code: ScannedCode) -> Values | None:
    """The values of a Bharat QR code with a UPI account; ``None`` for another code."""
    return _values(code.content, UPI_SCHEME, "INR")


def _values(content: bytes, scheme: str, unit: str) -> Values | None:
    if not content.startswith(b"000201") or not _END.fullmatch(content[-8:]):
        return None
    if binascii.crc_hqx(content[:-4], 0xFFFF) != int(content[-4:], 16):
        return None
    fields = elements(content.decode())
    templates = [elements(value) for tag, value in fields.items() if int(tag) in _TEMPLATES]
    scheme_template = next((template for template in templates if template.get("00", "").lower() == scheme), None)
    if scheme_template is None or CURRENCIES.get(fields.get("53", "")) != unit:
        return None
    more = elements(fields["62"]) if "62" in fields else {}
    reference = more.get("05", "")
    return stated(
        totalCharges=optional_amount(fields.get("54", "")),
        chargesUnits=unit,
        payeeAccount=scheme_template.get("01"),
        payeeName=fields.get("59"),
        reference=None if reference == NO_REFERENCE else reference,
    )


def elements(text: str) -> dict[str, str]:
    """The values by tag. Raises ValueError for a length that does not fit and for a tag that is repeated."""
    found: dict[str, str] = {}
    while text:
        tag, size = text[:2], int(text[2:4])
        if len(text) < 4 + size or tag in found or not tag.isdecimal():
            raise ValueError("not an element")
        found[tag], text = text[4 : 4 + size], text[4 + size :]
    return found


PIX = CodeFormat("pix", MATRIX, parse_pix)
BHARAT_QR = CodeFormat("bharat-qr", MATRIX, parse_bharat)
