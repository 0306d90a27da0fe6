"""Submitting one bill for a site."""

import pytest

from billhook.domain.company import Site
from billhook.domain.errors import Invalid, NotFound
from billhook.domain.ids import SiteId
from billhook.usecases.intake.submit_raw_bill import SubmitRawBill
from tests.builders import COMPANY, a_site, an_id
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

PDF, ZIP = b"%PDF-1.7 a bill", b"PK\x03\x04 an archive"


@pytest.fixture
def site(world: World) -> Site:
    site = a_site()
    world.companies.add_site(site)
    return site


def test_submit_raw_bill_makes_a_document_of_the_site(world: World, site: Site) -> None:
    document = api(world).get(SubmitRawBill)(CALLER, COMPANY, site.id, "bill.pdf", PDF)

    assert (document.site_id, document.file.file_name, document.file.content_type) == (
        site.id,
        "bill.pdf",
        "application/pdf",
    )
    assert world.memory.documents[document.id] == document
    assert world.files.get(str(document.file.object_key)) == PDF
    assert [job.expected for job in world.memory.jobs.values()] == [1]


@pytest.mark.parametrize("content", [ZIP, b"plain text", b""])
def test_submit_raw_bill_of_another_kind_is_invalid(world: World, site: Site, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        api(world).get(SubmitRawBill)(CALLER, COMPANY, site.id, "bill.pdf", content)

    assert refused.value.code == "unsupported-file"
    assert world.memory.documents == {}


def test_submit_raw_bill_for_an_unknown_site_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(SubmitRawBill)(CALLER, COMPANY, SiteId(an_id()), "bill.pdf", PDF)


def test_submit_raw_bill_of_another_account_is_not_found(world: World, site: Site) -> None:
    with pytest.raises(NotFound):
        api(world).get(SubmitRawBill)(STRANGER, COMPANY, site.id, "bill.pdf", PDF)
