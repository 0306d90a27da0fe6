"""Italian payment notices: the QR code of pagoPA (SANP, avvisi 3.0) and the code line of postal slips (TD 896, TD 674).

The last two digits of a notice number with the auxiliary digit 0 or 3, and of a client code, are the first 16 modulo
93.
"""

import re

from billhook.domain.document_text import ScannedCode
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import MATRIX, CodeFormat, Values
from billhook.extraction.machine_readable.notation import cents, digits
from billhook.extraction.text.check_digits import has_luhn

NOTICE, TAX_CODE = 18, 11
CHECKED = "03"
"""Auxiliary digits of notices whose check digits are known."""

_LINE_896 = re.compile(r"<(\d{18})>\s*(\d{8})\+(\d{2})>\s*(\d{12})<\s*896>", re.ASCII)
_LINE_674 = re.compile(r"<(\d{18})>\s*(\d{12})<\s*674>", re.ASCII)


def parse_pagopa(code: ScannedCode) -> Values | None:
    """The values of a pagoPA code, ``PAGOPA|002|notice|tax code|cents``; ``None`` for another one."""
    if not code.content.startswith(b"PAGOPA|002|"):
        return None
    _, _, notice, tax_code, total = code.content.decode("ascii").split("|")
    if len(digits(notice)) != NOTICE or len(digits(tax_code)) != TAX_CODE or not has_luhn(tax_code):
        return None
    if len(total) not in range(2, 12) or (notice[0] in CHECKED and not has_mod_93(notice)):
        return None
    return stated(totalCharges=cents(total), chargesUnits="EUR", payeeTaxNumber=tax_code, reference=notice)


def slip_line(text: str) -> Values | None:
    """The values of a code line of TD 896 (with amount) or TD 674; the ``+`` is its decimal mark."""
    if found := _LINE_896.fullmatch(text):
        client, euros, hundredths, account = found.groups()
        total = cents(euros + hundredths)
    elif found := _LINE_674.fullmatch(text):
        client, account = found.groups()
        total = None
    else:
        return None
    if not has_mod_93(client):
        return None
    return stated(totalCharges=total, chargesUnits="EUR", payeeAccount=account, reference=client)


def has_mod_93(number: str) -> bool:
    """Whether the last two of 18 digits are the others modulo 93."""
    return int(number[:16]) % 93 == int(number[16:])


PAGOPA = CodeFormat("pagopa", MATRIX, parse_pagopa)
