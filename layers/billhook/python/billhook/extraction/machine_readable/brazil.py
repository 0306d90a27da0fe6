"""Brazilian slips: arrecadação of utilities and government (FEBRABAN layout 5), and bank boletos (44 digits, ITF).

The typed lines have 48 and 47 digits: the same digits in blocks, each with a check digit of its own. A due factor
counts days from 7 October 1997 and began again at 1000 on 22 February 2025, so it means one of two days.
"""

from datetime import date, timedelta

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.domain.witness import stated
from billhook.extraction.machine_readable.code_format import CodeFormat, Values
from billhook.extraction.machine_readable.notation import cents, digits
from billhook.extraction.text.check_digits import luhn, weighted_sum

LENGTH = 44
PRODUCT, SEGMENTS = "8", "12345679"
IN_REAIS, MOD_10 = "68", "67"
"""Value identifiers: the amount is in reais (else a quantity), and the check digits are modulo 10 (else 11)."""

REAL = "9"
"""The currency digit of a boleto."""

FIRST_DAY, SECOND_DAY = date(1997, 10, 7), date(2022, 5, 29)
"""Day 0 of both epochs of the due factor; factors below 1000 are not used."""

LEAST_FACTOR = 1000
_WEIGHTS = tuple(range(2, 10))
_BLOCK = 12
"""Digits of a block of a typed arrecadação line, its check digit included."""


def parse_arrecadacao(code: ScannedCode) -> Values | None:
    """The values of an arrecadação bar; ``None`` for another code."""
    return arrecadacao(code.content.decode("ascii"))


def parse_boleto(code: ScannedCode) -> Values | None:
    """The values of a boleto bar; ``None`` for another code."""
    return boleto(code.content.decode("ascii"))


def arrecadacao(number: str) -> Values | None:
    """The values of the 44 digits; ``None`` if the general check digit (the fourth) is wrong."""
    if len(digits(number)) != LENGTH or number[0] != PRODUCT or number[1] not in SEGMENTS or number[2] not in "6789":
        return None
    if _arrecadacao_digit(number[:3] + number[4:], number[2]) != int(number[3]):
        return None
    total = cents(number[4:15]) if number[2] in IN_REAIS else None
    return stated(totalCharges=total or None, chargesUnits="BRL", payeeAccount=number[15:19], reference=number[19:])


def arrecadacao_line(line: str) -> Values | None:
    """The values of a typed line of 48 digits; ``None`` if one of its four block digits is wrong."""
    if len(digits(line)) != 4 * _BLOCK:
        return None
    blocks = [line[start : start + _BLOCK] for start in range(0, len(line), _BLOCK)]
    if any(_arrecadacao_digit(block[:-1], line[2]) != int(block[-1]) for block in blocks):
        return None
    return arrecadacao("".join(block[:-1] for block in blocks))


def _arrecadacao_digit(text: str, value_id: str) -> int:
    if value_id in MOD_10:
        return luhn(text)
    rest = weighted_sum(text, _WEIGHTS) % 11
    return 0 if rest < 2 else 11 - rest if rest < 10 else 1


def boleto(number: str) -> Values | None:
    """The values of the 44 digits; ``None`` if the general check digit (the fifth) is wrong."""
    if len(digits(number)) != LENGTH or number[3] != REAL or number[:3] == "000":
        return None
    rest = 11 - weighted_sum(number[:4] + number[5:], _WEIGHTS) % 11
    if (1 if rest in {10, 11} else rest) != int(number[4]):
        return None
    return stated(
        totalCharges=cents(number[9:19]) or None,
        chargesUnits="BRL",
        payeeAccount=number[:3],
        reference=number[19:],
        dueDateEither=_due_dates(int(number[5:9])),
    )


def boleto_line(line: str) -> Values | None:
    """The values of a typed line of 47 digits; ``None`` if the digit of one of its three fields is wrong."""
    if len(digits(line)) != 47:
        return None
    fields = line[:10], line[10:21], line[21:32]
    if any(luhn(field[:-1]) != int(field[-1]) for field in fields):
        return None
    return boleto(line[:4] + line[32] + line[33:47] + line[4:9] + line[10:20] + line[21:31])


def _due_dates(factor: int) -> str | None:
    """Both days of a factor, separated by a blank; ``None`` without a due date."""
    if factor == 0:
        return None
    if factor < LEAST_FACTOR:
        raise ValueError("not a due factor")
    return f"{FIRST_DAY + timedelta(days=factor)} {SECOND_DAY + timedelta(days=factor)}"


ARRECADACAO = CodeFormat("arrecadacao", frozenset({Symbology.ITF}), parse_arrecadacao)
BOLETO = CodeFormat("boleto", frozenset({Symbology.ITF}), parse_boleto)
