"""Reading an uploaded file with the documents made from it."""

import pytest

from billhook.domain.document import Document
from billhook.domain.errors import NotFound
from billhook.usecases.jobs.get_file import GetFile
from tests.builders import a_document, a_job
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def uploaded(world: World, **fields: object) -> Document:
    """A file of a job of its own."""
    file = a_document(**fields)
    world.jobs.add(a_job(id=file.job_id), [file])
    return file


def add_to_job(world: World, file: Document, *documents: Document) -> None:
    world.jobs.add(a_job(id=file.job_id), documents)


def test_get_file_has_the_files_of_its_archive(world: World) -> None:
    archive = uploaded(world, is_archive=True)
    entry = a_document(job_id=archive.job_id, archive_id=archive.id)
    add_to_job(world, archive, entry, a_document(job_id=archive.job_id))

    assert api(world).get(GetFile)(CALLER, archive.id) == (archive, (entry,))


def test_get_file_has_the_bills_split_from_it_while_they_live(world: World) -> None:
    file = uploaded(world)
    bill = a_document(job_id=file.job_id, split_from=file.id)
    deleted = a_document(job_id=file.job_id, split_from=file.id, deleted=NOW)
    add_to_job(world, file, bill, deleted)

    assert api(world).get(GetFile)(CALLER, file.id) == (file, (bill,))


def test_get_file_of_no_job_has_no_documents(world: World) -> None:
    document = a_document(job_id=None)
    world.memory.documents[document.id] = document

    assert api(world).get(GetFile)(CALLER, document.id) == (document, ())


def test_get_file_of_another_account_is_not_found(world: World) -> None:
    file = uploaded(world)

    with pytest.raises(NotFound):
        api(world).get(GetFile)(STRANGER, file.id)
