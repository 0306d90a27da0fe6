"""Finnish virtual bar code: the published examples of both versions, and numbers with one wrong digit."""

import pytest

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.extraction.machine_readable.finland import is_national_reference, parse, virtual_bar_code
from tests.extraction.machine_readable.codes import PLACE

VERSION_4 = "437159030000007760000122500000000000000000011112161221"
VERSION_5 = "537159030000007760000011098000000000000000011112170101"


def test_virtual_bar_code_of_version_4_gives_all_values() -> None:
    assert parse(ScannedCode(Symbology.CODE_128, VERSION_4.encode(), PLACE)) == {
        "totalCharges": "12.25",
        "chargesUnits": "EUR",
        "payeeAccount": "FI3715903000000776",
        "reference": "11112",
        "dueDate": "2016-12-21",
    }


def test_virtual_bar_code_of_version_5_gives_creditor_reference() -> None:
    values = virtual_bar_code(VERSION_5)

    assert values is not None
    assert (values["reference"], values["totalCharges"], values["dueDate"]) == ("RF9811112", "1.10", "2017-01-01")


def test_virtual_bar_code_of_zeros_states_no_amount_and_no_date() -> None:
    values = virtual_bar_code(f"{VERSION_4[:17]}00000000{VERSION_4[25:48]}000000")

    assert values is not None
    assert {"totalCharges", "dueDate"}.isdisjoint(values)


@pytest.mark.parametrize("number", [VERSION_4, VERSION_5])
@pytest.mark.parametrize("at", [0, 1, 5, 16, 30, 47, 53])
def test_virtual_bar_code_with_wrong_digit_gives_no_other_payee(number: str, at: int) -> None:
    changed = f"{number[:at]}{(int(number[at]) + 3) % 10}{number[at + 1 :]}"
    try:
        values = virtual_bar_code(changed)
    except ValueError:
        values = None

    assert values is None or (values["payeeAccount"], at) == ("FI3715903000000776", 53)


def test_national_reference_needs_four_to_twenty_digits() -> None:
    assert [is_national_reference(text) for text in ("11112", "11113", "112", "1" * 21)] == [True, False, False, False]
