"""Portuguese tax code and Multibanco payments: the published examples, and numbers that break a rule."""

import pytest

from billhook.extraction.machine_readable.portugal import is_nif, multibanco, parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

CODE = (
    "A:500000000*B:999999990*C:PT*D:FT*E:N*F:20261231*G:FT AB2026/0035*H:CSDF7T5H-0035*I1:PT*I2:12000.00*I3:15000.00"
    "*I4:900.00*I5:50000.00*I6:6500.00*I7:80000.00*I8:18400.00*N:25800.00*O:182800.00*P:0.00*Q:r/pU*R:9999*S:TB"
)


def test_parse_gives_document_total_and_tax() -> None:
    assert parse(qr(CODE)) == {
        "documentTotal": "182800.00",
        "taxCharges": "25800.00",
        "chargesUnits": "EUR",
        "billDate": "2026-12-31",
        "invoiceId": "FT AB2026/0035",
        "payeeTaxNumber": "500000000",
    }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("A:500000000", "A:500000001"),
        ("E:N", "E:A"),
        ("D:FT*", "D:NC*"),
        ("O:182800.00", "O:182800,00"),
        ("F:20261231", "F:2026-12"),
        ("*R:9999", ""),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in CODE
    assert values_of(qr(CODE.replace(right, wrong))) is None


def test_multibanco_published_example_proves_the_amount() -> None:
    values = multibanco("90150", "123123451", "432.11")

    assert values is not None
    assert (values["totalCharges"], values["reference"]) == ("432.11", "123123451")
    assert multibanco("90150", "123123451", "432.12") is None
    assert multibanco("90151", "123123451", "432.11") is None
    assert multibanco("90150", "12312345", "432.11") is None


def test_nif_has_one_right_last_digit() -> None:
    assert [digit for digit in range(10) if is_nif(f"50000000{digit}")] == [0]
