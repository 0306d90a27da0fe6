"""Consumption of a site by months, from its active bill."""

from billhook.domain.ids import SiteId
from billhook.usecases.companies.get_consumption import GetConsumption
from billhook.usecases.documents.remove_document import RemoveDocument
from tests.builders import a_principal, a_site
from tests.fakes import World
from tests.usecases.stored_documents import api, read


def test_a_site_consumes_what_its_active_bill_says(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    uses = api(world)
    assert uses.get(GetConsumption)(a_principal(), SiteId(site.id)).months == ()
    document = read(world, site_id=site.id)
    world.companies.activate(site.id, document.id, rank="1", policy=site.active_bill)

    found = uses.get(GetConsumption)(a_principal(), SiteId(site.id))

    assert (found.document and found.document.id, found.currency, len(found.months)) == (document.id, "USD", 12)
    assert found.months[-1].kwh == 500
    uses.get(RemoveDocument)(a_principal(), document.id)
    assert uses.get(GetConsumption)(a_principal(), SiteId(site.id)).document is None
