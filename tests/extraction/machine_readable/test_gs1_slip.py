"""GS1-128 slips: elements of fixed and variable length, and codes that break a rule."""

from dataclasses import replace

import pytest

from billhook.domain.document_text import ScannedCode, Symbology
from billhook.extraction.machine_readable.gs1_slip import parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import PLACE

SLIP = "415770999800102280200047110000123\x1d39000000123456\x1d9620260521"


def gs1_128(text: str) -> ScannedCode:
    return ScannedCode(Symbology.CODE_128, text.encode(), PLACE, is_gs1=True)


def test_parse_gives_all_values() -> None:
    assert parse(gs1_128(SLIP)) == {
        "totalCharges": "123456",
        "payeeAccount": "7709998001022",
        "reference": "0047110000123",
        "dueDate": "2026-05-21",
    }


def test_parse_amount_has_the_decimals_of_its_identifier() -> None:
    values = parse(gs1_128(SLIP.replace("3900", "3902")))

    assert values is not None
    assert values["totalCharges"] == "1234.56"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("7709998001022", "7709998001023"),
        ("\x1d3900", "3900"),
        ("\x1d9620260521", "\x1d1020260521"),
        ("\x1d9620260521", "\x1d9620260541"),
        ("8020", "8021"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in SLIP
    found = values_of(gs1_128(SLIP.replace(right, wrong)))

    assert found is None or "totalCharges" not in dict(found[1])


def test_values_of_plain_code_128_is_none() -> None:
    assert values_of(replace(gs1_128(SLIP), is_gs1=False)) is None
