"""EPC QR code for SEPA credit transfers (EPC069-12 version 3.1): "Zahlen mit Code", Girocode, Finnish bills.

Lines: BCD, version, charset, SCT, BIC, name, IBAN, amount, purpose, structured reference, text, information. The
charset is the code's own (line 3), not that of the symbol. Finnish bills put the due date into the information line.
"""

import re
from decimal import Decimal

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import amount, creditor_reference, day, iban, line_list

CHARSETS = {
    "1": "utf-8",
    "2": "iso-8859-1",
    "3": "iso-8859-2",
    "4": "iso-8859-4",
    "5": "iso-8859-5",
    "6": "iso-8859-7",
    "7": "iso-8859-10",
    "8": "iso-8859-15",
}
LINES = range(7, 13)
"""Lines at the end that are empty may be left out; the account is the last that may not."""

LONGEST_NAME = 70
_DUE = re.compile(r"ReqdExctnDt/(\d{4}-\d\d-\d\d)", re.ASCII)


def parse(code: ScannedCode) -> Values | None:
    """The values of an EPC code; ``None`` for another one."""
    if not code.content.startswith((b"BCD\n", b"BCD\r")):
        return None
    charset = CHARSETS[line_list(code.content, "ascii" if code.content.isascii() else "iso-8859-1")[2].strip()]
    lines = [line.strip() for line in line_list(code.content, charset)]
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) not in LINES or lines[1] not in {"001", "002"} or lines[3] not in {"SCT", "INST"}:
        return None
    _, _, _, _, _, name, account, total, _, reference, text, information = (*lines, *[""] * (12 - len(lines)))
    if not name or len(name) > LONGEST_NAME or (reference and text):
        return None
    due = _DUE.search(information)
    return stated(
        totalCharges=_total(total),
        chargesUnits="EUR",
        payeeAccount=iban(account),
        payeeName=name,
        reference=creditor_reference(reference) if reference.upper().startswith("RF") else reference,
        dueDate=day(due[1]) if due else None,
    )


def _total(text: str) -> Decimal | None:
    if not text:
        return None
    if not text.startswith("EUR"):
        raise ValueError("not in euros")
    return amount(text[3:])


EPC_QR = CodeFormat("epc-qr", MATRIX, parse)
