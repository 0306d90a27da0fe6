"""Duplicates by bytes and by bill, and those that wait for a document."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.bill import Identifier
from billhook.domain.content import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status
from billhook.domain.errors import Rejection, Throttled
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId
from billhook.usecases.processing.steps.deduplicate import ReleaseDuplicates
from tests.builders import COMPANY, a_bill, a_document, a_final_document, a_usage, an_id
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.near_duplicates import REVISED, known, near_duplicates, other
from tests.usecases.pipeline import CONTENT, events_of, parse, uploaded
from tests.usecases.wiring import wired


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


def test_near_duplicate_of_the_first_bill_is_none(world: World) -> None:
    assert near_duplicates(world, other(), a_bill()) == {"near_duplicate_of": None, "revised_document_id": None}


def test_near_duplicate_in_other_bytes_is_the_first(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(), a_bill()) == {"near_duplicate_of": first.id, "revised_document_id": None}


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "NORTHERN  LIGHT."}, {"account_number": "100 200 300"}, {"invoice_id": "another print"},
        {"total_charges": Decimal("121.0")}, {"due_date": date(2027, 1, 1)},
    ],
)  # fmt: skip
def test_near_duplicate_ignores_notation(world: World, change: dict[str, Any]) -> None:
    first = known(world)

    assert near_duplicates(world, other(), a_bill(**change))["near_duplicate_of"] == first.id


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "Southern Light"}, {"account_number": "100-200-301"}, {"total_charges": Decimal("121.01")},
        {"usage_data": (a_usage(end_date=date(2026, 11, 1)),)},
    ],
)  # fmt: skip
def test_near_duplicate_of_another_bill_is_none(world: World, change: dict[str, Any]) -> None:
    known(world)

    assert near_duplicates(world, other(), a_bill(**change))["near_duplicate_of"] is None


@pytest.mark.parametrize("lacking", ["utility_name", "account_number", "total_charges"])
def test_near_duplicate_without_an_identifying_field_is_none(world: World, lacking: str) -> None:
    bill = a_bill(**{lacking: None})
    known(world, bill)

    assert same_bill_fingerprint(bill) is None
    assert near_duplicates(world, other(), bill)["near_duplicate_of"] is None


def test_near_duplicate_without_a_period_compares_the_bill_date(world: World) -> None:
    first = known(world, a_bill(usage_data=()))

    assert near_duplicates(world, other(), a_bill(usage_data=()))["near_duplicate_of"] == first.id
    assert (
        near_duplicates(world, other(), a_bill(usage_data=(), bill_date=date(2026, 12, 1)))["near_duplicate_of"] is None
    )


def test_near_duplicate_fingerprints_hide_the_account_number(world: World) -> None:
    known(world)

    assert "100200300" not in str(world.memory.fingerprints)


def test_near_duplicate_of_the_same_bytes_is_none(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(sha256=first.file.sha256), a_bill())["near_duplicate_of"] is None


def test_near_duplicate_is_limited_to_a_company(world: World) -> None:
    known(world)

    assert near_duplicates(world, other(company_id="elsewhere"), a_bill())["near_duplicate_of"] is None


@pytest.mark.parametrize(
    "gone", [{"deleted": NOW}, {"status": Status.REJECTED}, {"digest": a_bill(total_charges=Decimal(7), evidence={})}]
)
def test_near_duplicate_claim_ends_with_its_fingerprint(world: World, gone: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = altered(first, **gone)
    second = other()

    assert near_duplicates(world, second, a_bill())["near_duplicate_of"] is None
    world.memory.documents[second.id] = known(world, id=second.id, sha256=second.file.sha256)
    assert near_duplicates(world, other(sha256="c" * 64), a_bill())["near_duplicate_of"] == second.id


@pytest.mark.parametrize("believed", [{"digest": None, "status": Status.PROCESSING}, {"truncated": True}])
def test_near_duplicate_claim_of_an_unfinished_document_holds(world: World, believed: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = altered(first, **believed)

    assert near_duplicates(world, other(), a_bill())["near_duplicate_of"] == first.id


def test_near_duplicate_repeated_is_the_same(world: World) -> None:
    first, second = known(world), other()

    answers = [
        near_duplicates(world, second, a_bill()),
        near_duplicates(world, second, a_bill()),
        near_duplicates(world, first, a_bill()),
    ]

    assert [answer["near_duplicate_of"] for answer in answers] == [first.id, first.id, None]


def test_revised_bill_of_the_same_period_links_to_the_first(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(), REVISED) == {"near_duplicate_of": None, "revised_document_id": first.id}


def test_revised_bill_with_an_earlier_date_has_no_link(world: World) -> None:
    known(world, REVISED)

    assert near_duplicates(world, other(), a_bill())["revised_document_id"] is None


def test_revised_bill_of_another_meter_has_no_link(world: World) -> None:
    known(world)
    metered = a_usage(identifiers=(Identifier(type="METER", value="M-2"),))

    assert same_period_fingerprint(a_bill(usage_data=(metered,))) != same_period_fingerprint(a_bill())
    assert (
        near_duplicates(world, other(), REVISED.model_copy(update={"usage_data": (metered,)}))["revised_document_id"]
        is None
    )


def test_revised_bill_linked_by_hand_keeps_its_link(world: World) -> None:
    linked = other(revised_document_id="by hand")

    assert near_duplicates(world, linked, a_bill())["revised_document_id"] == "by hand"


def test_near_duplicate_of_sixteen_at_once_has_one_first(world: World) -> None:
    start, documents = Barrier(16), [other(sha256=f"{number:064x}") for number in range(16)]

    def ask(document: Document) -> str | None:
        world.memory.documents[document.id] = document
        start.wait()
        found: str | None = near_duplicates(world, document, a_bill())["near_duplicate_of"]
        return found

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(ask, documents))

    first = documents[found.index(None)].id
    assert found.count(None) == 1
    assert set(found) == {None, first}


def test_release_duplicates_sends_those_that_wait(world: World) -> None:
    original, duplicate = a_final_document(), a_document()
    world.fingerprints.add_waiting(original.id, duplicate.id)

    wired(world).get(ReleaseDuplicates).release(original)

    assert duplicate.id in str(world.parse_queue.messages)


def test_release_duplicates_frees_the_bytes_of_a_rejected_file(world: World) -> None:
    rejected = a_final_document(status=Status.REJECTED, sha256="a" * 64)
    world.fingerprints.claim(COMPANY, "a" * 64, rejected.id)

    wired(world).get(ReleaseDuplicates).release(rejected)

    assert world.memory.fingerprints == {}
