"""Italian notices: pagoPA codes and postal code lines, and numbers that break a rule."""

import pytest

from billhook.extraction.machine_readable.italy import has_mod_93, parse_pagopa, slip_line
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

NOTICE = "PAGOPA|002|001340000013900808|00488410010|5000"
LINE_896 = "<001340000013900808> 00000123+45> 000012345678< 896>"


def test_parse_pagopa_gives_all_values() -> None:
    assert parse_pagopa(qr(NOTICE)) == {
        "totalCharges": "50.00",
        "chargesUnits": "EUR",
        "payeeTaxNumber": "00488410010",
        "reference": "001340000013900808",
    }


def test_slip_line_of_td_896_takes_the_plus_for_a_decimal_mark() -> None:
    values = slip_line(LINE_896)

    assert values is not None
    assert (values["totalCharges"], values["payeeAccount"]) == ("123.45", "000012345678")


def test_slip_line_of_td_674_has_no_amount() -> None:
    values = slip_line("<001340000013900909> 000012345678< 674>")

    assert values is not None
    assert "totalCharges" not in values


def test_has_mod_93_accepts_one_pair_of_digits() -> None:
    assert [pair for pair in range(100) if has_mod_93(f"0013400000139008{pair:02}")] == [8]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("900808", "900809"),
        ("00488410010", "00488410011"),
        ("|5000", "|50.00"),
        ("|5000", "|5"),
        ("|5000", "|5000|auth"),
        ("|002|", "|003|"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in NOTICE
    assert values_of(qr(NOTICE.replace(right, wrong))) is None


def test_slip_line_with_wrong_client_is_none() -> None:
    assert slip_line(LINE_896.replace("808>", "809>")) is None
