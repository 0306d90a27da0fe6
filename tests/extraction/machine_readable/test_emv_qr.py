"""PIX and Bharat QR: the example of Brazil's central bank, built codes, and codes that break a rule."""

import binascii

import pytest

from billhook.extraction.machine_readable.emv_qr import elements, parse_bharat, parse_pix
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

PUBLISHED = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal"
    "6008BRASILIA62070503***63041D3D"
)


def element(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def built(scheme: str, account: str, *more: str) -> str:
    template = element("26", element("00", scheme) + element("01", account))
    body = f"000201{template}{''.join(more)}6304"
    return f"{body}{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"


def test_parse_pix_published_example_gives_payee() -> None:
    assert parse_pix(qr(PUBLISHED)) == {
        "chargesUnits": "BRL",
        "payeeAccount": "123e4567-e12b-12d1-a456-426655440000",
        "payeeName": "Fulano de Tal",
    }


def test_parse_pix_gives_amount_and_reference() -> None:
    more = element("53", "986"), element("54", "66.78"), element("62", element("05", "FAT4711"))

    values = parse_pix(qr(built("BR.GOV.BCB.PIX", "chave@luz.example", *more)))

    assert values is not None
    assert (values["totalCharges"], values["reference"]) == ("66.78", "FAT4711")


def test_parse_bharat_gives_upi_account() -> None:
    code = qr(built("upi.npci.org", "jal@bank", element("53", "356"), element("54", "501.5")))

    assert parse_bharat(code) == {"totalCharges": "501.50", "chargesUnits": "INR", "payeeAccount": "jal@bank"}
    assert parse_pix(code) is None


@pytest.mark.parametrize("position", range(0, len(PUBLISHED), 5))
def test_values_of_code_with_another_character_is_none(position: int) -> None:
    other = "7" if PUBLISHED[position] != "7" else "8"

    assert values_of(qr(f"{PUBLISHED[:position]}{other}{PUBLISHED[position + 1 :]}")) is None


@pytest.mark.parametrize("more", [(element("53", "840"),), (element("53", "986"), element("54", "1,5")), ("5403",)])
def test_values_of_code_that_breaks_a_rule_is_none(more: tuple[str, ...]) -> None:
    assert values_of(qr(built("br.gov.bcb.pix", "chave", *more))) is None


def test_elements_refuse_a_repeated_tag() -> None:
    with pytest.raises(ValueError):
        elements(element("54", "1") * 2)
