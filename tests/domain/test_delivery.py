"""When a delivery is tried again, and when not any more."""

from datetime import timedelta

import pytest

from billhook.domain.delivery import SCHEDULE, DeliveryStatus, delivery_id
from billhook.domain.destination import EncryptedSecret
from billhook.domain.events import EventType
from billhook.domain.ids import DestinationId, EventId
from billhook.domain.retry import RETRY_POLICY, RetryPolicy
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
