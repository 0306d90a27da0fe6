"""Contract of ``ports.Destinations``."""

from typing import Any

import pytest

from billhook.domain.destination import DestinationType, PayloadFormat, SealedSecret
from billhook.domain.errors import Conflict, Lost
from billhook.domain.ids import DestinationId
from billhook.ports import Slice
from tests.builders import COMPANY, a_destination, an_id
from tests.fakes import NOW

SECRETS = (SealedSecret(sealed="bmV3", created=NOW), SealedSecret(sealed="b2xk", created=NOW, expires=NOW))


def test_a_destination_comes_back_as_it_was_added(ports: Any) -> None:
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


def test_another_destination_cannot_take_an_id(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)

    with pytest.raises(Conflict):
        ports.destinations.add(destination.model_copy(update={"url": "https://other.example.org"}))


def test_a_destination_can_be_disabled(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    disabled = destination.model_copy(update={"enabled": False, "disabled_reason": "gone"})

    ports.destinations.save(disabled)

    assert ports.destinations.get(destination.id) == disabled
    assert ports.destinations.page(COMPANY, Slice()).items == (disabled,)


def test_an_absent_destination_cannot_be_saved(ports: Any) -> None:
    with pytest.raises(Lost):
        ports.destinations.save(a_destination())


def test_a_deleted_destination_is_in_no_list_but_still_there(ports: Any) -> None:
    destination = a_destination()
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW})

    ports.destinations.save(deleted)

    assert ports.destinations.page(COMPANY, Slice()).items == ()
    assert ports.destinations.get(destination.id) == deleted


def test_who_read_it_before_cannot_bring_back_what_was_deleted(ports: Any) -> None:
    destination = a_destination(secrets=SECRETS)
    ports.destinations.add(destination)
    deleted = destination.model_copy(update={"deleted": NOW, "secrets": ()})
    ports.destinations.save(deleted)

    with pytest.raises(Lost):
        ports.destinations.save(destination.model_copy(update={"enabled": False}))
    ports.destinations.save(deleted)

    assert ports.destinations.get(destination.id) == deleted
