"""Quantities that labels of usage name."""

from decimal import Decimal

from billhook.extraction.candidates.usage import labelled_usage
from tests.extraction.pages import annotated_rows


def test_usage_ignores_averages_and_other_years() -> None:
    doc = annotated_rows(
        {40: "Average daily usage", -300: "18.3 kWh"},
        {40: "Usage last year", -300: "610 kWh"},
        {40: "Total usage", -300: "550 kWh"},
    )

    found = {(candidate.value.value, candidate.value.unit) for candidate in labelled_usage(doc)}

    assert found == {(Decimal(550), "kWh")}
