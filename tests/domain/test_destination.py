"""Destinations, and the events that pass their filters."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.destination import (
    MAX_SECRETS,
    Destination,
    DestinationPatch,
    DestinationStatus,
    DestinationType,
    EncryptedSecret,
    EventFilter,
    passes,
)
from billhook.domain.events import EventType
from tests.builders import a_destination
from tests.fakes import NOW

BUS = a_destination(type=DestinationType.EVENTBRIDGE)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("destination", "status"),
    [
        (a_destination(), DestinationStatus.ACTIVE),
        (a_destination(enabled=False), DestinationStatus.DISABLED),
        (BUS, DestinationStatus.PENDING_VERIFICATION),
        (BUS.verified_at(NOW), DestinationStatus.ACTIVE),
    ],
)
def test_status_of_a_destination(destination: Destination, status: DestinationStatus) -> None:
    assert destination.status is status


def test_unverified_bus_may_receive_only_its_challenge() -> None:
    assert BUS.may_receive(EventType.DESTINATION_VERIFICATION)
    assert not BUS.may_receive(EventType.DOCUMENT_CREATED)


def test_callback_listens_to_first_versions_only() -> None:
    callback = a_destination(type=DestinationType.CALLBACK)

    assert callback.listens_to(EventType.DOCUMENT_SETTLED, 1)
    assert not callback.listens_to(EventType.DOCUMENT_UPDATED, 2)


def test_enabled_destination_has_no_disabled_reason() -> None:
    disabled = a_destination().disabled("The receiver answered 410 Gone.", NOW)

    assert (disabled.enabled, disabled.times_disabled) == (False, 1)
    assert disabled.changed(DestinationPatch(enabled=True), NOW).disabled_reason is None


def test_rotated_secrets_expire_at_the_end_of_the_overlap() -> None:
    first, second = (EncryptedSecret(sealed=name, created=NOW) for name in "ab")

    rotated = a_destination(secrets=(first,)).rotated(second, now=NOW, overlap_end=NOW + HOUR)

    assert [(secret.sealed, secret.expires) for secret in rotated.secrets] == [("b", None), ("a", NOW + HOUR)]


def test_rotated_secrets_are_limited() -> None:
    destination = a_destination()
    for number in range(MAX_SECRETS + 5):
        secret = EncryptedSecret(sealed=str(number), created=NOW + timedelta(seconds=number))
        destination = destination.rotated(secret, now=NOW, overlap_end=NOW + HOUR)

    assert len(destination.secrets) == MAX_SECRETS


def test_hidden_destination_has_no_secrets() -> None:
    hidden = a_destination(secrets=(EncryptedSecret(sealed="a", created=NOW),)).hidden(NOW)

    assert (hidden.secrets, hidden.header, hidden.enabled) == ((), None, False)


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
