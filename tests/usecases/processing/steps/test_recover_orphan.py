"""Recover an orphaned object."""

import pytest

from billhook import names
from billhook.domain.document_status import StatusReason
from billhook.domain.ids import CompanyId
from billhook.domain.stored_file import object_metadata
from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan
from tests.builders import a_company, a_document, a_site, an_id
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


@pytest.mark.parametrize("belongs", [True, False])
def test_recover_orphan_keeps_the_site_of_its_company(world: World, belongs: bool) -> None:
    world.companies.add(a_company())
    site = a_site() if belongs else a_site(company_id=CompanyId(an_id()))
    world.companies.add_site(site)
    document = a_document()
    metadata = {**object_metadata(document.identity, document.file.file_name), names.META_SITE: site.id}
    world.files.land(str(document.file.object_key), b"%PDF", metadata=metadata)

    assert wired(world).get(RecoverOrphan).recover(document.id, str(document.file.object_key))
    assert world.memory.documents[document.id].site_id == (site.id if belongs else None)
