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


def changed(destination: Destination, **fields: object) -> Destination:
    return destination.model_copy(update={**fields, "updated": destination.updated + timedelta(minutes=1)})


def test_destinations_save_keeps_changes_of_other_fields(ports: Any) -> None:
    destination = a_destination(secrets=SECRETS[1:], description="before")
    ports.destinations.add(destination)
    ports.destinations.save(changed(destination, secrets=SECRETS), before=destination)

    ports.destinations.save(changed(destination, url="https://new.example.org", description=None), before=destination)

    saved = ports.destinations.get(destination.id)
    assert (saved.secrets, saved.url, saved.description) == (SECRETS, "https://new.example.org", None)


@pytest.mark.parametrize(
    "fields", [{"secrets": ()}, {"url": "https://late.example.org"}, {"filter": {"status": ("PARSED",)}}]
)
def test_destinations_save_of_a_stale_field_is_refused(ports: Any, fields: dict[str, Any]) -> None:
    destination = a_destination(secrets=SECRETS[1:])
    ports.destinations.add(destination)
    first = changed(destination, secrets=SECRETS, url="https://new.example.org", filter={"status": ("REJECTED",)})
    ports.destinations.save(first, before=destination)

    with pytest.raises(StaleLease):
        ports.destinations.save(changed(destination, **fields), before=destination)

    assert ports.destinations.get(destination.id) == first


def test_destinations_save_refuses_a_change_of_unchanged_fields(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    ports.destinations.save(destination.challenged(NOW), before=destination)

    with pytest.raises(StaleLease):
        ports.destinations.save(destination.verified_at(NOW), before=destination, unchanged=("challenge",))


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

    ports.destinations.save(disabled, before=destination)

    assert ports.destinations.get(destination.id) == disabled
    assert ports.destinations.page(COMPANY, PageRequest()).items == (disabled,)


def test_destinations_save_absent_destination_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.destinations.save(changed(a_destination(), url="https://new.example.org"), before=a_destination())


def test_destinations_deleted_record_is_readable_but_not_listed(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW})

    ports.destinations.hide(deleted)

    assert ports.destinations.page(COMPANY, PageRequest()).items == ()
    assert ports.destinations.get(destination.id) == deleted


def test_destinations_save_does_not_restore_a_deleted_record(ports: Any) -> None:
    destination = a_destination(secrets=SECRETS)
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW, "secrets": ()})
    ports.destinations.hide(deleted)

    with pytest.raises(StaleLease):
        ports.destinations.save(changed(destination, enabled=False), before=destination)
    ports.destinations.hide(deleted)

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
    ports.destinations.save(changed(destination, url="https://new.example.org"), before=destination)

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
        ports.destinations.save(changed(destination, rate_per_second=3), before=destination)
    ports.destinations.save(changed(off, enabled=True), before=off)

    assert ports.destinations.get(destination.id).enabled
