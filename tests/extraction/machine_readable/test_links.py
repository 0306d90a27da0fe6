"""Codes that are links: published examples, and links that break a rule or lead elsewhere."""

import pytest

from billhook.extraction.machine_readable.links import (
    crc_8,
    parse_cfdi,
    parse_cnmc,
    parse_ticketbai,
    parse_upi,
    parse_verifactu,
)
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

CNMC = (
    "https://comparador.cnmc.gob.es/comparador/QRE?cp=28001&pP1=3.3&pP2=3.3&tc=F0&com=R2-999"
    "&cups=ES1234123456789012JY1F&tf=N&iniF=2026-08-12&finF=2026-09-10&fFact=2026-09-14&imp=38.25"
    "&impPot=9.10&impEner=21.01&cfP1=30&cfP2=25.5&cfP3=60&prE1=0.192"
)
VERIFACTU = (
    "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=89890001K&numserie=12345678%26G33"
    "&fecha=01-09-2024&importe=241.4"
)
TICKETBAI = "https://batuz.eus/QRTBAI/?id=TBAI-00000006Y-251019-btFpwP8dcLGAF-237&s=T&nf=27174&i=4.70&cr=007"
CFDI = (
    "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=5803EB8D-81CD-4557-8719-26632D2FA434"
    "&re=LUZ010101AA1&rr=XAXX010101000&tt=0000000868.500000&fe=abcdEF=="
)
UPI = "upi://pay?pa=jalvibhag@bank&pn=Jal%20Vibhag&am=501.5&cu=INR&tr=CN4711"


@pytest.mark.parametrize("link", [CNMC, CNMC.replace("&", "&amp;"), CNMC.replace("/QRE", "/qre")])
def test_parse_cnmc_gives_the_bill(link: str) -> None:
    assert parse_cnmc(qr(link)) == {
        "documentTotal": "38.25",
        "chargesUnits": "EUR",
        "billDate": "2026-09-14",
        "startDate": "2026-08-13",
        "endDate": "2026-09-10",
        "supplyPoint": "ES1234123456789012JY1F",
        "usage": "115.5",
    }


def test_parse_verifactu_official_example_gives_all_values() -> None:
    assert parse_verifactu(qr(VERIFACTU)) == {
        "documentTotal": "241.40",
        "billDate": "2024-09-01",
        "invoiceId": "12345678&G33",
        "payeeTaxNumber": "89890001K",
    }


def test_parse_ticketbai_official_example_gives_all_values() -> None:
    assert parse_ticketbai(qr(TICKETBAI)) == {
        "documentTotal": "4.70",
        "chargesUnits": "EUR",
        "billDate": "2019-10-25",
        "invoiceId": "T27174",
        "payeeTaxNumber": "00000006Y",
    }


def test_crc_8_gives_the_official_example() -> None:
    assert crc_8("TBAI-00000006Y-251019-btFpwP8dcLGAF-") == 237


def test_parse_cfdi_gives_total_without_padding() -> None:
    assert parse_cfdi(qr(CFDI)) == {
        "documentTotal": "868.50",
        "fiscalId": "5803EB8D-81CD-4557-8719-26632D2FA434",
        "payeeTaxNumber": "LUZ010101AA1",
    }


def test_parse_upi_gives_amount_and_reference() -> None:
    assert parse_upi(qr(UPI)) == {
        "totalCharges": "501.50",
        "chargesUnits": "INR",
        "payeeAccount": "jalvibhag@bank",
        "payeeName": "Jal Vibhag",
        "reference": "CN4711",
    }


@pytest.mark.parametrize(
    ("link", "right", "wrong"),
    [
        (CNMC, "comparador.cnmc.gob.es", "comparador.cnmc.gob.es.example"),
        (CNMC, "JY1F", "JX1F"),
        (CNMC, "imp=38.25", "imp=38,25"),
        (CNMC, "iniF=", "ini="),
        (CNMC, "&pP2=3.3", "&imp=1.00"),
        (VERIFACTU, "www2.", "prewww2."),
        (VERIFACTU, "01-09-2024", "2024-09-01"),
        (TICKETBAI, "i=4.70", "i=4.71"),
        (TICKETBAI, "-237", "-238"),
        (TICKETBAI, "batuz.eus", "batuz.example"),
        (CFDI, "5803EB8D", "5803EB8X"),
        (CFDI, "tt=0000000868.500000", "tt=NaN"),
        (UPI, "cu=INR", "cu=USD"),
        (UPI, "@", ""),
    ],
)
def test_values_of_link_that_breaks_a_rule_is_none(link: str, right: str, wrong: str) -> None:
    assert right in link
    assert values_of(qr(link.replace(right, wrong))) is None


@pytest.mark.parametrize("link", ["https://[", "https://comparador.cnmc.gob.es/comparador/QRE?" + "a=1&" * 900])
def test_values_of_hostile_link_is_none(link: str) -> None:
    assert values_of(qr(link)) is None
