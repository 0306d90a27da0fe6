"""Which events a filter lets through."""

from typing import Any

import pytest

from billhook.domain.event_filter import EventFilter, passes

BODY: dict[str, Any] = {
    "status": "PARSED", "isFlagged": False, "version": 1, "siteId": None, "info": {"po": 7, "region": "north"},
    "pages": [1, 2],
}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "lets_through"),
    [
        ({}, True),
        ({"status": ("PARSED",)}, True),
        ({"status": ("REJECTED", "NEEDS_REVIEW")}, False),
        ({"isFlagged": (False,)}, True),
        ({"isFlagged": (0,)}, False),
        ({"version": (True,)}, False),
        ({"siteId": (None,)}, True),
        ({"nothing.such": (None,)}, True),
        ({"info.region": ("north", "south")}, True),
        ({"info.region": ("north",), "status": ("REJECTED",)}, False),
        ({"status.deeper": ("PARSED",)}, False),
        ({"pages": (2,)}, True),
    ],
)
def test_event_filter_needs_every_field_to_match(wanted: EventFilter, lets_through: bool) -> None:
    assert passes(wanted, BODY) is lets_through
