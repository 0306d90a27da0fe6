"""Contract of ``ports.Destinations``: storing, deleting and disabling a destination."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.destination import Destination, DestinationType, EncryptedSecret, PayloadFormat
from billhook.domain.errors import Conflict, StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId
from billhook.ports.lists import PageRequest
from tests.builders import COMPANY, a_destination, an_id
from tests.fakes import NOW

SECRETS = (EncryptedSecret(sealed="bmV3", created=NOW), EncryptedSecret(sealed="b2xk", created=NOW, expires=NOW))


def test_destinations_get_added_destination_returns_it(ports: Any) -> None:
    destination = a_destination(
        type=DestinationType.EVENTBRIDGE,
        url=None,
        bus_arn="arn:aws:events:us-east-1:111122223333:event-bus/bills",
        event_types=("document.created.v2",),
        format=PayloadFormat.THIN,
        secrets=SECRETS,
        filter={"status": ("PARSED", None), "isFlagged": (False, 1)},
        rate_per_second=5,
    )

    ports.destinations.add(destination)

    assert ports.destinations.get(destination.id) == destination
    assert ports.destinations.get(DestinationId(an_id())) is None


def test_destinations_add_under_taken_id_raises_conflict(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)

    with pytest.raises(Conflict):
        ports.destinations.add(destination.model_copy(update={"url": "https://other.example.org"}))


def test_destinations_save_disabled_destination_stores_it(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    disabled = destination.model_copy(update={"enabled": False, "disabled_reason": "gone"})

    ports.destinations.save(disabled)

    assert ports.destinations.get(destination.id) == disabled
    assert ports.destinations.page(COMPANY, PageRequest()).items == (disabled,)


def test_destinations_save_absent_destination_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.destinations.save(a_destination())


def test_destinations_deleted_record_is_readable_but_not_listed(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW})

    ports.destinations.save(deleted)

    assert ports.destinations.page(COMPANY, PageRequest()).items == ()
    assert ports.destinations.get(destination.id) == deleted


def test_destinations_save_does_not_restore_a_deleted_record(ports: Any) -> None:
    destination = a_destination(secrets=SECRETS)
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW, "secrets": ()})
    ports.destinations.save(deleted)

    with pytest.raises(StaleLease):
        ports.destinations.save(destination.model_copy(update={"enabled": False}))
    ports.destinations.save(deleted)

    assert ports.destinations.get(destination.id) == deleted


def disabled(destination: Destination, times: int = 1) -> tuple[Destination, Event]:
    off = {"enabled": False, "disabled_reason": "gone", "times_disabled": times, "updated": NOW + timedelta(hours=1)}
    event = Event.about(
        EventType.DESTINATION_DISABLED,
        company_id=COMPANY,
        subject_id=destination.id,
        version=times,
        occurred=NOW,
        due_at=NOW,
        reason="gone",
    )
    return destination.model_copy(update=off), event


def test_destinations_disable_writes_its_event(ports: Any) -> None:
    destination = a_destination(secrets=SECRETS)
    ports.destinations.add(destination)
    off, event = disabled(destination)

    ports.destinations.disable(off, event)

    assert ports.destinations.get(destination.id) == off
    assert ports.outbox.get(destination.id, 1, event.type) == event


def test_destinations_disable_keeps_concurrent_changes(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    ports.destinations.save(destination.model_copy(update={"url": "https://new.example.org"}))

    ports.destinations.disable(*disabled(destination))

    saved = ports.destinations.get(destination.id)
    assert (saved.url, saved.enabled) == ("https://new.example.org", False)


def test_destinations_disable_twice_raises_stale_lease(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    ports.destinations.disable(*disabled(destination))

    with pytest.raises(StaleLease):
        ports.destinations.disable(*disabled(destination, times=2))

    assert ports.outbox.get(destination.id, 2, EventType.DESTINATION_DISABLED) is None


def test_destinations_save_of_stale_copy_does_not_enable_again(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    off, event = disabled(destination)
    ports.destinations.disable(off, event)

    with pytest.raises(StaleLease):
        ports.destinations.save(destination)
    ports.destinations.save(off.model_copy(update={"enabled": True}))

    assert ports.destinations.get(destination.id).enabled
