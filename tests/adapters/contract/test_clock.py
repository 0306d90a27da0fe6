"""Contract of ``ports.Clock`` and ``ports.Ids``."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from billhook.domain.ids import is_id


def test_clock_now_is_aware_and_utc(ports: Any) -> None:
    assert ports.clock.now().utcoffset() == timedelta(0)


def test_ids_are_version_seven_and_sort_by_creation(ports: Any) -> None:
    ids = [ports.ids.new() for _ in range(10_000)]

    assert ids == sorted(set(ids))
    assert all(is_id(new_id) for new_id in ids)
    assert {(UUID(new_id).version, UUID(new_id).variant) for new_id in ids} == {(7, "specified in RFC 4122")}


def test_secrets_have_the_requested_size_and_differ(ports: Any) -> None:
    first, second = ports.ids.secret(24), ports.ids.secret(24)

    assert (len(first), len(second)) == (24, 24)
    assert first != second


def test_jitter_is_a_share_of_the_span(ports: Any) -> None:
    span = timedelta(seconds=10)

    assert all(timedelta(0) <= ports.ids.jitter(span) <= span for _ in range(100))
