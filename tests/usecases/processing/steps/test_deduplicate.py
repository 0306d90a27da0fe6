"""Deduplicating files: the same bytes in a company are extracted once."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from billhook.domain.document_status import Outcome, Status
from billhook.domain.errors import Rejection, Throttled
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId
from tests.builders import an_id
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.pipeline import CONTENT, events_of, parse, uploaded


def test_deduplicate_copies_the_result_of_the_same_bytes(world: World) -> None:
    first = parse(world, uploaded(world))
    world.file_opener.files[CONTENT] = RuntimeError("must not be opened")

    duplicate = parse(world, uploaded(world, file_name="again.pdf"))

    assert (duplicate.status, duplicate.outcome, duplicate.duplicates.duplicate_of) == (
        Status.PARSED,
        Outcome.DUPLICATE,
        first.id,
    )
    assert (duplicate.result.estimated_cost, duplicate.result.digest) == (Decimal(0), first.result.digest)
    copied, original = (world.contents.get(item) for item in (duplicate, first))
    assert copied is not None
    assert original is not None
    assert (copied.document_id, copied.bill) == (duplicate.id, original.bill)
    assert [event.type for event in events_of(world, duplicate)] == [EventType.DOCUMENT_SETTLED]


def test_deduplicate_is_limited_to_a_company(world: World) -> None:
    parse(world, uploaded(world))

    other = parse(world, uploaded(world, company_id=CompanyId(an_id())))

    assert other.duplicates.duplicate_of is None


def test_deduplicate_with_duplicates_allowed_extracts_again(world: World) -> None:
    parse(world, uploaded(world))

    second = parse(world, uploaded(world, allow_duplicate=True))

    assert (second.duplicates.duplicate_of, second.status) == (None, Status.PARSED)
    assert [event.type for event in events_of(world, second)] == [EventType.DOCUMENT_CREATED]


def test_deduplicate_waits_for_an_unfinished_original(world: World) -> None:
    first, duplicate = uploaded(world), uploaded(world)
    world.file_opener.files[CONTENT], readable = Throttled("Slow down."), world.file_opener.files[CONTENT]
    parse(world, first)
    world.file_opener.files[CONTENT] = readable

    waiting = parse(world, duplicate)
    world.parse_queue.take()
    parse(world, first)

    assert (waiting.status, waiting.lease.due_at, waiting.lease.attempts) == (
        Status.PROCESSING,
        NOW + timedelta(seconds=60),
        0,
    )
    assert world.parse_queue.messages == [{"documentId": duplicate.id}]
    assert parse(world, duplicate).duplicates.duplicate_of == first.id


def test_deduplicate_sees_an_original_that_finishes_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, duplicate = uploaded(world), uploaded(world)
    world.fingerprints.claim(first.company_id, sha256(CONTENT).hexdigest(), first.id)
    wait = world.fingerprints.add_waiting

    def finishes_meanwhile(winner: str, loser: str) -> None:
        parse(world, first)
        wait(first.id, duplicate.id)
        assert (winner, loser) == (first.id, duplicate.id)

    monkeypatch.setattr(world.fingerprints, "add_waiting", finishes_meanwhile)

    assert parse(world, duplicate).duplicates.duplicate_of == first.id


def test_deduplicate_releases_bytes_of_a_rejected_original(world: World) -> None:
    world.file_opener.files[CONTENT] = Rejection("timeout", "It took too long.")
    parse(world, uploaded(world))
    del world.file_opener.files[CONTENT]

    second = parse(world, uploaded(world))

    assert (second.status, second.duplicates.duplicate_of) == (Status.PARSED, None)


@pytest.mark.parametrize("gone", ["rejected, its claim forgotten", "deleted", "its content deleted"])
def test_deduplicate_takes_over_a_stale_fingerprint(world: World, gone: str) -> None:
    first = parse(world, uploaded(world))
    if gone == "deleted":
        del world.memory.documents[first.id]
    elif gone == "its content deleted":
        world.contents.kept.clear()
    else:
        world.memory.documents[first.id] = altered(first, status=Status.REJECTED)

    second = parse(world, uploaded(world))

    assert (second.status, second.duplicates.duplicate_of) == (Status.PARSED, None)
    assert world.memory.fingerprints[second.company_id, str(second.file.sha256)] == second.id
