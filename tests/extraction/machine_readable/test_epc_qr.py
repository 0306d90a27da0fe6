"""EPC QR code: codes of an independent generator in every charset, and codes that break a rule."""

from decimal import Decimal

import pytest
from segno import helpers

from billhook.domain.document_text import ScannedCode
from billhook.extraction.machine_readable.epc_qr import CHARSETS, parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr, scanned

IBAN = "DE89370400440532013000"
FINNISH = (
    "BCD\n001\n1\nSCT\nNDEAFIHH\nPohjoinen Valo Oy\nFI2112345600000785\nEUR62.98\n\nRF332348236\n\n"
    "ReqdExctnDt/2026-05-11"
)


def generated(name: str, total: str, reference: str | None = None) -> ScannedCode:
    """segno's EPC code, scanned; its charset is the first of the list that fits, and the symbol names none."""
    return scanned(
        helpers.make_epc_qr(
            name=name, iban=IBAN, amount=Decimal(total), reference=reference, text=None if reference else "4711"
        )
    )


@pytest.mark.parametrize("name", ["Stadtwerke Hinterwil", "Zakład Łódź", "Δίκτυο Αρδεύσεων", "Водоканал", "Café €"])
@pytest.mark.parametrize(("total", "read"), [("12.30", "12.30"), ("12", "12.00"), ("0.01", "0.01")])
def test_parse_generated_code_in_its_own_charset(name: str, total: str, read: str) -> None:
    values = parse(generated(name, total))

    assert values == {"totalCharges": read, "chargesUnits": "EUR", "payeeAccount": IBAN, "payeeName": name}


def test_parse_generated_code_has_reference() -> None:
    values = parse(generated("Stadtwerke", "12.30", "RF18539007547034"))

    assert values is not None
    assert values["reference"] == "RF18539007547034"


def test_parse_finnish_code_has_due_date() -> None:
    values = parse(qr(FINNISH))

    assert values is not None
    assert (values["dueDate"], values["reference"], values["totalCharges"]) == ("2026-05-11", "RF332348236", "62.98")


def test_parse_without_amount_has_no_total() -> None:
    values = parse(qr(FINNISH.replace("EUR62.98", "")))

    assert values is not None
    assert "totalCharges" not in values


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("FI2112345600000785", "FI2112345600000786"),
        ("RF332348236", "RF332348237"),
        ("EUR62.98", "62.98"),
        ("EUR62.98", "EUR62,98"),
        ("\n001\n", "\n003\n"),
        ("\n1\nSCT", "\n9\nSCT"),
        ("\nSCT\n", "\nSDD\n"),
        ("\n\nReqd", "\nTwo references\nReqd"),
        ("2026-05-11", "2026-05-41"),
    ],
)
def test_values_of_code_that_breaks_a_rule_is_none(right: str, wrong: str) -> None:
    assert right in FINNISH
    assert values_of(qr(FINNISH.replace(right, wrong))) is None


def test_charsets_are_those_of_the_guideline() -> None:
    assert [CHARSETS[str(number)] for number in range(1, 9)] == [
        "utf-8", "iso-8859-1", "iso-8859-2", "iso-8859-4", "iso-8859-5", "iso-8859-7", "iso-8859-10", "iso-8859-15",
    ]  # fmt: skip
