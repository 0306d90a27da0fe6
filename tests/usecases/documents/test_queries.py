"""Query documents, their versions and their usage."""

from datetime import date, timedelta
from typing import Any

import pytest

from billhook.domain.bill import Commodity
from billhook.domain.document import Document
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.errors import Invalid, NotFound
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.lists import PageRequest
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.queries import GetDocument, GetUsage, ListDocuments, ListVersions
from tests.builders import COMPANY, a_bill, a_document, a_principal, a_site, a_usage, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, content_of, now, read


def test_get_document_returns_it_with_its_content(world: World) -> None:
    document = read(world)

    assert api(world).get(GetDocument)(CALLER, document.id) == (document, content_of(world, document))


def test_get_document_in_an_earlier_version_has_its_content(world: World) -> None:
    document = read(world)
    before = content_of(world, document)
    api(world).get(CorrectDocument)(CALLER, document.id, 1, DocumentPatch(head=HeadPatch(notes="Checked.")))

    old, content = api(world).get(GetDocument)(CALLER, document.id, 1)
    new, _ = api(world).get(GetDocument)(CALLER, document.id)

    assert (old.version, old.submission.notes, content) == (1, None, before)
    assert (new, new.submission.notes) == (now(world, document), "Checked.")


def test_get_document_before_extraction_has_no_content(world: World) -> None:
    document = a_document()
    world.memory.documents[document.id] = document

    assert api(world).get(GetDocument)(CALLER, document.id) == (document, None)


def test_get_document_in_an_unknown_version_is_not_found(world: World) -> None:
    document = read(world)

    for version in (0, 2):
        with pytest.raises(NotFound):
            api(world).get(GetDocument)(CALLER, document.id, version)


def test_get_document_of_another_account_is_not_found(world: World) -> None:
    document = read(world)

    with pytest.raises(NotFound):
        api(world).get(GetDocument)(STRANGER, document.id)


RARE = DocumentFilter(statuses=frozenset({Status.NEEDS_REVIEW}))


def many(world: World, number: int, *, rare: int, **fields: Any) -> list[Document]:
    """``number`` documents, an hour apart; each ``rare``-th needs review."""
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
    parts: list[list[str]] = []
    cursor: str | None = None
    while True:
        listed = listing(a_principal(), CompanyId(COMPANY), PageRequest(limit, cursor), wanted)
        parts.append([document.id for document in listed.items])
        cursor = listed.cursor
        if cursor is None:
            return parts


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("most", [1, 5, 1_000])
def test_list_documents_filtered_in_pages_has_every_match(world: World, limit: int, most: int) -> None:
    documents = many(world, 17, rare=4)

    parts = walked(listing(world, most), limit, RARE)

    expected = [document.id for document in reversed(documents) if document.status is Status.NEEDS_REVIEW]
    assert [item for part in parts for item in part] == expected
    assert all(len(part) <= limit for part in parts)


def test_list_documents_fills_each_page_while_matches_remain(world: World) -> None:
    many(world, 40, rare=4)

    parts = walked(listing(world), 3, RARE)

    assert [len(part) for part in parts if part] == [3, 3, 3, 1]


def test_list_documents_scans_at_most_max_scanned(world: World) -> None:
    many(world, 30, rare=29)

    listed = listing(world, 10)(a_principal(), CompanyId(COMPANY), PageRequest(5), DocumentFilter(identifier="none"))

    assert (listed.items, listed.cursor is None) == ((), False)


def test_list_documents_by_created_date_ends_at_the_start(world: World) -> None:
    documents = many(world, 100, rare=2)
    conditions = DocumentFilter(start=documents[90].created.date(), date_type=DateType.CREATED_DATE)

    listed = listing(world)(a_principal(), CompanyId(COMPANY), PageRequest(20), conditions)

    assert listed.cursor is None
    assert {document.created.date() for document in listed.items} == {
        documents[90].created.date(),
        documents[99].created.date(),
    }


