"""Finnish virtual bar code (Bank Bar Code Guide 5.3), versions 4 and 5: 54 digits, as Code 128 and typed.

Version, the 16 digits of the IBAN after FI, 6 digits of euros and 2 of cents (zeros: not stated), the reference, and
the due date as YYMMDD (zeros: none). The RF reference of version 5 has its padding after the check digits.
"""

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import CodeFormat, Values
from billhook.extraction.machine_readable.notation import cents, creditor_reference, digits, iban, short_day
from billhook.extraction.text.check_digits import weighted_sum

LENGTH = 54
LONGEST_REFERENCE = 20
_WEIGHTS = (7, 3, 1)


def parse(code: ScannedCode) -> Values | None:
    """The values of a virtual bar code; ``None`` for another code."""
    return virtual_bar_code(code.content.decode("ascii"))


def virtual_bar_code(number: str) -> Values | None:
    """The values of the 54 digits; ``None`` for another number."""
    if len(digits(number)) != LENGTH or number[0] not in "45":
        return None
    reference = _national(number[28:48]) if number[0] == "4" else creditor_reference(f"RF{number[25:48]}")
    if number[0] == "4" and number[25:28] != "000":
        return None
    return stated(
        totalCharges=cents(number[17:25]) or None,
        chargesUnits="EUR",
        payeeAccount=iban(f"FI{number[1:17]}"),
        reference=reference,
        dueDate=short_day(number[48:]),
    )


def _national(text: str) -> str:
    """A national reference without padding. Raises ValueError for a wrong check digit."""
    reference = text.lstrip("0")
    if not is_national_reference(reference):
        raise ValueError("not a reference")
    return reference


def is_national_reference(text: str) -> bool:
    """Whether 4 to 20 digits end with their check digit (weights 7, 3, 1 from the right)."""
    if not 4 <= len(text) <= LONGEST_REFERENCE:
        return False
    return -weighted_sum(digits(text)[:-1], _WEIGHTS) % 10 == int(text[-1])


VIRTUAL_BAR_CODE = CodeFormat("virtual-bar-code", frozenset({Symbology.CODE_128}), parse)
