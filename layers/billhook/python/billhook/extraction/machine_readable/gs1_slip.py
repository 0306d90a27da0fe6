"""Payment slips in GS1-128 (GS1 General Specifications; bills of Colombia and neighbours).

(415) location number of the payee, (8020) reference, (390n) amount with n decimals, (96) due date as YYYYMMDD, the last
by agreement of the country's banks. Elements of variable length end with FNC1 (0x1D).
"""

import re
from decimal import Decimal

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import CodeFormat, Values
from billhook.extraction.machine_readable.notation import day, digits
from billhook.extraction.text.check_digits import has_gs1

PAYEE, REFERENCE, DUE = "415", "8020", "96"
MOST_DECIMALS = 2
_ELEMENT = re.compile(
    r"(415)(\d{13})\x1d?|(8020)([!-z]{1,25})(?:\x1d|$)|(390\d)(\d{1,15})(?:\x1d|$)|(96)([!-z]{1,90})(?:\x1d|$)"
)


def parse(code: ScannedCode) -> Values | None:
    """The values of a slip; ``None`` for another code, and for one with other elements."""
    if not code.is_gs1:
        return None
    fields = _elements(code.content.decode("ascii").lstrip("\x1d"))
    if not has_gs1(fields[PAYEE]):
        return None
    due = fields.get(DUE)
    return stated(
        totalCharges=_total(fields),
        payeeAccount=fields[PAYEE],
        reference=fields[REFERENCE],
        dueDate=day(due) if due and len(due) == 8 else None,
    )


def _elements(text: str) -> dict[str, str]:
    """The values by application identifier. Raises ValueError for one that no slip has."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _ELEMENT.match(text, at)
        if match is None:
            raise ValueError("not an element of a slip")
        identifier, value = (part for part in match.groups() if part is not None)
        found[identifier] = value
        at = match.end()
    return found


def _total(fields: dict[str, str]) -> Decimal | None:
    for decimals in range(MOST_DECIMALS + 1):
        if value := fields.get(f"390{decimals}"):
            return Decimal(digits(value)).scaleb(-decimals) or None
    return None


GS1_SLIP = CodeFormat("gs1-slip", frozenset({Symbology.CODE_128}), parse)
