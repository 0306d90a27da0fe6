"""Names of tariffs and suppliers beside their labels."""

import pytest

from billhook.extraction.candidates.services import named_by, propose_names, tariffs
from tests.extraction.pages import Row, annotated_rows


@pytest.mark.parametrize(
    "row",
    [{40: "Tariff: Standard Variable"}, {40: "Tariff", 200: "Standard Variable"}],
)
def test_tariffs_follow_their_label(row: Row) -> None:
    names = tariffs(annotated_rows(row))

    assert [name.value for name in names] == ["Standard Variable"]


@pytest.mark.parametrize("printed", ["12.50", "03/05/2026", "Amount due"])
def test_tariffs_are_no_amounts_dates_or_labels(printed: str) -> None:
    assert tariffs(annotated_rows({40: "Tariff:", 200: printed})) == []


def test_named_by_skips_labels_within_a_cell() -> None:
    assert named_by(annotated_rows({40: "Your current rate: Standard"}), "tariff") == []


def test_propose_names_gives_tariffs_and_suppliers() -> None:
    proposed = propose_names(annotated_rows({40: "Tariff: Standard Variable"}))

    assert [name.value for name in proposed.tariffs] == ["Standard Variable"]
    assert proposed.suppliers == ()
