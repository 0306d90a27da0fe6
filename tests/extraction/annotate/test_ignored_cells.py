"""Cells that are no label and no value: marks along the axis of a chart."""

from billhook.extraction.annotate.ignored_cells import axis_marks
from billhook.extraction.candidates.identifiers import labelled_codes
from billhook.extraction.candidates.meters import meter_rows
from tests.extraction.pages import annotated_rows

AXIS = ("26,800", "20,100", "13,400", "6,700", "0")


def test_axis_marks_are_equal_steps_to_zero() -> None:
    doc = annotated_rows(*({400: mark} for mark in AXIS))

    assert {cell.text for cell in axis_marks(doc.layout.lines)} == set(AXIS)


def test_axis_marks_exclude_unequal_steps() -> None:
    doc = annotated_rows(*({400: mark} for mark in ("1,120", "930", "780", "640", "0")))

    assert axis_marks(doc.layout.lines) == frozenset()


def test_labelled_codes_skip_axis_marks() -> None:
    doc = annotated_rows(
        {40: "Customer number", 400: AXIS[0]},
        {40: "893439483", 400: AXIS[1]},
        {40: "Bill date", 400: AXIS[2]},
        {40: "5 March 2026", 400: AXIS[3]},
        {400: AXIS[4]},
    )

    assert [candidate.value for candidate in labelled_codes(doc, "account_number")][:1] == ["893439483"]


def test_meter_rows_skip_axis_marks() -> None:
    doc = annotated_rows(
        {40: "Bill date", 150: "6 Oct 2020", 400: "152"},
        {40: "Due date", 150: "28 Oct 2020", 400: "114"},
        {40: "Billing period", 150: "27 Jul 2020 - 24 Sep 2020", 400: "76"},
        {400: "38"},
        {400: "0"},
    )

    assert meter_rows(doc) == []
