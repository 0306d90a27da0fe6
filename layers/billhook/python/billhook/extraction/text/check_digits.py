"""Check digits of references and identifiers. Arguments are strings of digits (or of letters where stated).

Every function is pure arithmetic of a published rule; other text raises ValueError. Which number follows which rule is
the business of ``meter_point_ids`` and of the formats in ``machine_readable``.
"""

from itertools import cycle

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters count 10 to 35, as in ISO 7064."""

_RECURSIVE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def luhn(digits: str) -> int:
    """The digit that makes ``digits`` pass Luhn's rule (modulo 10, weights 2 and 1 from the right, digits summed)."""
    products = (int(digit) * weight for digit, weight in zip(reversed(digits), cycle((2, 1)), strict=False))
    return -sum(product // 10 + product % 10 for product in products) % 10


def has_luhn(number: str) -> bool:
    """Whether the last digit is the Luhn digit of the others."""
    return len(number) > 1 and luhn(number[:-1]) == int(number[-1])


def gs1(digits: str) -> int:
    """The GS1 check digit (EAN, GLN, GSRN): modulo 10, weights 3 and 1 from the right."""
    return -weighted_sum(digits, (3, 1)) % 10


def has_gs1(number: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others."""
    return len(number) > 1 and gs1(number[:-1]) == int(number[-1])


def recursive_mod_10(digits: str) -> int:
    """The check digit of Swiss QR references and slips (modulo 10, recursive)."""
    carry = 0
    for digit in digits:
        carry = _RECURSIVE[(carry + int(digit)) % 10]
    return -carry % 10


def weighted_sum(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of the digits from the right, each times its weight; the weights repeat."""
    return sum(int(digit) * weight for digit, weight in zip(reversed(digits), cycle(weights), strict=False))


def mod_97(text: str) -> int:
    """The remainder by 97 of ``text`` as a number, letters as 10 to 35."""
    return int("".join(str(ALPHABET.index(letter)) for letter in text)) % 97


def has_iso_7064(text: str) -> bool:
    """Whether an IBAN or an RF reference passes modulo 97-10, its country and check digits in front."""
    return len(text) > 4 and mod_97(text[4:] + text[:4]) == 1


def mod_37(text: str) -> str:
    """The check character of an EIC: modulo 37 over 15 characters, ``-`` counts 36."""
    values = (ALPHABET.index(letter) if letter != "-" else 36 for letter in text)
    total = sum(value * weight for value, weight in zip(values, range(16, 1, -1), strict=True))
    return f"{ALPHABET}-"[36 - (total - 1) % 37]
