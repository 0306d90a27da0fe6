"""Hungarian, Serbian and Polish codes: published examples, and codes that break a rule."""

import pytest

from billhook.extraction.machine_readable.central_european_slips import parse_mnb, parse_nbs, parse_zbp
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

MNB = (
    "HCT\n001\n1\nOTPVHUHB\nÁramszolgáltató Zrt.\nHU42117730161111101800000000\nHUF15000\n20261231235959+1\n\n"
    "2026. november\n\n\nSZ-2026/114\n4711220\nTR9\n\n\n"
)
NBS = (
    "K:PR|V:01|C:1|R:845000000040484987|N:JP EPS BEOGRAD\r\nBALKANSKA 13|I:RSD3596,13|"
    "P:MRĐO MAČKATOVIĆ\r\nŽUPSKA 13\r\nBEOGRAD 6|SF:189|S:UPLATA PO RAČUNU ZA EL. ENERGIJU|RO:97163220000111111111000"
)
"""The example of the National Bank of Serbia."""

ZBP = "5260250274|PL|61109010140000071219812874|012345|Wodociągi Invent|Faktura 12/2026|||"


def test_parse_mnb_gives_all_values() -> None:
    assert parse_mnb(qr(MNB)) == {
        "totalCharges": "15000",
        "chargesUnits": "HUF",
        "payeeAccount": "HU42117730161111101800000000",
        "payeeName": "Áramszolgáltató Zrt.",
        "invoiceId": "SZ-2026/114",
        "accountNumber": "4711220",
        "reference": "TR9",
    }


def test_parse_nbs_published_example_gives_all_values() -> None:
    assert parse_nbs(qr(NBS)) == {
        "totalCharges": "3596.13",
        "chargesUnits": "RSD",
        "payeeAccount": "845000000040484987",
        "payeeName": "JP EPS BEOGRAD",
        "reference": "97163220000111111111000",
    }


def test_parse_zbp_gives_all_values() -> None:
    expected = {
        "totalCharges": "123.45",
        "chargesUnits": "PLN",
        "payeeAccount": "PL61109010140000071219812874",
        "payeeName": "Wodociągi Invent",
        "payeeTaxNumber": "5260250274",
    }

    assert parse_zbp(qr(ZBP)) == expected
    assert parse_zbp(qr(ZBP.replace("|6110", "|PL6110"))) == expected


def test_parse_amount_of_zeros_is_left_to_the_payer() -> None:
    values = parse_zbp(qr(ZBP.replace("012345", "000000")))

    assert values is not None
    assert "totalCharges" not in values


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        (MNB, "HU42", "HU43"),
        (MNB, "HUF15000", "HUF15000.5"),
        (MNB, "HUF15000", "EUR15000"),
        (MNB, "\nTR9", ""),
        (NBS, "R:845000000040484987", "R:845000000040484986"),
        (NBS, "RSD3596,13", "RSD3596.13"),
        (NBS, "RO:9716", "RO:9717"),
        (NBS, "SF:189", "SF:"),
        (ZBP, "5260250274", "5260250275"),
        (ZBP, "|6110", "|6210"),
        (ZBP, "|012345|", "|123,45|"),
        (ZBP, "|||", "||"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(code: str, right: str, wrong: str) -> None:
    assert right in code
    assert values_of(qr(code.replace(right, wrong))) is None
