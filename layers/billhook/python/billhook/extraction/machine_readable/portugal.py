"""Portuguese tax code (Portaria 195/2020, QR) and the printed Multibanco reference.

Fields ``KEY:value`` separated by ``*``. The total (O) is that of the document, not the amount to pay; N is the tax.
"""

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import amount, day, digits
from billhook.extraction.text.check_digits import weighted_sum

REQUIRED = ("A", "B", "C", "D", "E", "F", "G", "H", "N", "O", "Q", "R")
INVALID = "A"
"""The status (E) of a cancelled document."""

CREDIT_NOTE = "NC"
_NIF_WEIGHTS = tuple(range(2, 10))


def parse(code: ScannedCode) -> Values | None:
    """The values of a tax code; ``None`` for another code, and for a document that is cancelled or a credit note."""
    if not code.content.startswith(b"A:") or b"*B:" not in code.content:
        return None
    fields = dict(part.split(":", 1) for part in code.content.decode().split("*"))
    if any(name not in fields for name in REQUIRED) or not is_nif(fields["A"]):
        return None
    if fields["E"] == INVALID or fields["D"] == CREDIT_NOTE:
        return None
    return stated(
        documentTotal=amount(fields["O"]),
        taxCharges=amount(fields["N"]),
        chargesUnits="EUR",
        billDate=day(fields["F"]),
        invoiceId=fields["G"],
        payeeTaxNumber=fields["A"],
    )


def is_nif(text: str) -> bool:
    """Whether the ninth digit of a Portuguese tax number is right (modulo 11; 10 counts as 0)."""
    if len(digits(text)) != 9:
        return False
    return -weighted_sum(text[:-1], _NIF_WEIGHTS) % 11 % 10 == int(text[-1])


def multibanco(entity: str, reference: str, total: str) -> Values | None:
    """The values of a printed payment; the last two digits of the reference prove entity, reference and amount.

    98 minus the remainder by 97 of entity, reference without its last two digits, and the amount in 8 digits of cents.
    """
    if len(digits(entity)) != 5 or len(digits(reference)) != 9:
        return None
    euros = amount(total)
    number = f"{entity}{reference[:-2]}{int(euros * 100):08d}"
    if 98 - int(number) * 100 % 97 != int(reference[-2:]):
        return None
    return stated(totalCharges=euros, chargesUnits="EUR", payeeAccount=entity, reference=reference)


AT_QR = CodeFormat("at-qr", MATRIX, parse)
