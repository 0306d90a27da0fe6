"""Witnesses of a document text: codes with a known format, once each; damaged and unknown codes are none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.document_text import DocumentText, PageText, Route, ScannedCode, Symbology
from billhook.extraction.machine_readable.witnesses import LONGEST_CODE, values_of, witnesses_of
from tests.extraction.machine_readable.codes import PLACE, SWISS_LINES, qr
from tests.extraction.machine_readable.e_invoices import tree, ubl

SWISS = qr("\n".join(SWISS_LINES))


def file_with(*codes: ScannedCode) -> DocumentText:
    return DocumentText((PageText(1, 612, 792, Route.BLANK), PageText(2, 612, 792, Route.BLANK, codes=codes)))


def test_witnesses_of_code_has_format_page_and_box() -> None:
    (witness,) = witnesses_of(file_with(SWISS, qr("WIFI:S:guest;;")))

    assert (witness.source, witness.format, witness.page, witness.box) == ("code", "swiss-qr-bill", 2, PLACE)
    assert witness.values["totalCharges"] == "1949.75"


def test_witnesses_of_repeated_code_is_one() -> None:
    again = replace(SWISS, box=replace(PLACE, y0=0.1))

    (witness,) = witnesses_of(file_with(SWISS, again))

    assert witness.box == PLACE


def test_witnesses_of_file_are_its_e_invoices_too() -> None:
    (witness,) = witnesses_of(replace(file_with(), xml_files=(tree(ubl()),)))

    assert (witness.source, witness.format, witness.page) == ("xml", "ubl-invoice", None)


def test_values_of_code_that_is_too_long_is_none() -> None:
    assert values_of(replace(SWISS, content=SWISS.content + b" " * LONGEST_CODE)) is None


@pytest.mark.parametrize("symbology", Symbology)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_values_of_arbitrary_bytes_never_raises(symbology: Symbology, content: bytes) -> None:
    assert values_of(ScannedCode(symbology, content, PLACE)) is None


@given(position=st.integers(0, len(SWISS.content) - 1), byte=st.integers(0, 255))
def test_values_of_damaged_code_keeps_its_proven_values(position: int, byte: int) -> None:
    damaged = SWISS.content[:position] + bytes([byte]) + SWISS.content[position + 1 :]

    found = values_of(replace(SWISS, content=damaged))

    assert found is None or dict(found[1])["payeeAccount"] == "CH4431999123000889012"
