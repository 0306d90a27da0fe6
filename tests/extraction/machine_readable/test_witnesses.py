"""Witnesses of a document text: codes with a known format, once each; damaged and unknown codes are none."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.document_text import DocumentText, PageText, Route, ScannedCode, Symbology
from billhook.extraction.machine_readable.witnesses import (
    LINE_FORMATS,
    LONGEST_CODE,
    typed_lines,
    values_of,
    witnesses_of,
)
from tests.extraction.machine_readable.codes import PLACE, SWISS_LINES, qr
from tests.extraction.machine_readable.e_invoices import tree, ubl
from tests.extraction.pages import text_of_rows
from tests.house.source import ROOT

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


LINES = {
    "boleto-line": "00190.50095 40144.816069 06809.350314 3 37370000000100",
    "arrecadacao-line": "83620000000-5 66780048100-0 18097565731-3 00158963608-1",
    "virtual-bar-code-line": "437159030000007760000122500000000000000000011112161221",
    "td-896-674": "<001340000013900808> 00000123+45> 000012345678< 896>",
    "multibanco": "Entidade: 90150 Referência: 123 123 451 Montante: 432,11 EUR",
    "fik": "+71<000000000000018+81234567<",
    "ogm": "+++090/9337/55493+++",
    "creditor-reference": "RF18 5390 0754 7034",
    "kid": "KID: 12345678903",
    "swedish-ocr": "OCR-nummer 1234567897",
    "betalingskenmerk": "Betalingskenmerk 5010 0021 6701 0010",
}


def page_of(line: str) -> PageText:
    return text_of_rows({60: "Northern Light"}, {60: f"Pay 12 {line} by 3"}, {60: "Total 5.00"}).pages[0]


@pytest.mark.parametrize(("name", "line"), LINES.items())
def test_typed_line_is_found_among_other_words(name: str, line: str) -> None:
    (found,) = typed_lines(page_of(line))

    assert found.format == name
    assert 0 < found.box.x0 < found.box.x1 < 1
    assert found.box.y1 - found.box.y0 < 0.05


WRONG = {
    "boleto-line": ("40144.81", "40144.82"),
    "arrecadacao-line": ("66780", "66781"),
    "virtual-bar-code-line": ("4371", "4372"),
    "td-896-674": ("808>", "809>"),
    "multibanco": ("432,11", "433,11"),
    "fik": ("018+", "019+"),
    "ogm": ("55493", "55494"),
    "creditor-reference": ("7034", "7035"),
    "kid": ("8903", "8905"),
    "swedish-ocr": ("897", "898"),
    "betalingskenmerk": ("0010", "0011"),
}


@pytest.mark.parametrize("name", LINES)
def test_typed_line_with_another_digit_is_none(name: str) -> None:
    right, wrong = WRONG[name]

    assert right in LINES[name]
    assert list(typed_lines(page_of(LINES[name].replace(right, wrong)))) == []


def test_line_formats_are_covered_and_described() -> None:
    page = (ROOT / "docs/machine-readable.md").read_text(encoding="utf-8")

    assert [form.name for form in LINE_FORMATS] == list(LINES)
    assert [form.name for form in LINE_FORMATS if f"`{form.name}`" not in page] == []


@pytest.mark.parametrize("word", ["1", "8" * 47, "+71<" * 20, "Entidade 12345 Referência", "<" * 50, "RF18 1"])
def test_hostile_page_takes_bounded_time(word: str) -> None:
    page = text_of_rows(*({60: f"{word} " * 20} for _ in range(40))).pages[0]

    started = time.process_time()
    list(typed_lines(page))

    assert time.process_time() - started < 0.5
