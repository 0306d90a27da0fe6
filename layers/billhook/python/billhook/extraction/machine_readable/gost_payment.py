"""Payment codes by GOST R 56042-2014 (``ST0001``), of Russian utility bills. Sums are in kopecks.

The header names charset and separator: ``ST00012|`` is UTF-8 and a bar. Keys come in any order and case.
"""

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import cents, digits

HEADER = b"ST0001"
CHARSETS = {b"1": "windows-1251", b"2": "utf-8", b"3": "koi8-r"}
REQUIRED = ("name", "personalacc", "bankname", "bic", "correspacc")
ACCOUNT, BIC = 20, 9


def parse(code: ScannedCode) -> Values | None:
    """The values of a payment code; ``None`` for another one."""
    if not code.content.startswith(HEADER) or len(code.content) < len(HEADER) + 2:
        return None
    charset, separator = CHARSETS[code.content[6:7]], code.content[7:8].decode("ascii")
    parts = (part.partition("=") for part in code.content[8:].decode(charset).split(separator))
    fields = {key.lower(): value.strip() for key, equals, value in parts if equals}
    if any(name not in fields for name in REQUIRED):
        return None
    if len(digits(fields["personalacc"])) != ACCOUNT or len(digits(fields["bic"])) != BIC:
        return None
    return stated(
        totalCharges=cents(fields["sum"]) if fields.get("sum") else None,
        chargesUnits="RUB",
        payeeAccount=fields["personalacc"],
        payeeName=fields["name"],
        accountNumber=fields.get("persacc"),
    )


GOST_PAYMENT = CodeFormat("st00012", MATRIX, parse)
