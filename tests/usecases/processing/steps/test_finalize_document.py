"""The end of processing: results, files of several bills, rejections."""

from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.document_text import DocumentText, PageText, Route
from billhook.domain.errors import StaleLease
from billhook.domain.events import EventType
from billhook.domain.ids import DocumentId
from billhook.domain.job import MAX_DOCUMENTS, JobStatus, bill_id
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.processing.parse_document import ParseDocument
from billhook.usecases.processing.steps.finalize_document import FinalizeDocument
from tests.builders import a_bill, a_document, a_document_text, a_job, a_word, an_id
from tests.documents import altered
from tests.fakes import NOW, FakeFile, World
from tests.usecases.pipeline import CONTENT, LEASE, events_of, head, parse, pipeline_finding, uploaded
from tests.usecases.wiring import wired

MANY = 40


def bills(count: int) -> list[Bill]:
    return [a_bill(invoice_id=f"bill {number}", pages=(number,)) for number in range(1, count + 1)]


def of_pages(count: int, route: Route = Route.TEXT_LAYER) -> FakeFile:
    words = (a_word("Total"),) if route is Route.TEXT_LAYER else ()
    numbers = range(1, count + 1)
    pages = tuple(PageText(number, 595, 842, route if words else Route.BLANK, words) for number in numbers)
    return FakeFile(DocumentText(pages), () if words else tuple(numbers))


def split(world: World, count: int = 3, **fields: Any) -> list[Document]:
    """The documents of a file of ``count`` bills, in the order of its pages."""
    world.file_opener.files[CONTENT] = of_pages(count)
    first = uploaded(world, **fields)
    parse(world, first, *bills(count))
    return family(world, first, count)


def family(world: World, first: Document, count: int) -> list[Document]:
    ids = [first.id, *(bill_id(first.id, number) for number in range(2, count + 1))]
    return [world.memory.documents[item] for item in ids]


def test_split_file_makes_a_document_of_each_bill(world: World) -> None:
    documents = split(world)

    first = documents[0]
    assert [part.result.digest and part.result.digest.invoice_id for part in documents] == [
        "bill 1",
        "bill 2",
        "bill 3",
    ]
    assert [part.identity.split_from for part in documents] == [None, first.id, first.id]
    assert [part.result.pages for part in documents] == [(1,), (2,), (3,)]
    assert {(part.status, part.version, part.job_id, part.file.file_name) for part in documents} == {
        (Status.PARSED, 1, first.job_id, "bill.pdf")
    }
    for number, document in enumerate(documents, 1):
        content, reading = world.contents.get(document), world.contents.document_text(document)
        assert content is not None
        assert reading is not None
        assert content.bill == bills(3)[number - 1]
        assert [page.number for page in reading.pages] == [number]
        assert [event.type for event in events_of(world, document)] == [EventType.DOCUMENT_CREATED]


def test_split_file_shares_the_bytes_among_its_bills(world: World) -> None:
    documents = split(world)

    places = {
        (document.file.object_key, document.file.object_version, document.file.sha256, document.file.size)
        for document in documents
    }

    assert len(places) == 1
    assert None not in places.pop()


def test_split_file_adds_bills_to_the_job_in_order(world: World) -> None:
    first = uploaded(world)
    other = uploaded(world, job_id=first.job_id)
    world.memory.jobs[str(first.job_id)] = a_job(id=first.job_id, expected=2)
    world.file_opener.files[CONTENT] = of_pages(3)
    pipeline = pipeline_finding(world, *bills(3))
    pipeline.get(ParseDocument)(first.id)

    pipeline.get(PublishEvents)(list(world.memory.events.values()))

    entries = world.jobs.entries(a_job(id=first.job_id).id)
    assert [entry.document_id for entry in entries] == [*(item.id for item in family(world, first, 3)), other.id]
    assert [entry.outcome for entry in entries] == [Outcome.PARSED] * 3 + [None]
    assert world.memory.jobs[str(first.job_id)].status is JobStatus.PENDING


def test_split_file_assigns_each_bill_the_cost_of_its_pages(world: World) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = of_pages(3, Route.BLANK)
    world.ocr.words = (a_word("Total"),)

    parse(world, document, bills(3)[0], bills(3)[2])

    documents = family(world, document, 2)
    assert [item.result.estimated_cost for item in documents] == [Decimal("0.0030"), Decimal("0.0015")]
    assert [[page.page for page in item.result.page_routes] for item in documents] == [[1, 2], [3]]


def test_split_file_reviews_each_bill(world: World) -> None:
    document = uploaded(world)

    parse(world, document, a_bill(), a_bill(total_charges=None, pages=(2,)))

    states = [(item.status, item.verdict.status_reason) for item in family(world, document, 2)]
    assert states == [(Status.PARSED, None), (Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS)]


def test_split_file_of_the_most_bills_takes_several_transactions(world: World) -> None:
    assert len(split(world, MANY)) == MANY


def test_split_file_of_too_many_bills_needs_review(world: World) -> None:
    document = uploaded(world)

    final = parse(world, document, *bills(MANY + 1))

    assert (final.status, final.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.TOO_MANY_BILLS)
    assert list(world.memory.documents) == [document.id]
    content = world.contents.get(final)
    assert content is not None
    assert content.bill is not None
    (check,) = content.bill.failed_checks
    assert (check.name, check.detail) == (
        "one_bill",
        "The file holds 41 bills; one of more than 40 is not split.",
    )


