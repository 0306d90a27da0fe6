"""Fetching the file of a URL, or rejecting its document."""

from datetime import timedelta

import pytest

from billhook import names
from billhook.adapters.egress import CONNECT_SECONDS
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import EgressRefused, Rejection, Unavailable, Unreachable
from billhook.ports.files import StoredObject
from billhook.usecases.processing.fetch_document import FetchDocument
from tests.fakes import NOW, World
from tests.usecases.pipeline import head, uploaded
from tests.usecases.wiring import wired

URL = "https://files.example.org/2026/june.pdf"
FETCHED = b"%PDF-1.7 fetched"


def announced(world: World, **fields: object) -> Document:
    return uploaded(world, content=None, source_url=URL, file_name="june.pdf", **fields)


def fetch(world: World, document: Document) -> Document:
    wired(world).get(FetchDocument)(document.id)
    return head(world, document)


def test_fetch_document_stores_bytes_at_the_upload_key(world: World) -> None:
    world.fetcher.files[URL] = (FETCHED, None)
    document = announced(world)

    fetched = fetch(world, document)

    stored = world.files.head(str(document.file.object_key))
    assert world.files.get(str(document.file.object_key)) == FETCHED
    assert isinstance(stored, StoredObject)
    assert stored.metadata == {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id,
        names.META_FILE_NAME: "june.pdf",
    }
    assert (fetched.status, fetched.file.size, fetched.lease.attempts) == (Status.PROCESSING, len(FETCHED), 0)
    assert (fetched.lease.claimed_until, fetched.lease.due_at) == (None, NOW + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("given", "kept"), [(None, "june.pdf"), ("Juni März.pdf", "Juni März.pdf"), ("../../etc/passwd\r\n", "passwd")]
)
def test_fetch_document_takes_a_safe_file_name_from_the_server(world: World, given: str | None, kept: str) -> None:
    world.fetcher.files[URL] = (FETCHED, given)

    assert fetch(world, announced(world)).file.file_name == kept


def test_fetch_document_releases_it_before_storing_bytes(world: World) -> None:
    """The notification of S3 comes at once: the parser must be able to claim the document."""
    world.fetcher.files[URL] = (FETCHED, None)
    document = announced(world)
    leases = []
    upload = world.files.upload

    def watched(*args: object, **kwargs: object) -> str | None:
        leases.append(head(world, document).lease.claimed_until)
        return upload(*args, **kwargs)  # type: ignore[arg-type]

    world.files.upload = watched  # type: ignore[method-assign]

    fetch(world, document)

    assert leases == [None]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (EgressRefused("The host is not a public one."), StatusReason.FETCH_FAILED),
        (Rejection("fetch_failed", "The server answered 404."), StatusReason.FETCH_FAILED),
        (Rejection("too_large", "The file is larger than allowed."), StatusReason.TOO_LARGE),
    ],
)
def test_fetch_document_refused_is_rejected(world: World, fault: Exception, reason: StatusReason) -> None:
    world.fetcher.files[URL] = fault

    final = fetch(world, announced(world))

    assert (final.status, final.verdict.status_reason, final.verdict.status_detail) == (
        Status.REJECTED,
        reason,
        str(fault),
    )
    assert world.files.versions == {}


def test_fetch_document_from_a_failing_server_tries_three_times(world: World) -> None:
    world.fetcher.files[URL] = Unavailable("The server answered 503.")
    document = announced(world)

    first, second, third = (fetch(world, document) for _ in range(3))

    assert [item.status for item in (first, second, third)] == [Status.PROCESSING, Status.PROCESSING, Status.REJECTED]
    assert (first.lease.claimed_until, first.lease.due_at) == (None, NOW + timedelta(seconds=45))
    assert (third.verdict.status_reason, third.verdict.status_detail) == (
        StatusReason.FETCH_FAILED,
        "The server answered 503.",
    )


def test_fetch_document_from_unreachable_server_is_rejected(world: World) -> None:
    world.fetcher.files[URL] = Unreachable("The server could not be reached (refused).")
    document = announced(world)

    states = [fetch(world, document).status for _ in range(3)]

    waits = [sent.delay for sent in world.fetch_queue.sent]
    assert states == [Status.PROCESSING, Status.PROCESSING, Status.REJECTED]
    assert [sent.message["documentId"] for sent in world.fetch_queue.sent] == [document.id, document.id]
    assert sum(waits, 3 * timedelta(seconds=CONNECT_SECONDS)) <= timedelta(seconds=20)


def test_fetch_document_out_of_attempts_is_rejected(world: World) -> None:
    world.fetcher.files[URL] = RuntimeError("must not be asked")

    assert fetch(world, announced(world, attempts=3)).verdict.status_reason is StatusReason.FETCH_FAILED


def test_fetch_document_with_a_bug_counts_no_attempt(world: World) -> None:
    fault = RuntimeError("a bug")
    world.fetcher.files[URL] = fault
    document = announced(world)

    waiting = [fetch(world, document) for _ in range(9)][-1]

    assert (waiting.status, waiting.lease.attempts, waiting.lease.claimed_until) == (Status.PROCESSING, 0, None)
    assert world.processing_monitor.reported == [(fault, document.id)] * 9


def test_fetch_document_after_a_day_of_faults_gives_up(world: World) -> None:
    world.fetcher.files[URL] = RuntimeError("a bug")
    document = announced(world)
    world.clock.advance(timedelta(days=1))

    assert fetch(world, document).verdict.status_reason is StatusReason.SERVICE_UNAVAILABLE


def test_fetch_document_claimed_by_another_worker_does_nothing(world: World) -> None:
    document = announced(world)
    mine = world.documents.claim(document.id, now=NOW, until=NOW + timedelta(seconds=25))

    assert fetch(world, document) == mine
