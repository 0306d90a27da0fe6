"""Reprocessing a document: the old version stays readable until the next one is final."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.bill import Extraction
from billhook.domain.correction import Correction
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import BillhookError, Conflict, NotFound, Outdated, Rejection
from billhook.domain.events import EventType
from billhook.domain.ids import ContentId, DocumentId
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.queries import GetDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from billhook.usecases.maintenance.sweep import Sweep
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import a_content, a_document_text, a_principal, an_id
from tests.fakes import NOW, FakeFile, World
from tests.usecases.stored_documents import a_sound_bill, api, bill_of, now, read
from tests.usecases.wiring import wired

REPROCESSED = a_sound_bill(invoice_id="reprocessed")


def a_readable(world: World, **fields: Any) -> Document:
    document = read(world, **fields)
    world.file_opener.files[b"%PDF"] = FakeFile(a_document_text())
    return document


def reprocess(world: World, document: Document) -> Document:
    return api(world).get(ReprocessDocument)(a_principal(), document.id)


def parse(world: World, document: Document) -> Document:
    wired(world, extract=lambda _: Extraction(bills=(REPROCESSED,))).get(ParseDocument)(document.id)
    return now(world, document)


def test_reprocess_document_keeps_the_old_version_readable(world: World) -> None:
    document = a_readable(world)

    opened = reprocess(world, document)

    shown, content = api(world).get(GetDocument)(a_principal(), document.id)
    assert (opened.status, shown.version, content and content.bill) == (Status.PROCESSING, 1, a_sound_bill())
    assert world.parse_queue.messages == [{"documentId": document.id}]
    old = api(world).get(GetDocument)(a_principal(), document.id, 1)[0]
    assert old.status is Status.PARSED


def test_reprocess_document_ends_as_an_update(world: World) -> None:
    document = a_readable(world)
    reprocess(world, document)

    final = parse(world, document)

    assert (final.status, final.version, bill_of(world, final).invoice_id) == (Status.PARSED, 2, "reprocessed")
    assert bill_of(world, world.memory.versions[document.id][1]) == a_sound_bill()
    assert [event.type for event in world.memory.events.values()] == [EventType.DOCUMENT_UPDATED]


def test_reprocess_document_replaces_a_correction(world: World) -> None:
    document = a_readable(world, changed_by="anna@example.org", flagged_by_hand=False)
    reprocess(world, document)

    final = parse(world, document)

    assert (final.review.changed_by, final.review.flagged_by_hand, final.result.parsed) == (None, None, NOW)


def test_reprocess_document_ignores_an_uncommitted_correction(world: World) -> None:
    document = a_readable(world)
    lost = a_content(document, id=ContentId(f"2-{an_id()}"), version=2, bill=a_sound_bill(invoice_id="lost"))
    world.contents.put(document.company_id, lost, None)
    reprocess(world, document)

    assert bill_of(world, parse(world, document)).invoice_id == "reprocessed"


def test_reprocess_document_resumes_a_stored_result(world: World) -> None:
    document = a_readable(world)
    reprocess(world, document)
    holder = world.documents.claim(document.id, now=NOW, until=NOW)
    stored = a_content(
        document, id=ContentId(f"2-{holder.lease.fence}"), version=2, bill=a_sound_bill(invoice_id="stored")
    )
    world.contents.put(document.company_id, stored, None)
    world.file_opener.files[b"%PDF"] = RuntimeError("must not be opened")

    assert bill_of(world, parse(world, document)).invoice_id == "stored"


def test_reprocess_document_unreadable_keeps_the_old_version(world: World) -> None:
    document = a_readable(world, is_flagged=True, near_duplicate_of=DocumentId(an_id()))
    reprocess(world, document)
    world.file_opener.files[b"%PDF"] = Rejection("corrupt", "It is broken.")

    final = parse(world, document)

    assert (final.status, final.version, final.result.content_id, final.result.digest) == (
        Status.REJECTED,
        2,
        None,
        None,
    )
    assert (final.verdict.is_flagged, final.duplicates.near_duplicate_of) == (False, None)
    assert api(world).get(GetDocument)(a_principal(), document.id)[1] is None
    old, content = api(world).get(GetDocument)(a_principal(), document.id, 1)
    assert (old.status, content and content.bill) == (Status.PARSED, a_sound_bill())


def test_reprocess_document_fetches_an_unfetched_file(world: World) -> None:
    url = "https://files.example.org/bill.pdf"
    failed: dict[str, Any] = {"status": Status.REJECTED, "status_reason": StatusReason.FETCH_FAILED, "source_url": url}
    document = read(world, digest=None, content_id=None, size=None, **failed)

    reprocess(world, document)

    assert (world.fetch_queue.messages, world.parse_queue.messages) == ([{"documentId": document.id}], [])


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"status": Status.PROCESSING}, Conflict),
        ({"status": Status.WAITING_OCR}, Conflict),
        ({"object_key": None}, Conflict),
        ({"status": Status.REJECTED, "status_reason": StatusReason.NEVER_UPLOADED}, Conflict),
        ({"deleted": NOW}, NotFound),
    ],
)
def test_reprocess_document_without_a_file_is_refused(
    world: World, fields: dict[str, Any], error: type[BillhookError]
) -> None:
    document = read(world, **fields)

    with pytest.raises(error):
        reprocess(world, document)

    assert now(world, document) == document
    assert world.parse_queue.messages == []


def test_reprocess_document_with_lost_message_stays_due(world: World) -> None:
    document = a_readable(world)
    reprocess(world, document)
    world.parse_queue.take()
    world.clock.advance(timedelta(minutes=2))

    wired(world).get(Sweep)()

    assert world.parse_queue.messages == [{"documentId": document.id}]


def test_reprocess_document_with_corrections_keeps_one_history(world: World) -> None:
    document, uses, start = a_readable(world), api(world), Barrier(17)

    def run(number: int) -> str:
        start.wait()
        try:
            if number:
                uses.get(ReprocessDocument)(a_principal(), document.id)
                return "reopened"
            uses.get(CorrectDocument)(a_principal(), document.id, 1, DocumentPatch(Correction({"invoice_id": "said"})))
        except (Conflict, Outdated):
            return "refused"
        return "corrected"

    with ThreadPoolExecutor(17) as threads:
        ends = list(threads.map(run, range(17)))

    final = parse(world, document)
    assert ends.count("reopened") == 1
    versions = world.memory.versions[document.id]
    words = [bill_of(world, versions[number]).invoice_id for number in sorted(versions)]
    assert words == ([None, "said", "reprocessed"] if "corrected" in ends else [None, "reprocessed"])
    assert final.version == len(versions)
