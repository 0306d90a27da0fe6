"""Croatian and Slovenian slips: published examples, and codes that break a rule."""

from dataclasses import replace

import pytest

from billhook.domain.document_text import Symbology
from billhook.extraction.machine_readable.adriatic_slips import parse_hub3, parse_upn
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

HUB3 = (
    "HRVHUB30\nEUR\n000000000012355\nIVAN INVENT\nOBALA 1\n21000 SPLIT\nVODA D.O.O.\nLUKA 13B\n21230 SINJ\n"
    "HR1210010051863000160\nHR01\n7268-5540-24724\nWTER\nOpskrba vodom, siječanj\n"
)
UPN_LINES = (
    "UPNQR\n\n\n\n\nJanez Novak\nDunajska ulica 1\n1000 Ljubljana\n00000008105\n\n\nRENT\n"
    "Plačilo najemnine za marec 2017\n01.04.2017\nSI56020170014356205\nSI121234567890120\n"
    "RentaCar d.o.o.\nPohorska ulica 22\n2000 Maribor\n"
)
UPN = f"{UPN_LINES}201\n"
"""The published example, with the control sum that it prints."""


def test_parse_hub3_gives_all_values() -> None:
    code = replace(qr(HUB3), symbology=Symbology.PDF417)

    assert parse_hub3(code) == {
        "totalCharges": "123.55",
        "chargesUnits": "EUR",
        "payeeAccount": "HR1210010051863000160",
        "payeeName": "VODA D.O.O.",
        "reference": "HR01 7268-5540-24724",
    }


def test_parse_upn_published_example_gives_all_values() -> None:
    assert parse_upn(qr(UPN, "iso-8859-2")) == {
        "totalCharges": "81.05",
        "chargesUnits": "EUR",
        "payeeAccount": "SI56020170014356205",
        "payeeName": "RentaCar d.o.o.",
        "reference": "SI121234567890120",
        "dueDate": "2017-04-01",
    }


def test_parse_upn_without_last_line_feed_is_read() -> None:
    assert parse_upn(qr(UPN.rstrip("\n"), "iso-8859-2")) is not None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("000000000012355", "123.55"),
        ("HR1210", "HR1310"),
        ("HRVHUB30\nEUR", "HRVHUB30\nUSD"),
        ("\nWTER", ""),
    ],
)
def test_values_of_hub3_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert values_of(replace(qr(HUB3.replace(right, wrong)), symbology=Symbology.PDF417)) is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("201\n", "200\n"),
        ("00000008105", "00000081,05"),
        ("Janez", "Jan"),
        ("SI5602", "SI5702"),
        ("01.04.2017", "31.04.2017"),
        ("2000 Maribor\n201\n", ""),
    ],
)
def test_values_of_upn_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in UPN
    assert values_of(qr(UPN.replace(right, wrong), "iso-8859-2")) is None


def test_parse_hub3_of_an_older_charset_has_no_name() -> None:
    values = parse_hub3(replace(qr(HUB3, "windows-1250"), symbology=Symbology.PDF417))

    assert values is not None
    assert values["totalCharges"] == "123.55"
    assert "payeeName" not in values
