"""Submitting documents: rows first, then bytes, so that an interrupted submission stays due."""

from collections.abc import Mapping

import pytest

from billhook.adapters.file_kinds import kind_of
from billhook.domain.company import Principal
from billhook.domain.document_status import Status
from billhook.domain.errors import NotFound, Unavailable
from billhook.domain.sweep_delays import BYTES_DEADLINE, JOB_CHECK_DELAY
from billhook.domain.urls import UrlPolicy
from billhook.ports.lists import PageRequest
from billhook.ports.sweeper import DueKind
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.access.limit_rate import LimitFiles
from billhook.usecases.intake.submit_documents import RemoteFile, SubmissionOptions, SubmitDocuments, UploadedFile
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import FakeFiles, World

FILE = UploadedFile("bill.pdf", b"%PDF-1.7", "application/pdf")


def scope_of(world: World) -> AccessPolicy:
    return AccessPolicy(
        world.accounts, world.companies, world.jobs, world.documents, world.destinations, world.deliveries
    )


@pytest.fixture
def submit(world: World) -> SubmitDocuments:
    world.companies.add(a_company())
    return submission(world, world.files)


def submission(world: World, files: FakeFiles) -> SubmitDocuments:
    return SubmitDocuments(
        scope=scope_of(world),
        limit_files=LimitFiles(world.budgets, world.clock),
        jobs=world.jobs,
        files=files,
        fetch_queue=world.fetch_queue,
        url_policy=UrlPolicy(),
        kind_of=kind_of,
        clock=world.clock,
        ids=world.ids,
    )


class FilesThatSee(FakeFiles):
    """Notes whether the document's row was there when its bytes came."""

    world: World
    seen: list[Status | None]

    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        row = self.world.memory.documents.get(metadata["document"])
        self.seen.append(row.status if row else None)
        return super().put(key, content, content_type=content_type, metadata=metadata)


def test_submit_documents_writes_rows_before_bytes(world: World) -> None:
    world.companies.add(a_company())
    files = FilesThatSee()
    files.world, files.seen = world, []
    submit = submission(world, files)

    submit(a_principal(), COMPANY, (FILE, FILE), SubmissionOptions())

    assert files.seen == [Status.PROCESSING, Status.PROCESSING]


def test_submit_documents_without_stored_bytes_stays_due(
    world: World, submit: SubmitDocuments, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Unavailable("no bucket")

    monkeypatch.setattr(world.files, "put", broken)

    with pytest.raises(Unavailable):
        submit(a_principal(), COMPANY, (FILE, FILE), SubmissionOptions())

    late = world.clock.advance(BYTES_DEADLINE * 2)
    due = [due_item.kind for due_item in world.due_index.due_items(late, 10)]
    assert sorted(due) == [DueKind.DOCUMENT, DueKind.DOCUMENT, DueKind.JOB]


def test_submit_documents_with_unsent_url_stays_due(world: World, submit: SubmitDocuments) -> None:
    world.fetch_queue.breaks = Unavailable("no queue")

    with pytest.raises(Unavailable):
        submit(a_principal(), COMPANY, [RemoteFile("https://example.org/a.pdf")], SubmissionOptions())

    late = world.clock.advance(JOB_CHECK_DELAY * 2)
    assert sorted(due_item.kind for due_item in world.due_index.due_items(late, 10)) == [DueKind.DOCUMENT, DueKind.JOB]


def test_submit_documents_to_a_foreign_company_stores_nothing(world: World, submit: SubmitDocuments) -> None:
    stranger = Principal(account_id="other", key_id="k", email="", all_companies=True)

    with pytest.raises(NotFound):
        submit(stranger, COMPANY, (FILE,), SubmissionOptions())

    assert world.memory.jobs == {}
    assert world.files.versions == {}


def test_submit_documents_detects_the_type_from_the_bytes(submit: SubmitDocuments) -> None:
    files = [
        UploadedFile("a.png", b"%PDF-1.7", "image/png"),
        UploadedFile("b.pdf", b"GIF89a", None),
        UploadedFile("c.pdf", b"Dear customer", "application/pdf"),
    ]

    _, documents = submit(a_principal(), COMPANY, files, SubmissionOptions())

    assert [document.file.content_type for document in documents] == [
        "application/pdf",
        "image/gif",
        "application/octet-stream",
    ]


def test_submit_documents_marks_archives(world: World, submit: SubmitDocuments) -> None:
    zipped = UploadedFile("bills.pdf", b"PK\x03\x04", "application/pdf")

    job, (archive, bill, linked) = submit(
        a_principal(), COMPANY, [zipped, FILE, RemoteFile("https://example.org/june.ZIP")], SubmissionOptions()
    )

    assert [archive.file.is_archive, bill.file.is_archive, linked.file.is_archive] == [True, False, True]
    assert [item.id for item in world.documents.page(COMPANY, PageRequest()).items] == [bill.id]
    assert [entry.is_archive for entry in world.jobs.entries(job.id)].count(True) == 2


def test_submit_documents_repeated_makes_two_jobs(world: World, submit: SubmitDocuments) -> None:
    first, _ = submit(a_principal(), COMPANY, (FILE,), SubmissionOptions())
    second, _ = submit(a_principal(), COMPANY, (FILE,), SubmissionOptions())

    assert first.id != second.id
    assert len(world.files.versions) == 2


def test_submitted_file_hides_its_bytes_in_repr() -> None:
    assert "PDF-1.7" not in repr(FILE)
