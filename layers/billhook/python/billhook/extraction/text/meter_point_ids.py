"""Identifiers of meter points: which schemes have check digits, whether a number passes, schemes by shape.

Sources: CUPS, annex of the Spanish supply-point order (letters by modulo 529); CPE, the same rule with PT; MPAN, GB MRA
(primes without 11); MPRN, GB gas (modulo 11, two digits); NMI, AEMO NMI Procedure (ASCII Luhn); MaLo, BDEW codes; EAN,
GS1 GSRN and GLN (modulo 10); EIC, ENTSO-E (modulo 37).
"""

import re
from collections.abc import Callable

from billhook.extraction.text.check_digits import has_gs1, mod_37, weighted_sum

CUPS_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
MPAN_PRIMES = (43, 41, 37, 31, 29, 23, 19, 17, 13, 7, 5, 3)
"""From the right, of the first 12 digits."""

MPRN_WEIGHTS = tuple(range(1, 9))
"""From the right, of the digits before the check digits."""

CONFUSED = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B", "Z": "2", "2": "Z"}
"""Characters that a recogniser takes for each other."""

SHORTEST_NUMBER = 5
"""A printed invoice number may lack the series in front of it, but is at least so long."""

_APART = re.compile(r"[\W_]+")
_IBERIAN = re.compile(r"(ES|PT)(\d{16})([A-Z]{2})(?:\d[FPRCXYZ])?", re.ASCII)
_MPAN = re.compile(r"(?:\d{8})?(\d{13})", re.ASCII)
_IRISH_MPRN = re.compile(r"10\d{9}", re.ASCII)
_GB_MPRN = re.compile(r"\d{6,10}", re.ASCII)
_NMI = re.compile(r"[A-HJ-NP-Z0-9]{10}\d", re.ASCII)
_MALO = re.compile(r"[1-9]\d{10}", re.ASCII)
_EAN = re.compile(r"\d{18}", re.ASCII)
_EIC = re.compile(r"\d{2}[A-Z][A-Z0-9-]{12}[A-Z0-9]", re.ASCII)
_LONG_POINT = re.compile(r"(DE|AT)\d{11}[A-Z0-9]{20}|CH\d{11}[A-Z0-9]{20}", re.ASCII)


def plain_id(text: str) -> str:
    """The letters and digits of a printed number, in capitals; bills group them by blanks, dots and dashes."""
    return _APART.sub("", text).upper()


def is_same_number(printed: str, stated: str) -> bool:
    """Whether a printed number is a stated one, or its end without the series in front of it."""
    number, whole = plain_id(printed), plain_id(stated)
    return number == whole or (len(number) >= SHORTEST_NUMBER and whole.endswith(number))


def verdict(scheme: str, text: str) -> bool | None:
    """Whether a number of ``scheme`` (as ``Identifier.type``) has right check digits.

    ``None`` if the scheme has none, or the number is not one of it by its shape, so that nothing follows.
    """
    rule = _RULES.get(scheme)
    return rule(text.strip().upper() if scheme == "EIC" else plain_id(text)) if rule else None


def is_valid_id(scheme: str, text: str) -> bool:
    """Whether a number has the shape of ``scheme`` and right check digits."""
    return verdict(scheme, text) is True


def scheme_of(text: str) -> str | None:
    """The scheme of a number whose shape and check digits leave no other: CUPS, CPE, EAN, EIC, MELO, ZAEHLPUNKT."""
    number = plain_id(text)
    for scheme in ("CUPS", "CPE", "EAN"):
        if is_valid_id(scheme, number):
            return scheme
    if _LONG_POINT.fullmatch(number):
        return "MELO" if number.startswith("DE") else "ZAEHLPUNKT"
    return None


def corrected_id(scheme: str, text: str) -> str | None:
    """A number that fails its check with one character replaced by one that a recogniser takes for it.

    ``None`` unless exactly one replacement passes.
    """
    number = plain_id(text)
    others = (
        number[:at] + CONFUSED[letter] + number[at + 1 :] for at, letter in enumerate(number) if letter in CONFUSED
    )
    passing = [other for other in others if is_valid_id(scheme, other)]
    return passing[0] if len(passing) == 1 else None


def _iberian(country: str) -> Callable[[str], bool | None]:
    def rule(number: str) -> bool | None:
        match = _IBERIAN.fullmatch(number)
        if match is None or match[1] != country:
            return None
        quotient, rest = divmod(int(match[2]) % 529, 23)
        return match[3] == CUPS_LETTERS[quotient] + CUPS_LETTERS[rest]

    return rule


def _mpan(number: str) -> bool | None:
    match = _MPAN.fullmatch(number)
    return None if match is None else weighted_sum(match[1][:-1], MPAN_PRIMES) % 11 % 10 == int(match[1][-1])


def _mprn(number: str) -> bool | None:
    """Gas in Great Britain: 6 to 10 digits, two of them check digits. Electricity in Ireland has 11 digits and none."""
    if _IRISH_MPRN.fullmatch(number) or not _GB_MPRN.fullmatch(number):
        return None
    body = number[:-2]
    return weighted_sum(body, MPRN_WEIGHTS) % 11 == int(number[-2:])


def _nmi(number: str) -> bool | None:
    """With its check digit; 10 characters have none. The decimal digits of each ASCII code, doubled from the right."""
    if not _NMI.fullmatch(number):
        return None
    codes = (ord(letter) * (2 - at % 2) for at, letter in enumerate(reversed(number[:-1])))
    return -sum(int(digit) for code in codes for digit in str(code)) % 10 == int(number[-1])


def _malo(number: str) -> bool | None:
    if not _MALO.fullmatch(number):
        return None
    return -weighted_sum(number[:-1], (2, 1)) % 10 == int(number[-1])


def _ean(number: str) -> bool | None:
    return has_gs1(number) if _EAN.fullmatch(number) else None


def _eic(number: str) -> bool | None:
    return mod_37(number[:-1]) == number[-1] if _EIC.fullmatch(number) else None


_RULES: dict[str, Callable[[str], bool | None]] = {
    "CUPS": _iberian("ES"),
    "CPE": _iberian("PT"),
    "MPAN": _mpan,
    "MPRN": _mprn,
    "NMI": _nmi,
    "MALO": _malo,
    "EAN": _ean,
    "EIC": _eic,
}
SCHEMES = frozenset(_RULES)
"""The schemes with check digits."""
