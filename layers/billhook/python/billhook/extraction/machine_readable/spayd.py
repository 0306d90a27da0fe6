"""Short Payment Descriptor (SPAYD 1.0, "QR Platba"), of Czech and some Slovak bills.

``SPD*1.0*KEY:value*...`` in any order. A bill's reference is the variable symbol (X-VS).
"""

from urllib.parse import unquote

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import amount, currency, day, digits, iban

START = "SPD*1.0*"
LONGEST_SYMBOL = 10
FREE_TEXTS = frozenset({"RN", "MSG"})
"""Name and message. Some generators do not escape an asterisk in them (``MSG:Voda * leden``): it splits the field."""


def parse(code: ScannedCode) -> Values | None:
    """The values of a payment descriptor; ``None`` for another code."""
    if not code.content.startswith(START.encode()):
        return None
    fields = _fields(code.content.decode().removeprefix(START))
    account, _, _ = fields["ACC"].partition("+")
    return stated(
        totalCharges=amount(fields["AM"]) if "AM" in fields else None,
        chargesUnits=currency(fields["CC"]) if "CC" in fields else None,
        payeeAccount=iban(account),
        payeeName=fields.get("RN"),
        reference=_symbol(fields["X-VS"]) if "X-VS" in fields else None,
        dueDate=day(fields["DT"]) if "DT" in fields else None,
    )


def _fields(text: str) -> dict[str, str]:
    """The fields by key. Raises ValueError for a key that is repeated and for a part that belongs to no field."""
    fields: dict[str, str] = {}
    last = ""
    for part in text.rstrip("*").split("*"):
        key, colon, value = part.partition(":")
        if colon and key not in fields:
            fields[key] = unquote(value, errors="strict")
            last = key
        elif not colon and last in FREE_TEXTS:
            fields[last] += "*" + unquote(part, errors="strict")
        else:
            raise ValueError("not a descriptor")
    return fields


def _symbol(text: str) -> str:
    if len(digits(text)) > LONGEST_SYMBOL:
        raise ValueError("not a variable symbol")
    return text.lstrip("0")


SPAYD = CodeFormat("spayd", MATRIX, parse)
