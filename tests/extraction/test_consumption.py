"""What was consumed, of which service, by which meter: not what help texts, rates and credits speak of."""

from decimal import Decimal

from billhook.extraction.candidates.identifiers import points
from billhook.extraction.candidates.usage import labelled_usage
from tests.extraction.pages import annotated_rows


def test_usage_ignores_a_year_below_its_heading() -> None:
    doc = annotated_rows({40: "Usage"}, {40: "May 2021", -300: "141"})

    assert labelled_usage(doc) == []


def test_usage_heading_with_repeated_unit_is_one_column() -> None:
    doc = annotated_rows(
        {40: "Meter", 200: "Previous reading", 400: "Total usage (Units)"}, {40: "564670033", 400: "251"}
    )

    assert {item.value.value for item in labelled_usage(doc)} == {Decimal(251)}


def test_supply_point_below_meter_title_is_no_meter() -> None:
    doc = annotated_rows({40: "Meter information"}, {40: "MPAN: 1850164071146"}, {40: "Meter number", 200: "2203466"})

    found = {(point.type, point.number.value) for point in points(doc)}

    assert found == {("MPAN", "1850164071146"), ("METER", "2203466")}


def test_usage_rows_below_displaced_heading_are_read() -> None:
    doc = annotated_rows(
        {40: "Meter number", 160: "From", 260: "To"},
        {380: "Total usage"},
        {40: "JT82339416", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "2,720 kWh"},
    )

    assert [point.number.value for point in points(doc)] == ["JT82339416"]
