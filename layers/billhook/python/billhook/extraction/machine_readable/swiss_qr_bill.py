"""Swiss QR-bill (SIX implementation guidelines 2.3): QR-IBAN or IBAN, amount, reference, bill information.

31 lines, 32 with bill information, up to 34 with alternative schemes. All seven lines of an address are there even if
the address is not. The bill information of Swico (``//S1/``) has the invoice number, its date and the terms.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import (
    creditor_reference,
    digits,
    iban,
    line_list,
    optional_amount,
    short_day,
)
from billhook.extraction.text.check_digits import recursive_mod_10

LINES = range(31, 35)
NOT_FOR_PAYMENT = "0.00"
"""The amount of a notification, which is no total."""

QR_IBAN = range(30000, 32000)
"""Institution numbers of QR-IBANs, which need a QR reference."""

_SWICO = re.compile(r"/(\d\d)/((?:[^/\\]|\\.)*)")


def parse(code: ScannedCode) -> Values | None:
    """The values of a Swiss QR code; ``None`` for another one."""
    if not code.content.startswith((b"SPC\n", b"SPC\r\n")):
        return None
    lines = line_list(code.content.rstrip(b"\r\n") if code.content.count(b"\n") > 33 else code.content, "utf-8")
    if len(lines) not in LINES or lines[1][:2] != "02" or lines[2] != "1" or lines[30] != "EPD":
        return None
    if lines[19] not in {"CHF", "EUR"}:
        return None
    account = iban(lines[3])
    if account[:2] not in {"CH", "LI"}:
        return None
    reference = _reference(lines[27], lines[28], account)
    terms = _bill_information(lines[31] if len(lines) > 31 else "")
    total = optional_amount(lines[18])
    return stated(
        totalCharges=None if lines[18] == NOT_FOR_PAYMENT else total,
        chargesUnits=lines[19],
        payeeAccount=account,
        payeeName=lines[5],
        reference=reference,
        **terms,
    )


def _reference(kind: str, reference: str, account: str) -> str:
    """The checked reference; a QR-IBAN has a QR reference and no other account has one."""
    if (kind == "QRR") != (int(account[4:9]) in QR_IBAN):
        raise ValueError("reference and account do not fit")
    if kind == "QRR":
        if len(digits(reference)) != 27 or recursive_mod_10(reference[:-1]) != int(reference[-1]):
            raise ValueError("wrong check digit")
        return reference
    if kind == "SCOR":
        return creditor_reference(reference)
    if kind != "NON" or reference:
        raise ValueError("not a type of reference")
    return ""


def _bill_information(text: str) -> dict[str, str | date | None]:
    """Invoice number, bill date and due date of Swico S1; empty for other bill information."""
    if not text.startswith("//S1/"):
        return {}
    tags = dict(_tags(text))
    billed = short_day(tags["11"]) if "11" in tags else None
    return {"invoiceId": tags.get("10"), "billDate": billed, "dueDate": _due_date(billed, tags.get("40", ""))}


def _tags(text: str) -> Iterator[tuple[str, str]]:
    for tag, value in _SWICO.findall(text.removeprefix("//S1")):
        yield tag, re.sub(r"\\(.)", r"\1", value)


def _due_date(billed: date | None, terms: str) -> date | None:
    """The last day without a discount: terms are ``discount:days``, separated by semicolons (``2:10;0:30``)."""
    net = [int(days) for share, _, days in (term.partition(":") for term in terms.split(";")) if share in {"0", ""}]
    return billed + timedelta(days=net[0]) if billed and net else None


SWISS_QR_BILL = CodeFormat("swiss-qr-bill", MATRIX, parse)
