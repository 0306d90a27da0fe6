"""Recover an orphaned object."""

from billhook.domain.document_status import StatusReason
from billhook.domain.stored_file import object_metadata
from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan
from tests.builders import a_company, a_document
from tests.fakes import World
from tests.usecases.wiring import wired


def test_recover_orphan_creates_rows_of_its_metadata(world: World) -> None:
    world.companies.add(a_company())
    document = a_document()
    world.files.land(
        str(document.file.object_key), b"%PDF", metadata=object_metadata(document.identity, document.file.file_name)
    )

    assert wired(world).get(RecoverOrphan).recover(document.id, str(document.file.object_key))
    assert world.memory.documents[document.id].job_id == document.job_id


def test_recover_orphan_without_metadata_rejects_it(world: World) -> None:
    world.companies.add(a_company())
    document = a_document()
    world.files.land(str(document.file.object_key), b"%PDF")

    assert wired(world).get(RecoverOrphan).recover(document.id, str(document.file.object_key))
    assert world.memory.documents[document.id].verdict.status_reason is StatusReason.UNSAFE


def test_recover_orphan_of_an_unknown_company_is_refused(world: World) -> None:
    document = a_document()
    world.files.land(str(document.file.object_key), b"%PDF")

    assert not wired(world).get(RecoverOrphan).recover(document.id, str(document.file.object_key))
