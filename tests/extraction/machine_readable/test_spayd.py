"""Short Payment Descriptor: the example of the specification, and codes that break a rule."""

import pytest

from billhook.extraction.machine_readable.spayd import parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

EXAMPLE = (
    "SPD*1.0*ACC:CZ5855000000001265098001+RZBCCZPP*AM:480.50*CC:CZK*DT:20260524*RN:VODA%2AA*X-VS:0012345678*X-KS:0308"
)
GENERATED = "SPD*1.0*ACC:CZ5855000000001265098001+400.56*MSG:Voda * leden*X-VS:2034456"
"""What qrplatba 1.2.0 writes for the call of its README, in which the amount is taken for the BIC."""


def test_parse_example_gives_all_values() -> None:
    assert parse(qr(EXAMPLE)) == {
        "totalCharges": "480.50",
        "chargesUnits": "CZK",
        "payeeAccount": "CZ5855000000001265098001",
        "payeeName": "VODA*A",
        "reference": "12345678",
        "dueDate": "2026-05-24",
    }


def test_parse_account_alone_is_enough() -> None:
    assert parse(qr("SPD*1.0*ACC:CZ5855000000001265098001*")) == {"payeeAccount": "CZ5855000000001265098001"}


def test_parse_asterisk_in_a_free_text_is_part_of_it() -> None:
    assert parse(qr(EXAMPLE.replace("VODA%2AA", "VODA*A"))) == parse(qr(EXAMPLE))


def test_parse_generated_code_with_asterisk_and_misplaced_amount() -> None:
    assert parse(qr(GENERATED)) == {"payeeAccount": "CZ5855000000001265098001", "reference": "2034456"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("CZ58", "CZ59"),
        ("AM:480.50", "AM:480,50"),
        ("AM:480.50", "AM:-480.50"),
        ("DT:20260524", "DT:24.05.2026"),
        ("CC:CZK", "CC:Kč"),
        ("DT:20260524", "DT:2026*0524"),
        ("RN:VODA%2AA", "RN:VODA*RN:A"),
        ("X-KS:0308", "AM:481.50"),
        ("X-VS:0012345678", "X-VS:12345678901"),
        ("ACC:", "ALT-ACC:"),
        ("SPD*1.0", "SPD*2.0"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in EXAMPLE
    assert values_of(qr(EXAMPLE.replace(right, wrong))) is None
