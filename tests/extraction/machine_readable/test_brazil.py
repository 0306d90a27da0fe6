"""Brazilian slips: published bars and typed lines, an independent generator, and numbers with one wrong digit."""

from collections.abc import Callable

import pytest

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.extraction.machine_readable.brazil import (
    arrecadacao,
    arrecadacao_line,
    boleto,
    boleto_line,
    parse_arrecadacao,
    parse_boleto,
)
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import PLACE

UTILITY, UTILITY_LINE = (
    "83620000000667800481001809756573100158963608",
    "836200000005667800481000180975657313001589636081",
)
MOD_11_LINE = "858900004609524601791605607593050865831483000010"
BANK, BANK_LINE = (
    "00193373700000001000500940144816060680935031",
    "00190500954014481606906809350314337370000000100",
)


def itf(number: str) -> ScannedCode:
    return ScannedCode(Symbology.ITF, number.encode(), PLACE)


def test_utility_bar_and_line_state_the_same_values() -> None:
    expected = {
        "totalCharges": "66.78",
        "chargesUnits": "BRL",
        "payeeAccount": "0048",
        "reference": "1001809756573100158963608",
    }

    assert parse_arrecadacao(itf(UTILITY)) == arrecadacao(UTILITY) == arrecadacao_line(UTILITY_LINE) == expected


def test_line_of_value_identifier_8_is_checked_by_modulo_11() -> None:
    values = arrecadacao_line(MOD_11_LINE)

    assert values is not None
    assert values["totalCharges"] == "46052.46"


def test_bank_bar_and_line_state_the_same_values() -> None:
    expected = {
        "totalCharges": "1.00",
        "chargesUnits": "BRL",
        "payeeAccount": "001",
        "reference": "0500940144816060680935031",
        "dueDateEither": "2007-12-31 2032-08-21",
    }

    assert parse_boleto(itf(BANK)) == boleto(BANK) == boleto_line(BANK_LINE) == expected


def with_factor(factor: str) -> str:
    """The published bank slip with another due factor and the check digit that fits."""
    numbers = (f"{BANK[:4]}{digit}{factor}{BANK[9:]}" for digit in range(1, 10))
    return next(number for number in numbers if boleto(number) is not None)


@pytest.mark.parametrize(
    ("factor", "days"), [("1000", "2000-07-03 2025-02-22"), ("9999", "2025-02-21 2049-10-13"), ("0000", None)]
)
def test_due_factor_means_a_day_in_each_epoch(factor: str, days: str | None) -> None:
    values = boleto(with_factor(factor))

    assert values is not None
    assert values.get("dueDateEither") == days


@pytest.mark.parametrize("number", [UTILITY, BANK])
@pytest.mark.parametrize("length", [10, 26, 30, 43, 45])
def test_values_of_bar_that_is_cut_or_longer_is_none(number: str, length: int) -> None:
    assert values_of(itf((number * 2)[:length])) is None
    assert values_of(itf(number[-length:] if length < 44 else number + "0")) is None


@pytest.mark.parametrize("number", [UTILITY, BANK])
def test_values_of_bar_with_one_other_digit_is_none(number: str) -> None:
    changed = [f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}" for at in range(44)]

    assert [item for item in changed if values_of(itf(item)) is not None] == []


@pytest.mark.parametrize(("line", "read"), [(UTILITY_LINE, arrecadacao_line), (BANK_LINE, boleto_line)])
def test_line_with_one_other_digit_is_none(line: str, read: Callable[[str], object]) -> None:
    changed = [f"{line[:at]}{(int(line[at]) + 1) % 10}{line[at + 1 :]}" for at in range(len(line))]

    assert [item for item in changed if read(item) is not None] == []