def fill(world: World, document: Document, room: int) -> None:
    """Leave ``room`` for so many documents more in the job of ``document``."""
    job_id = a_job(id=document.job_id).id
    taken = MAX_DOCUMENTS - len(world.jobs.entries(job_id)) - room
    world.jobs.reserve_job_capacity(job_id, DocumentId(an_id()), taken, limit=taken, minimum=taken)


@pytest.mark.parametrize(("room", "documents", "reason"), [(2, 3, None), (1, 1, StatusReason.TOO_MANY_BILLS)])
def test_split_file_needs_capacity_for_all_bills(
    world: World, room: int, documents: int, reason: StatusReason | None
) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = of_pages(3)
    fill(world, document, room)

    final = parse(world, document, *bills(3))

    assert (len(world.memory.documents), final.verdict.status_reason) == (documents, reason)
    content = world.contents.get(final)
    assert content is not None
    assert content.bill is not None
    assert [check.detail for check in content.bill.failed_checks] == [
        "The file holds 3 bills; its job, which has 500 documents at most, has no room for them."
    ] * (documents == 1)


def test_split_file_duplicate_without_capacity_needs_review(world: World) -> None:
    first = split(world)[0]
    duplicate = uploaded(world, file_name="again.pdf")
    fill(world, duplicate, 1)

    final = parse(world, duplicate)

    assert (final.duplicates.duplicate_of, final.status, final.verdict.status_reason, final.verdict.is_flagged) == (
        first.id, Status.NEEDS_REVIEW, StatusReason.TOO_MANY_BILLS, True,
    )  # fmt: skip
    assert [
        document.id for document in world.memory.documents.values() if document.identity.split_from == duplicate.id
    ] == []


def test_split_file_duplicate_copies_every_bill(world: World) -> None:
    originals = split(world)

    duplicate = uploaded(world, file_name="again.pdf")
    parse(world, duplicate)

    copies = family(world, duplicate, 3)
    assert [document.duplicates.duplicate_of for document in copies] == [document.id for document in originals]
    assert [document.identity.split_from for document in copies] == [None, duplicate.id, duplicate.id]
    assert {(document.outcome, document.result.estimated_cost, document.file.file_name) for document in copies} == {
        (Outcome.DUPLICATE, Decimal(0), "again.pdf")
    }
    for copy, original in zip(copies, originals, strict=True):
        copied, first = world.contents.get(copy), world.contents.get(original)
        assert copied is not None
        assert first is not None
        assert copied.bill == first.bill
        assert [event.type for event in events_of(world, copy)] == [EventType.DOCUMENT_SETTLED]


def test_split_file_duplicate_leaves_out_deleted_bills(world: World) -> None:
    originals = split(world)
    world.memory.documents[originals[1].id] = altered(originals[1], deleted=NOW)

    duplicate = uploaded(world)
    parse(world, duplicate)

    copies = [document for document in world.memory.documents.values() if document.identity.split_from == duplicate.id]
    assert [copy.duplicates.duplicate_of for copy in copies] == [originals[2].id]


def test_split_file_bill_reprocessed_takes_its_pages(world: World) -> None:
    second = split(world)[1]
    world.memory.documents[second.id] = altered(second, status=Status.PROCESSING)

    again = parse(world, second, *(bill.model_copy(update={"account_number": "anew"}) for bill in bills(3)))

    assert again.result.digest is not None
    assert (again.result.digest.invoice_id, again.result.digest.account_number) == ("bill 2", "anew")
    assert (again.version, again.identity.split_from, again.duplicates.duplicate_of) == (
        2,
        second.identity.split_from,
        None,
    )
    assert len(world.memory.documents) == 3


def test_split_file_reprocessed_leaves_existing_bills(world: World) -> None:
    first, second, _ = split(world)
    corrected = altered(second, version=2, announced=True)
    world.memory.documents |= {
        first.id: altered(first, status=Status.PROCESSING),
        second.id: corrected,
    }

    again = parse(world, first, *bills(4))

    assert again.version == 2
    assert family(world, first, 4)[1] == corrected
    assert [item.result.digest and item.result.digest.invoice_id for item in family(world, first, 4)][3] == "bill 4"


def test_split_file_after_a_lost_lease_makes_no_documents(world: World) -> None:
    document = uploaded(world)
    mine = world.documents.claim(document.id, now=NOW, until=NOW + LEASE)
    world.clock.advance(2 * LEASE)
    world.documents.claim(document.id, now=world.clock.now(), until=world.clock.now() + LEASE)

    finalize_document = pipeline_finding(world, *bills(3)).get(ParseDocument).finalize_document
    with pytest.raises(StaleLease):
        finalize_document.finalize(mine, of_pages(3).text_layer, Extraction(bills=bills(3)))

    assert list(world.memory.documents) == [document.id]
    assert head(world, document).status is Status.PROCESSING


def test_finalize_document_commits_bill_and_content(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    final = wired(world).get(FinalizeDocument).finalize(document, a_document_text(), Extraction(bills=(a_bill(),)))

    content = world.contents.get(final)
    assert content is not None
    assert (final.status, content.bill) == (Status.PARSED, a_bill())


def test_finalize_document_without_bill_rejects_it(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    final = wired(world).get(FinalizeDocument).finalize(document, a_document_text(), Extraction(reason="unreadable"))

    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, StatusReason.UNREADABLE)


def test_resume_of_a_first_claim_is_none(world: World) -> None:
    assert wired(world).get(FinalizeDocument).resume(a_document(fence=1)) is None
