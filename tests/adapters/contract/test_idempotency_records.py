"""Contract of ``ports.IdempotencyRecords``, ``ports.Counters`` and ``ports.Cipher``: what is known of requests."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from billhook.domain.errors import StaleLease
from billhook.domain.ids import KeyId
from billhook.ports.limits import StoredResponse
from tests.builders import an_id
from tests.fakes import NOW

LEASE, LIFE = timedelta(seconds=40), timedelta(hours=24)
KEY_OF_ITS_USER = bytes(range(32))


def begin(ports: Any, record: str, run: str, *, now: datetime = NOW, fingerprint: str = "f") -> StoredResponse | None:
    known: StoredResponse | None = ports.idempotency_records.begin(
        record, run=run, fingerprint=fingerprint, now=now, until=now + LEASE, expires=now + LIFE
    )
    return known


def test_the_first_carries_it_out_and_the_second_learns_of_it(ports: Any) -> None:
    record = an_id()

    first, second = begin(ports, record, "one"), begin(ports, record, "two", fingerprint="g")

    assert first is None
    assert second == StoredResponse("f", None)


def test_a_run_that_asks_again_is_still_the_one(ports: Any) -> None:
    record = an_id()

    assert [begin(ports, record, "one"), begin(ports, record, "one")] == [None, None]


def test_an_answer_is_kept_for_its_time_and_no_longer(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")

    ports.idempotency_records.complete(record, run="one", response="locked")

    assert begin(ports, record, "two", now=NOW + LIFE - timedelta(seconds=1)) == StoredResponse("f", "locked")
    assert begin(ports, record, "three", now=NOW + LIFE) is None


def test_a_run_that_never_ended_makes_way(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "dead")

    assert begin(ports, record, "two", now=NOW + LEASE - timedelta(seconds=1)) == StoredResponse("f", None)
    assert begin(ports, record, "three", now=NOW + LEASE, fingerprint="g") is None


def test_a_run_that_is_late_touches_nothing_of_its_successor(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "late")
    begin(ports, record, "next", now=NOW + LEASE)

    with pytest.raises(StaleLease):
        ports.idempotency_records.complete(record, run="late", response="late")
    ports.idempotency_records.release(record, run="late")

    assert begin(ports, record, "third", now=NOW + LEASE) == StoredResponse("f", None)


def test_what_is_forgotten_can_be_begun_anew(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")

    ports.idempotency_records.release(record, run="one")

    assert begin(ports, record, "two") is None


def test_what_is_answered_is_not_forgotten(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")
    ports.idempotency_records.complete(record, run="one", response="locked")

    ports.idempotency_records.release(record, run="one")

    assert begin(ports, record, "two") == StoredResponse("f", "locked")


def test_a_minute_holds_so_many_requests_of_a_key(ports: Any) -> None:
    key = KeyId(an_id())

    counted = [ports.counters.increment(key, NOW, limit=3) for _ in range(5)]

    assert counted == [True, True, True, False, False]


def test_each_minute_and_each_key_is_counted_alone(ports: Any) -> None:
    key = KeyId(an_id())
    ports.counters.increment(key, NOW, limit=1)

    assert ports.counters.increment(key, NOW + timedelta(minutes=1), limit=1)
    assert ports.counters.increment(KeyId(an_id()), NOW, limit=1)


def test_what_is_locked_opens_with_its_key_alone(ports: Any) -> None:
    locked = ports.cipher.encrypt("Łódź".encode() * 100, key=KEY_OF_ITS_USER)

    assert ports.cipher.decrypt(locked, key=KEY_OF_ITS_USER) == "Łódź".encode() * 100
    with pytest.raises(ValueError, match="another key"):
        ports.cipher.decrypt(locked, key=bytes(32))
