"""The same bytes in the same company are read once."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from billhook.domain.document_status import Outcome, Status
from billhook.domain.errors import Rejection, Throttled
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId
from tests.builders import an_id
from tests.fakes import NOW, World
from tests.usecases.pipeline import CONTENT, handed_in, parse, told


def test_a_second_document_of_the_same_bytes_is_a_copy_of_the_first(world: World) -> None:
    first = parse(world, handed_in(world))
    world.file_opener.files[CONTENT] = RuntimeError("must not be opened")

    twin = parse(world, handed_in(world, file_name="again.pdf"))

    assert (twin.status, twin.outcome, twin.duplicate_of) == (Status.PARSED, Outcome.DUPLICATE, first.id)
    assert (twin.estimated_cost, twin.digest) == (Decimal(0), first.digest)
    copied, original = (world.contents.get(one) for one in (twin, first))
    assert copied is not None
    assert original is not None
    assert (copied.document_id, copied.bill) == (twin.id, original.bill)
    assert [event.type for event in told(world, twin)] == [EventType.DOCUMENT_SETTLED]


def test_another_company_reads_its_own(world: World) -> None:
    parse(world, handed_in(world))

    other = parse(world, handed_in(world, company_id=CompanyId(an_id())))

    assert other.duplicate_of is None


def test_whoever_allows_duplicates_is_read_afresh(world: World) -> None:
    parse(world, handed_in(world))

    second = parse(world, handed_in(world, allow_duplicate=True))

    assert (second.duplicate_of, second.status) == (None, Status.PARSED)
    assert [event.type for event in told(world, second)] == [EventType.DOCUMENT_CREATED]


def test_a_twin_waits_for_the_first_and_is_sent_on_by_it(world: World) -> None:
    first, twin = handed_in(world), handed_in(world)
    world.file_opener.files[CONTENT], readable = Throttled("Slow down."), world.file_opener.files[CONTENT]
    parse(world, first)
    world.file_opener.files[CONTENT] = readable

    waiting = parse(world, twin)
    world.parse_queue.take()
    parse(world, first)

    assert (waiting.status, waiting.due_at, waiting.attempts) == (Status.PROCESSING, NOW + timedelta(seconds=60), 0)
    assert world.parse_queue.messages == [{"documentId": twin.id}]
    assert parse(world, twin).duplicate_of == first.id


def test_a_first_that_finishes_just_before_the_twin_waits_is_noticed(world: World) -> None:
    first, twin = handed_in(world), handed_in(world)
    world.fingerprints.claim(first.company_id, sha256(CONTENT).hexdigest(), first.id)
    wait = world.fingerprints.add_waiting

    def finishes_meanwhile(winner: str, loser: str) -> None:
        parse(world, first)
        wait(first.id, twin.id)
        assert (winner, loser) == (first.id, twin.id)

    world.fingerprints.add_waiting = finishes_meanwhile  # type: ignore[method-assign]

    assert parse(world, twin).duplicate_of == first.id


def test_a_rejected_first_frees_its_bytes(world: World) -> None:
    world.file_opener.files[CONTENT] = Rejection("timeout", "It took too long.")
    parse(world, handed_in(world))
    del world.file_opener.files[CONTENT]

    second = parse(world, handed_in(world))

    assert (second.status, second.duplicate_of) == (Status.PARSED, None)


@pytest.mark.parametrize("gone", ["rejected, its claim forgotten", "deleted", "its content deleted"])
def test_a_claim_that_nobody_stands_behind_is_taken_over(world: World, gone: str) -> None:
    first = parse(world, handed_in(world))
    if gone == "deleted":
        del world.memory.documents[first.id]
    elif gone == "its content deleted":
        world.contents.kept.clear()
    else:
        world.memory.documents[first.id] = first.model_copy(update={"status": Status.REJECTED})

    second = parse(world, handed_in(world))

    assert (second.status, second.duplicate_of) == (Status.PARSED, None)
    assert world.memory.fingerprints[second.company_id, str(second.sha256)] == second.id
