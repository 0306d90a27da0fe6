"""Contract of ``ports.IdempotencyRecords``, ``ports.Counters`` and ``ports.Cipher``."""

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
    stored: StoredResponse | None = ports.idempotency_records.begin(
        record, run=run, fingerprint=fingerprint, now=now, until=now + LEASE, expires=now + LIFE
    )
    return stored


def test_idempotency_begin_twice_returns_the_first_record(ports: Any) -> None:
    record = an_id()

    first, second = begin(ports, record, "one"), begin(ports, record, "two", fingerprint="g")

    assert first is None
    assert second == StoredResponse("f", None)


def test_idempotency_begin_again_by_same_run_succeeds(ports: Any) -> None:
    record = an_id()

    assert [begin(ports, record, "one"), begin(ports, record, "one")] == [None, None]


def test_idempotency_response_is_kept_until_it_expires(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")

    ports.idempotency_records.complete(record, run="one", response="locked")

    assert begin(ports, record, "two", now=NOW + LIFE - timedelta(seconds=1)) == StoredResponse("f", "locked")
    assert begin(ports, record, "three", now=NOW + LIFE) is None


def test_idempotency_begin_after_lease_expiry_succeeds(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "dead")

    assert begin(ports, record, "two", now=NOW + LEASE - timedelta(seconds=1)) == StoredResponse("f", None)
    assert begin(ports, record, "three", now=NOW + LEASE, fingerprint="g") is None


def test_idempotency_late_run_does_not_change_its_successor(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "late")
    begin(ports, record, "next", now=NOW + LEASE)

    with pytest.raises(StaleLease):
        ports.idempotency_records.complete(record, run="late", response="late")
    ports.idempotency_records.release(record, run="late")

    assert begin(ports, record, "third", now=NOW + LEASE) == StoredResponse("f", None)


def test_idempotency_released_record_can_begin_again(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")

    ports.idempotency_records.release(record, run="one")

    assert begin(ports, record, "two") is None


def test_idempotency_release_keeps_a_completed_record(ports: Any) -> None:
    record = an_id()
    begin(ports, record, "one")
    ports.idempotency_records.complete(record, run="one", response="locked")

    ports.idempotency_records.release(record, run="one")

    assert begin(ports, record, "two") == StoredResponse("f", "locked")


def test_counters_increment_over_the_limit_is_refused(ports: Any) -> None:
    key = KeyId(an_id())

    counted = [ports.counters.increment(key, NOW, limit=3) for _ in range(5)]

    assert counted == [True, True, True, False, False]


def test_counters_are_separate_by_minute_and_key(ports: Any) -> None:
    key = KeyId(an_id())
    ports.counters.increment(key, NOW, limit=1)

    assert ports.counters.increment(key, NOW + timedelta(minutes=1), limit=1)
    assert ports.counters.increment(KeyId(an_id()), NOW, limit=1)


def test_cipher_decrypt_with_another_key_raises_value_error(ports: Any) -> None:
    locked = ports.cipher.encrypt("Łódź".encode() * 100, key=KEY_OF_ITS_USER)

    assert ports.cipher.decrypt(locked, key=KEY_OF_ITS_USER) == "Łódź".encode() * 100
    with pytest.raises(ValueError, match="another key"):
        ports.cipher.decrypt(locked, key=bytes(32))
