"""Usage of a document and of the documents of a site."""

from datetime import date

import pytest

from billhook.domain.document_filter import DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.errors import NotFound
from billhook.domain.ids import DocumentId, SiteId
from billhook.ports.lists import PageRequest
from billhook.usecases.documents.get_usage import GetUsage
from tests.builders import a_bill, a_principal, a_site, a_usage, an_id
from tests.fakes import World
from tests.usecases.stored_documents import api, read


def test_usage_of_a_site_is_told_once_and_by_period(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    two = (a_usage(), a_usage(start_date=date(2026, 9, 1), end_date=date(2026, 9, 30)))
    document = read(world, a_bill(usage_data=two), site_id=site.id)
    read(world, site_id=site.id, duplicate_of=document.id)
    read(world, site_id=site.id, status=Status.REJECTED)
    uses = api(world)

    every = uses.get(GetUsage).of_site(a_principal(), SiteId(site.id), PageRequest(), DocumentFilter())
    september = uses.get(GetUsage).of_site(
        a_principal(), SiteId(site.id), PageRequest(), DocumentFilter(end=date(2026, 9, 30))
    )

    assert [(one.document.id, one.position) for one in every.items] == [(document.id, 0), (document.id, 1)]
    assert [one.position for one in september.items] == [1]


def test_usage_of_a_document_is_its_own_and_foreign_is_absent(world: World) -> None:
    document, uses = read(world), api(world)

    assert [one.usage for one in uses.get(GetUsage)(a_principal(), document.id).items] == [a_usage()]
    with pytest.raises(NotFound):
        uses.get(GetUsage)(a_principal(), DocumentId(an_id()))
