"""Swiss QR-bill: the published example, its variants, and codes that break a rule."""

import pytest

from billhook.extraction.machine_readable.swiss_qr_bill import parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import SWISS_LINES, qr


def changed(**lines: str) -> str:
    """The published example with other lines, by number."""
    whole = list(SWISS_LINES)
    for number, text in lines.items():
        whole[int(number.removeprefix("line"))] = text
    return "\r\n".join(whole)


def test_parse_published_example_gives_all_values() -> None:
    values = parse(qr("\r\n".join(SWISS_LINES)))

    assert values == {
        "totalCharges": "1949.75",
        "chargesUnits": "CHF",
        "payeeAccount": "CH4431999123000889012",
        "payeeName": "Robert Schneider AG",
        "reference": "210000000003139471430009017",
        "invoiceId": "10201409",
        "billDate": "2020-07-01",
        "dueDate": "2020-07-31",
    }


@pytest.mark.parametrize("amount", ["", "0.00"])
def test_parse_open_amount_or_notification_has_no_total(amount: str) -> None:
    values = parse(qr(changed(line18=amount)))

    assert values is not None
    assert "totalCharges" not in values


def test_parse_without_bill_information_has_31_lines() -> None:
    values = parse(qr("\n".join(SWISS_LINES[:31])))

    assert values is not None
    assert "invoiceId" not in values


def test_parse_combined_address_has_the_same_payee() -> None:
    combined = changed(line4="K", line6="Rue du Lac 1268", line7="2501 Biel", line8="", line9="")

    assert parse(qr(combined)) == parse(qr("\r\n".join(SWISS_LINES)))


@pytest.mark.parametrize(
    "text",
    [
        changed(line3="CH4431999123000889013"),
        changed(line28="210000000003139471430009018"),
        changed(line28="3139471430009017"),
        changed(line27="NON"),
        changed(line27="SCOR", line28="RF18539007547034"),
        changed(line18="1'949.75"),
        changed(line19="USD"),
        changed(line30="EPX"),
        "\n".join(SWISS_LINES[:20]),
        "SPC\n" * 1000,
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(text: str) -> None:
    assert values_of(qr(text)) is None


def test_parse_creditor_reference_needs_ordinary_iban() -> None:
    values = parse(qr(changed(line3="CH5800791123000889012", line27="SCOR", line28="RF18539007547034")))

    assert values is not None
    assert values["reference"] == "RF18539007547034"


def test_parse_other_code_is_none() -> None:
    assert parse(qr("https://bill.example/pay")) is None
