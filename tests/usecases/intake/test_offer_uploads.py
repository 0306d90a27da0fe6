"""Offering signed forms instead of a request that is too large."""

import pytest

from billhook.domain.errors import NotFound, UnknownReference
from billhook.domain.ids import CompanyId, SiteId
from billhook.usecases.intake.offer_uploads import OfferUploads
from tests.builders import COMPANY, a_site, an_id
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

ID = CompanyId(COMPANY)


def test_offer_uploads_writes_nothing_and_names_each_file(world: World) -> None:
    use, site = api(world).get(OfferUploads), a_site()
    world.companies.add_site(site)
    before = repr(world.memory)

    first, second = use(CALLER, ID, ["a.pdf", "b.pdf"], site.id)

    assert repr(world.memory) == before
    assert first.document_id != second.document_id
    assert first.post.fields["key"] == f"incoming/{COMPANY}/{first.document_id}"
    assert second.post.fields["x-amz-meta-file-name"] == "b.pdf"
    assert second.post.fields["x-amz-meta-site"] == site.id


def test_offer_uploads_for_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(OfferUploads)(STRANGER, ID, ["a.pdf"])


def test_offer_uploads_for_a_foreign_site_is_unknown(world: World) -> None:
    with pytest.raises(UnknownReference):
        api(world).get(OfferUploads)(CALLER, ID, ["a.pdf"], SiteId(an_id()))
