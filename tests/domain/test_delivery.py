"""Deliveries, and the schedule of their retries."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.delivery import (
    RETRY_POLICY,
    SCHEDULE,
    DeliveryStatus,
    RetryPolicy,
    delivery_id,
    retry_after,
    spread,
    wait_after,
)
from billhook.domain.destination import EncryptedSecret
from billhook.domain.events import EventType
from billhook.domain.ids import DestinationId, EventId
from tests.builders import a_destination, an_attempt, an_event
from tests.fakes import NOW


def test_schedule_runs_from_zero_to_three_days() -> None:
    waits = [RETRY_POLICY.before(number) for number in range(1, len(SCHEDULE) + 1)]

    assert waits[0] == timedelta(0)
    assert waits[1:4] == [timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)]
    assert sum(SCHEDULE, timedelta(0)) == timedelta(hours=75, minutes=35, seconds=5)


def test_exhausted_schedule_has_no_next_attempt() -> None:
    assert RETRY_POLICY.before(len(SCHEDULE) + 1) is None


def test_custom_schedule_sets_the_attempts() -> None:
    short = (timedelta(0), timedelta(seconds=1))

    assert [RetryPolicy(short).before(number) for number in (1, 2, 3)] == [*short, None]


def test_delivery_id_is_derived_from_event_and_destination() -> None:
    event, first, second = an_event(), a_destination(), a_destination()

    assert delivery_id(event.id, first.id) == delivery_id(event.id, first.id)
    swapped = delivery_id(EventId(first.id), DestinationId(event.id))
    assert len({delivery_id(event.id, first.id), delivery_id(event.id, second.id), swapped}) == 3


@pytest.mark.parametrize(
    ("status_code", "succeeded"), [(200, True), (299, True), (300, False), (199, False), (None, False)]
)
def test_attempt_succeeds_with_2xx_only(status_code: int | None, succeeded: bool) -> None:
    assert an_attempt(status_code=status_code).succeeded is succeeded


def test_delivery_is_over_unless_pending() -> None:
    assert [status for status in DeliveryStatus if not status.is_final] == [DeliveryStatus.PENDING]


def test_destination_without_filter_receives_every_event() -> None:
    chosen = a_destination(event_types=("document.created.v2",))

    assert a_destination().listens_to(EventType.JOB_COMPLETED, 1)
    assert chosen.listens_to(EventType.DOCUMENT_CREATED, 1)
    assert not chosen.listens_to(EventType.JOB_COMPLETED, 1)


@pytest.mark.parametrize("fields", [{"enabled": False}, {"deleted": NOW}])
def test_disabled_destination_receives_no_event(fields: dict[str, object]) -> None:
    assert not a_destination(**fields).listens_to(EventType.DOCUMENT_CREATED, 1)


def test_internal_events_are_sent_to_no_destination() -> None:
    assert not a_destination().listens_to(EventType.DOCUMENT_SETTLED, 1)


def test_old_secret_signs_until_it_expires() -> None:
    old = EncryptedSecret(sealed="old", created=NOW, expires=NOW + timedelta(hours=1))
    new = EncryptedSecret(sealed="new", created=NOW)
    destination = a_destination(secrets=(new, old))

    assert destination.live_secrets(NOW) == (new, old)
    assert destination.live_secrets(NOW + timedelta(hours=1)) == (new,)


BASES = st.sampled_from([wait for wait in SCHEDULE if wait])
SHARES = st.floats(min_value=0, max_value=1)
FAILED = an_attempt(status_code=500)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_retry_schedule_spans_three_days() -> None:
    assert sum(SCHEDULE, timedelta(0)) == timedelta(hours=75, minutes=35, seconds=5)
    assert len(SCHEDULE) == 10
    assert RETRY_POLICY.before(11) is None


@given(base=BASES, share=SHARES)
def test_retry_jitter_is_at_most_a_fifth(base: timedelta, share: float) -> None:
    wait = wait_after(FAILED, base=base, jitter=spread(base) * share, requested=None)

    assert base * 0.799 <= wait <= base * 1.201


@given(base=BASES, requested=st.integers(min_value=0, max_value=10**9), share=SHARES)
def test_retry_after_counts_from_once_to_twice_the_base(base: timedelta, requested: int, share: float) -> None:
    wait = wait_after(FAILED, base=base, jitter=spread(base) * share, requested=seconds(requested))

    assert wait == min(max(seconds(requested), base), 2 * base)


@pytest.mark.parametrize("failed", [an_attempt(status_code=429), an_attempt(status_code=None, error="timeout")])
@pytest.mark.parametrize("requested", [None, seconds(1)])
def test_retry_of_throttled_receiver_waits_a_minute(failed: object, requested: timedelta | None) -> None:
    wait = wait_after(failed, base=seconds(5), jitter=seconds(0), requested=requested)  # type: ignore[arg-type]

    assert wait == seconds(60)


def test_retry_floor_follows_the_stages_schedule() -> None:
    slow = an_attempt(status_code=429)

    wait = wait_after(slow, base=seconds(1), jitter=seconds(0), requested=None, slow_down=seconds(3))

    assert wait == seconds(3)


@pytest.mark.parametrize(
    ("header", "requested"),
    [
        ("120", seconds(120)),
        (" 7 ", seconds(7)),
        ("0", seconds(0)),
        ("Fri, 20 Nov 2026 12:02:00 GMT", seconds(120)),
        ("Fri, 20 Nov 2026 11:00:00 GMT", seconds(0)),
        ("Fri, 20 Nov 2026 12:02:00 -0000", seconds(120)),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 30, None),
        ("١٢", None),
        ("Fri, 99 Nov 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(header: str | None, requested: timedelta | None) -> None:
    assert retry_after(header, now=NOW) == requested


@given(header=st.text())
def test_retry_after_with_any_header_stays_within_bounds(header: str) -> None:
    requested = retry_after(header, now=NOW)

    assert requested is None or requested >= timedelta(0)
