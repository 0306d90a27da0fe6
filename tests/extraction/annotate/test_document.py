"""The annotated document: language, profile and locale of a text, and where its annotations are."""

from dataclasses import replace
from pathlib import Path

from billhook.domain.document_text import Box, DocumentText, ServiceField
from billhook.extraction.annotate.document import IN_PLACE, annotate
from billhook.extraction.annotate.issuer_profiles import FOLDER, suppliers_of
from tests.extraction.annotate.zephyr import HINTS, ROWS
from tests.extraction.pages import annotated_rows, recognised, text_of_rows

GERMAN = (
    {40: "Stromrechnung für die Zeit vom 01.01.2026 bis 31.03.2026"},
    {40: "Ihre Kundennummer", 200: "4412118"},
    {40: "Gesamtbetrag", 200: "1.157,39 EUR"},
)


def test_annotate_finds_language_and_locale() -> None:
    locale = annotated_rows(*GERMAN).locale

    assert (locale.language, locale.mark, locale.days_first, locale.currency) == ("de", ",", True, "EUR")


def test_annotate_with_profile_has_its_locale_and_places(tmp_path: Path) -> None:
    (tmp_path / "zephyr.toml").write_text(HINTS, encoding="utf-8")
    text = text_of_rows(*ROWS)

    plain, helped = annotate(text), annotate(text, suppliers_of(FOLDER, tmp_path))

    assert (plain.locale.country, plain.locale.currency) != ("CA", "CAD")
    assert (helped.locale.country, helped.locale.currency, helped.locale.days_first) == ("CA", "CAD", True)
    placed = [match for match in helped.labels["account_number"] if match.is_value]
    assert [(match.weight, match.cell.text) for match in placed] == [(IN_PLACE, "1002003004")]


def test_labels_include_service_fields_as_values() -> None:
    (page,) = text_of_rows({40: "Qx Zv", 200: "1002003004"}).pages
    box = page.words[-1].box
    field = ServiceField("ACCOUNT_NUMBER", "", Box(box.x0 - 0.01, box.y0, box.x1 + 0.01, box.y1), 0.95)

    doc = annotate(DocumentText((replace(page, fields=(field,)),)))

    (match,) = doc.labels["account_number"]
    assert (match.is_value, match.cell.text) == (True, "1002003004")
    assert doc.cell_labels == {}


def test_cell_labels_are_in_order_of_their_places() -> None:
    doc = annotated_rows({40: "Due date and account number"})

    (matches,) = doc.cell_labels.values()
    assert [match.name for match in matches] == ["due_date", "account_number"]


def test_numbers_and_dates_have_every_cell() -> None:
    doc = annotated_rows(*GERMAN)

    assert set(doc.numbers) == set(doc.dates) == set(doc.layout.cells)


def test_full_date_spans_exclude_days_without_a_year() -> None:
    doc = annotated_rows({40: "Read on 10/31"}, {40: "Due on 11/21/2026"})

    assert [cell.text for cell, spans in doc.full_date_spans.items() if spans] == ["Due on 11/21/2026"]
    assert all(doc.date_spans.values())


def test_commodities_of_misread_word_are_found_after_ocr() -> None:
    text = text_of_rows({40: "Electricitv charges of your household"}, {40: "Account number", 200: "4471220"})

    assert annotate(text).commodities == {}
    assert list(annotate(recognised(text)).commodities.values()) == [("ELECTRICITY",)]


def test_label_names_are_what_the_labels_of_a_cell_announce() -> None:
    doc = annotated_rows({40: "Account number", 200: "1002003004"}, {40: "Total amount due", 200: "$40.00"})

    named = {cell.text: names for cell, names in doc.label_names.items()}

    assert named["Account number"] == {"account_number"}
    assert "1002003004" not in named


def test_announces_needs_the_label_in_one_of_the_cells() -> None:
    doc = annotated_rows({40: "Account number", 200: "1002003004"}, {40: "Total amount due", 200: "$40.00"})
    first, second = (line.cells for line in doc.layout.lines)

    assert doc.announces(first, "account_number")
    assert not doc.announces(second, "account_number")
    assert not doc.announces((), "account_number")
