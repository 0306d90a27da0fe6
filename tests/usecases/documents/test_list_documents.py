"""Filtered lists of documents: complete, without repeats, limited in what one request scans."""

from datetime import timedelta

import pytest

from billhook.domain.bill import Commodity
from billhook.domain.document import Document
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.lists import PageRequest
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.list_documents import ListDocuments
from tests.builders import COMPANY, a_bill, a_principal, a_site, a_usage, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api, read

RARE = DocumentFilter(statuses=frozenset({Status.NEEDS_REVIEW}))


def many(world: World, number: int, *, rare: int, **fields: object) -> list[Document]:
    """So many documents, an hour apart; each ``rare``-th needs review."""
    return [
        read(
            world,
            created=NOW + timedelta(hours=at),
            status=Status.PARSED if at % rare else Status.NEEDS_REVIEW,
            **fields,
        )
        for at in range(number)
    ]


def listing(world: World, most: int = 1_000) -> ListDocuments:
    return ListDocuments(api(world).get(AccessPolicy), world.documents, world.contents, most)


def walked(listing: ListDocuments, limit: int, wanted: DocumentFilter) -> list[list[str]]:
    """The ids of each part of the list, to its end."""
    parts, cursor = [], None
    while True:
        listed = listing(a_principal(), CompanyId(COMPANY), PageRequest(limit, cursor), wanted)
        parts.append([one.id for one in listed.items])
        cursor = listed.cursor
        if cursor is None:
            return parts


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("most", [1, 5, 1_000])
def test_parts_of_a_filtered_list_make_up_the_whole(world: World, limit: int, most: int) -> None:
    documents = many(world, 17, rare=4)

    parts = walked(listing(world, most), limit, RARE)

    wanted = [one.id for one in reversed(documents) if one.status is Status.NEEDS_REVIEW]
    assert [one for part in parts for one in part] == wanted
    assert all(len(part) <= limit for part in parts)


def test_full_parts_come_as_long_as_there_is_enough(world: World) -> None:
    many(world, 40, rare=4)

    parts = walked(listing(world), 3, RARE)

    assert [len(part) for part in parts if part] == [3, 3, 3, 1]


def test_one_request_looks_at_so_many_and_leaves_the_rest_to_the_next(world: World) -> None:
    many(world, 30, rare=29)

    listed = listing(world, 10)(a_principal(), CompanyId(COMPANY), PageRequest(5), DocumentFilter(identifier="none"))

    assert (listed.items, listed.cursor is None) == ((), False)


def test_a_list_by_day_of_making_ends_there(world: World) -> None:
    documents = many(world, 100, rare=2)
    asked = DocumentFilter(start=documents[90].created.date(), date_type=DateType.CREATED_DATE)

    listed = listing(world)(a_principal(), CompanyId(COMPANY), PageRequest(20), asked)

    assert listed.cursor is None
    assert {one.created.date() for one in listed.items} == {documents[90].created.date(), documents[99].created.date()}


def test_a_site_lists_its_own(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    here = many(world, 3, rare=1, site_id=site.id)
    many(world, 2, rare=1)

    listed = listing(world).of_site(a_principal(), SiteId(site.id), PageRequest(), RARE)

    assert [one.id for one in listed.items] == [one.id for one in reversed(here)]
    with pytest.raises(NotFound):
        listing(world).of_site(a_principal(), SiteId(an_id()), PageRequest(), RARE)


def test_usage_that_the_head_has_no_room_for_is_looked_up(world: World) -> None:
    gas = a_bill(usage_data=(a_usage(datasource_type=Commodity.GAS),))
    long = read(world, gas, truncated=True, digest=gas.model_copy(update={"usage_data": (), "evidence": {}}))

    asked = DocumentFilter(commodities=frozenset({Commodity.GAS}))

    listed = listing(world)(a_principal(), CompanyId(COMPANY), PageRequest(), asked)
    assert [one.id for one in listed.items] == [long.id]
