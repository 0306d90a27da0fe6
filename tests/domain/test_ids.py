"""Ids are distinguished from other text; derived ids are stable across releases."""

from uuid import UUID

import pytest

from billhook.domain.ids import derived, is_id
from tests.builders import an_id


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "None", "019A0000-0000-7001-8000-000000000001", "019a000000007001800000000000000a",
        "{019a0000-0000-7001-8000-000000000001}", "urn:uuid:019a0000-0000-7001-8000-000000000001",
        "019a0000-0000-7001-8000-000000000001\n", "019a0000-0000-7001-8000-00000000000g", "é" * 36,
    ],
)  # fmt: skip
def test_id_is_a_hyphenated_lower_case_uuid(text: str) -> None:
    assert not is_id(text)


def test_fresh_and_derived_ids_are_ids() -> None:
    assert is_id(an_id())
    assert is_id(derived("event", "x", 1))
    assert UUID(derived("event", "x", 1)).version == 5


def test_derived_id_is_stable() -> None:
    assert derived("event", "x", 1) == derived("event", "x", 1) == "162ae8b8-eae3-5c8d-ae1f-8a2361206cc9"


def test_derived_id_depends_on_its_cause() -> None:
    assert len({derived("event", "x", 1), derived("event", "x", 2), derived("delivery", "x", 1), derived("event")}) == 4
