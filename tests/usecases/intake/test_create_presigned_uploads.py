"""Announcing large files: each gets a signed form."""

from datetime import timedelta

import pytest

from billhook.domain.document_status import Status
from billhook.domain.errors import NotFound
from billhook.usecases.intake.create_presigned_uploads import CreatePresignedUploads
from billhook.usecases.intake.submit_documents import PendingUpload, SubmissionOptions
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

FILES = (PendingUpload("one.pdf", "application/pdf"), PendingUpload("two.pdf", "application/pdf"))


def test_presigned_uploads_have_a_form_for_each_document(world: World) -> None:
    job, documents, uploads = api(world).get(CreatePresignedUploads)(CALLER, COMPANY, FILES, SubmissionOptions())

    assert [upload.document_id for upload in uploads] == [document.id for document in documents]
    assert [upload.post.fields["key"] for upload in uploads] == [document.file.object_key for document in documents]
    assert {document.status for document in documents} == {Status.AWAITING_UPLOAD}
    assert world.jobs.get(job.id) == job


def test_presigned_upload_limits_size_and_time(world: World) -> None:
    use = api(world).get(CreatePresignedUploads)

    _, _, (upload,) = use(CALLER, COMPANY, FILES[:1], SubmissionOptions())

    assert upload.expires_at == NOW + timedelta(minutes=15)
    assert upload.max_bytes == use.limits.file_bytes
    assert upload.post.fields["policy"] == f"1-{upload.max_bytes} in 900"


def test_presigned_upload_stores_the_metadata_of_its_document(world: World) -> None:
    _, (document,), (upload,) = api(world).get(CreatePresignedUploads)(CALLER, COMPANY, FILES[:1], SubmissionOptions())

    stored = world.files.post(upload.post, b"%PDF")

    assert stored.content_type == "application/pdf"
    assert (stored.metadata["document"], stored.metadata["company"]) == (document.id, COMPANY)


def test_presigned_uploads_to_a_foreign_company_are_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(CreatePresignedUploads)(STRANGER, COMPANY, FILES, SubmissionOptions())

    assert world.memory.documents == {}