def test_list_documents_of_site_has_only_its_documents(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    here = many(world, 3, rare=1, site_id=site.id)
    many(world, 2, rare=1)

    listed = listing(world).of_site(a_principal(), SiteId(site.id), PageRequest(), RARE)

    assert [item.id for item in listed.items] == [document.id for document in reversed(here)]


def test_list_documents_foreign_or_unknown_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    with pytest.raises(NotFound):
        listing(world)(STRANGER, CompanyId(COMPANY), PageRequest())
    for caller, site_id in ((STRANGER, SiteId(site.id)), (CALLER, SiteId(an_id()))):
        with pytest.raises(NotFound):
            listing(world).of_site(caller, site_id, PageRequest())


def test_list_documents_by_usage_reads_truncated_contents(world: World) -> None:
    gas = a_bill(usage_data=(a_usage(datasource_type=Commodity.GAS),))
    long = read(world, gas, truncated=True, digest=gas.model_copy(update={"usage_data": (), "evidence": {}}))

    conditions = DocumentFilter(commodities=frozenset({Commodity.GAS}))

    listed = listing(world)(a_principal(), CompanyId(COMPANY), PageRequest(), conditions)
    assert [document.id for document in listed.items] == [long.id]


def test_list_versions_newest_first_in_pages(world: World) -> None:
    document = read(world)
    for version in (1, 2):
        api(world).get(CorrectDocument)(CALLER, document.id, version, DocumentPatch(head=HeadPatch(notes=str(version))))
    use = api(world).get(ListVersions)

    first = use(CALLER, document.id, PageRequest(2))
    second = use(CALLER, document.id, PageRequest(2, first.cursor))

    assert [item.version for item in first.items] == [3, 2]
    assert ([item.version for item in second.items], second.cursor) == ([1], None)


def test_list_versions_of_another_account_is_not_found(world: World) -> None:
    document = read(world)

    with pytest.raises(NotFound):
        api(world).get(ListVersions)(STRANGER, document.id, PageRequest())


def test_get_usage_of_site_skips_duplicates_and_rejected(world: World) -> None:
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

    assert [(entry.document.id, entry.position) for entry in every.items] == [(document.id, 0), (document.id, 1)]
    assert [entry.position for entry in september.items] == [1]


def test_get_usage_of_document_has_its_entries(world: World) -> None:
    document, uses = read(world), api(world)

    page = uses.get(GetUsage)(a_principal(), document.id, PageRequest())

    assert [entry.usage for entry in page.items] == [a_usage()]
    assert page.cursor is None


def test_get_usage_of_document_pages_through_its_entries(world: World) -> None:
    entries = tuple(a_usage(usage=number) for number in range(5))
    document, use = read(world, a_bill(usage_data=entries)), api(world).get(GetUsage)
    found: list[int] = []
    part: PageRequest | None = PageRequest(2)

    while part:
        page = use(a_principal(), document.id, part)
        assert len(page.items) <= 2
        found += [entry.position for entry in page.items]
        part = PageRequest(2, page.cursor) if page.cursor else None

    assert found == [0, 1, 2, 3, 4]


def test_get_usage_of_document_refuses_a_foreign_cursor(world: World) -> None:
    document = read(world)

    with pytest.raises(Invalid) as refused:
        api(world).get(GetUsage)(a_principal(), document.id, PageRequest(2, "-1"))

    assert [problem.pointer for problem in refused.value.problems] == ["cursor"]


def test_get_usage_foreign_or_unknown_is_not_found(world: World) -> None:
    document, site = read(world), a_site()
    world.companies.add_site(site)
    use = api(world).get(GetUsage)

    for caller, document_id in ((STRANGER, document.id), (CALLER, DocumentId(an_id()))):
        with pytest.raises(NotFound):
            use(caller, document_id, PageRequest())
    with pytest.raises(NotFound):
        use.of_site(STRANGER, SiteId(site.id), PageRequest(), DocumentFilter())
