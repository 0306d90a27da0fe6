"""Saudi tax code: the published example of phase 1, Arabic names, and codes that break a rule."""

import base64

import pytest

from billhook.extraction.machine_readable.witnesses import values_of
from billhook.extraction.machine_readable.zatca import parse
from tests.extraction.machine_readable.codes import qr

PUBLISHED = "AQxCb2JzIFJlY29yZHMCDzMxMDEyMjM5MzUwMDAwMwMUMjAyMi0wNC0yNVQxNTozMDowMFoEBzEwMDAuMDAFBjE1MC4wMA=="


def built(*fields: str | bytes) -> str:
    data = b""
    for tag, field in enumerate(fields, start=1):
        value = field.encode() if isinstance(field, str) else field
        data += bytes((tag, len(value))) + value
    return base64.b64encode(data).decode()


def test_parse_published_example_gives_all_values() -> None:
    assert parse(qr(PUBLISHED)) == {
        "documentTotal": "1000.00",
        "taxCharges": "150.00",
        "billDate": "2022-04-25",
        "payeeName": "Bobs Records",
        "payeeTaxNumber": "310122393500003",
    }


def test_parse_phase_2_reads_arabic_name_and_day_of_riyadh() -> None:
    code = built(
        "شركة المياه", "310122393500003", "2026-04-30T22:30:00Z", "115", "15", "hash", b"\x30\x45", b"\x00\xff"
    )

    values = parse(qr(code))

    assert values is not None
    assert (values["payeeName"], values["billDate"]) == ("شركة المياه", "2026-05-01")


@pytest.mark.parametrize(
    "code",
    [
        built("Water", "210122393500003", "2026-04-30T22:30:00Z", "115.00", "15.00"),
        built("Water", "310122393500003", "30 April", "115.00", "15.00"),
        built("Water", "310122393500003", "2026-04-30T22:30:00Z", "15.00", "115.00"),
        built("Water", "310122393500003", "2026-04-30T22:30:00Z", "115.00"),
        PUBLISHED[:-20],
        PUBLISHED.replace("AQxC", "AQ1C"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(code: str) -> None:
    assert values_of(qr(code)) is None
