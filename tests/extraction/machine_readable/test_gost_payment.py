"""Payment codes by GOST R 56042: all charsets and separators, and codes that break a rule."""

import pytest

from billhook.extraction.machine_readable.gost_payment import parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

FIELDS = (
    "Name=ООО «Три кита»", "PersonalAcc=40702810138250123017", 'BankName=ОАО "БАНК"', "BIC=044525225",
    "CorrespAcc=30101810965770000413", "Sum=123456", "persAcc=4711-22", "Purpose=Вода",
)  # fmt: skip


def code(charset: str = "2", separator: str = "|") -> str:
    return f"ST0001{charset}{separator}" + separator.join(FIELDS)


@pytest.mark.parametrize(("number", "charset"), [("1", "windows-1251"), ("2", "utf-8"), ("3", "koi8-r")])
@pytest.mark.parametrize("separator", ["|", ";", "^"])
def test_parse_reads_every_charset_and_separator(number: str, charset: str, separator: str) -> None:
    text = code(number, separator).replace("«", '"').replace("»", '"')

    assert parse(qr(text, charset)) == {
        "totalCharges": "1234.56",
        "chargesUnits": "RUB",
        "payeeAccount": "40702810138250123017",
        "payeeName": 'ООО "Три кита"',
        "accountNumber": "4711-22",
    }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Sum=123456", "Sum=1234.56"),
        ("PersonalAcc=40702", "PersonalAcc=4070"),
        ("BIC=0445", "BIC=445"),
        ("Name=", "Nam="),
        ("ST00012|", "ST00019|"),
        ("ST00012|", "ST0001"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in code()
    assert values_of(qr(code().replace(right, wrong, 1))) is None
