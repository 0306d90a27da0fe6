"""Fields whose value a box may hold are those that rules read a single value of."""

import pytest

from billhook.extraction.annotate.boxed_fields import SERVICE_TYPES, VALUE_FIELDS
from billhook.extraction.language.lexicon import lexicon

LABELLED = {label.name for label in lexicon().phrases.values()}
UNLABELLED = {"utility_name"}
"""The name of the issuer has no label: a service alone may name its place."""


@pytest.mark.parametrize("name", sorted(VALUE_FIELDS - UNLABELLED))
def test_value_field_has_labels_in_the_lexicon(name: str) -> None:
    assert name in LABELLED


def test_value_fields_include_every_service_type() -> None:
    assert set(SERVICE_TYPES.values()) <= VALUE_FIELDS


def test_value_fields_exclude_columns_of_tables() -> None:
    assert VALUE_FIELDS.isdisjoint({"previous_reading", "current_reading", "usage", "period"})
