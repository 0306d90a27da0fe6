"""National payment references: Norwegian KID, Swedish OCR, Danish FIK, Dutch betalingskenmerk, Belgian OGM.

Each function returns the values of a reference with right check digits and ``None`` for any other number. Whether a KID
uses modulo 10 or 11 is agreed between biller and bank, so both count.
"""

from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import Values
from billhook.extraction.machine_readable.notation import digits
from billhook.extraction.text.check_digits import has_luhn, weighted_sum

KID_LENGTHS, OCR_LENGTHS, DUTCH_LENGTHS = range(3, 26), range(2, 26), (16,)
FIK_LENGTHS = {"71": 15, "75": 16}
_KID_WEIGHTS = tuple(range(2, 8))
_DUTCH_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)


def kid(number: str) -> Values | None:
    """A Norwegian customer identification; the check character of modulo 11 may be ``-``."""
    body, check = digits(number[:-1]), number[-1:]
    if len(number) not in KID_LENGTHS:
        return None
    rest = -weighted_sum(body, _KID_WEIGHTS) % 11
    is_right = (check.isdecimal() and has_luhn(number)) or check == ("-" if rest == 10 else str(rest))
    return stated(reference=number) if is_right else None


def swedish_ocr(number: str) -> Values | None:
    """A Swedish OCR number: Luhn."""
    return stated(reference=number) if len(digits(number)) in OCR_LENGTHS and has_luhn(number) else None


def fik(kind: str, number: str, creditor: str) -> Values | None:
    """A Danish payment line ``+71<number+creditor<``: Luhn over 15 (71) or 16 (75) digits."""
    if len(digits(number)) != FIK_LENGTHS.get(kind) or not has_luhn(number):
        return None
    return stated(reference=f"+{kind}<{number}", payeeAccount=digits(creditor), chargesUnits="DKK")


def dutch_reference(number: str) -> Values | None:
    """A betalingskenmerk of 16 digits, whose first digit is its check digit (modulo 11)."""
    if len(digits(number)) not in DUTCH_LENGTHS:
        return None
    check = 11 - weighted_sum(number[1:], _DUTCH_WEIGHTS) % 11
    return stated(reference=number) if int(number[0]) == {10: 1, 11: 0}.get(check, check) else None


def ogm(number: str) -> Values | None:
    """A Belgian structured communication of 12 digits: the last two are the others modulo 97, 97 for none."""
    if len(digits(number)) != 12 or (int(number[:10]) % 97 or 97) != int(number[10:]):
        return None
    return stated(reference=f"+++{number[:3]}/{number[3:7]}/{number[7:]}+++")
