"""Reading a job with every file that was submitted with it."""

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import JobId
from billhook.usecases.jobs.get_import import GetImport
from tests.builders import a_document, a_job, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_get_import_has_archives_and_their_files(world: World) -> None:
    job = a_job()
    archive = a_document(job_id=job.id, is_archive=True)
    entry = a_document(job_id=job.id, archive_id=archive.id)
    deleted = a_document(job_id=job.id, deleted=NOW)
    world.jobs.add(job, [archive, entry, deleted])

    found, documents = api(world).get(GetImport)(CALLER, job.id)

    assert found == job
    assert {document.id for document in documents} == {archive.id, entry.id}


def test_get_import_foreign_or_unknown_is_not_found(world: World) -> None:
    job = a_job()
    world.jobs.add(job, [])

    for caller, job_id in ((STRANGER, job.id), (CALLER, JobId(an_id()))):
        with pytest.raises(NotFound):
            api(world).get(GetImport)(caller, job_id)
