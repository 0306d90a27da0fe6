"""Bills of a site, and the steps that select its active bill."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from billhook.domain.company import ActiveBillPolicy, Site
from billhook.domain.document import Document
from billhook.usecases.companies.steps.activate_bill import ActivateBill
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
from tests.builders import a_bill, a_final_document, a_site
from tests.fakes import NOW, World


def rechoosing(world: World) -> ReselectActiveBill:
    return ReselectActiveBill(world.companies, world.documents)


def activating(world: World) -> ActivateBill:
    return ActivateBill(world.companies, world.documents, rechoosing(world))


def a_place(world: World, policy: ActiveBillPolicy = ActiveBillPolicy.LAST_PARSED) -> Site:
    site = a_site(active_bill=policy)
    world.companies.add_site(site)
    return site


def bill_at(world: World, site: Site, *, uploaded: int, parsed: int, billed: int = 1, **fields: Any) -> Document:
    """A bill of the site; hours after ``NOW``, and the day of November that it was billed on."""
    document = a_final_document(
        site_id=site.id,
        created=NOW + timedelta(hours=uploaded),
        parsed=NOW + timedelta(hours=parsed),
        digest=a_bill(bill_date=date(2026, 11, billed), evidence={}, line_items=()),
        **fields,
    )
    world.memory.documents[document.id] = document
    return document


def active_at(world: World, site: Site) -> str | None:
    found = world.companies.site(site.id)
    assert found is not None
    return found.active_document_id


def interrupted(port: Any, method: str, meanwhile: Iterable[Callable[[], object]]) -> None:
    """Before each of the next calls of ``method`` one of ``meanwhile`` happens."""
    original, left = getattr(port, method), list(meanwhile)

    def call(*args: Any, **kwargs: Any) -> Any:
        if left:
            left.pop(0)()
        return original(*args, **kwargs)

    setattr(port, method, call)
