"""Explanations: every candidate with score and place, the chosen ones marked, also of a file without a bill."""

from dataclasses import replace
from pathlib import Path

from billhook.domain.document_text import DocumentText
from billhook.extraction.annotate.document import annotate
from billhook.extraction.annotate.issuer_profiles import FOLDER, suppliers_of
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.pipeline.explain import MOST, candidates_by_field, explain, explain_page_breaks
from billhook.extraction.pipeline.pipeline import extract
from billhook.local.samples import LAYOUTS
from tests.extraction.annotate.zephyr import HINTS, ROWS
from tests.extraction.pages import METERED, bill_of, recognised, text_of_rows

BILL = ({60: "Northern Light Electric"}, *METERED, {60: "Total amount due", -500: "$121.00"})


def test_explain_marks_the_chosen_candidates() -> None:
    text = text_of_rows(*BILL)

    (explanation,) = explain(text, [bill_of(text)])

    chosen = {each.field: each.value for each in explanation.candidates if each.chosen}
    assert chosen["total_charges"] == "121.00"
    assert all(0 < each.score <= 1 and each.page == 1 and each.text for each in explanation.candidates)
    assert not any(each.is_recognized for each in explanation.candidates)


def test_explain_without_bill_has_the_candidates_of_the_document() -> None:
    text = text_of_rows({40: "Oak table", -300: "$70.00"})

    (explanation,) = explain(text, [])

    assert explanation.bill is None
    assert not any(each.chosen for each in explanation.candidates)
    assert "70.00" in {each.value for each in explanation.candidates}


def test_explain_without_words_has_no_candidates() -> None:
    (page,) = text_of_rows({40: "x"}).pages

    (explanation,) = explain(DocumentText((replace(page, words=()),)), [])

    assert explanation.candidates == ()


def test_explain_names_profile_and_locale(tmp_path: Path) -> None:
    (tmp_path / "zephyr.toml").write_text(HINTS, encoding="utf-8")
    profiles = suppliers_of(FOLDER, tmp_path)
    text = text_of_rows(*ROWS)

    (explanation,) = explain(text, extract(text, profiles).bills, profiles)

    assert explanation.supplier == "zephyr.toml"
    assert explanation.locale == "en, CA, CAD, decimal '.', day first"


def test_explain_marks_what_ocr_recognised() -> None:
    (explanation,) = explain(recognised(text_of_rows(*BILL)), [])

    assert all(each.is_recognized for each in explanation.candidates)


def test_explain_shows_few_candidates_per_field() -> None:
    rows = [{40: "Total amount due", -300: f"${number}.00"} for number in range(10, 10 + 2 * MOST)]

    (explanation,) = explain(text_of_rows(*rows), [])

    totals = [each for each in explanation.candidates if each.field == "total_charges"]
    assert len(totals) == MOST


def test_candidates_by_field_has_nested_candidates() -> None:
    candidates = collect_candidates(annotate(LAYOUTS["us_electric"](1).sheet.reading()))

    found = dict(candidates_by_field(candidates))

    assert {"total_charges", "meter_points", "meter_rows", "periods", "utility_name"} <= found.keys()
    assert [each.value for each in found["charge_rows"]] == [row.value for row in candidates.charge_rows]
    assert [each.value for each in found["meter_rows"]] == [row.usage.value for row in candidates.meter_rows]


def test_explain_page_breaks_scores_each_further_page() -> None:
    breaks = explain_page_breaks(LAYOUTS["us_electric"](1).sheet.reading())

    assert [each.page for each in breaks] == [2]
