"""Contract of every list: newest first, page by page, with cursors that are valid only in their list."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.errors import Invalid
from billhook.domain.ids import AccountId, CompanyId, DestinationId, DocumentId, SiteId
from billhook.ports.lists import ListPage, PageRequest
from tests.builders import (
    a_company,
    a_delivery,
    a_destination,
    a_document,
    a_final_document,
    a_job,
    a_site,
    an_event,
    an_id,
)
from tests.fakes import NOW

Page = Callable[[PageRequest], ListPage[Any]]


def _companies(ports: Any, number: int) -> Page:
    account = AccountId(an_id())
    for at in range(number):
        ports.companies.add(a_company(id=CompanyId(an_id()), account_id=account, created=NOW + timedelta(hours=at)))
    return lambda part: ports.companies.page(account, part)


def _sites(ports: Any, number: int) -> Page:
    company = CompanyId(an_id())
    for at in range(number):
        ports.companies.add_site(a_site(company_id=company, created=NOW + timedelta(hours=at)))
    return lambda part: ports.companies.sites(company, part)


def _jobs(ports: Any, number: int) -> Page:
    company = CompanyId(an_id())
    for at in range(number):
        ports.jobs.add(a_job(company_id=company, created=NOW + timedelta(hours=at)), [])
    return lambda part: ports.jobs.page(company, part)


def _documents(ports: Any, number: int) -> Page:
    company = CompanyId(an_id())
    documents = [a_document(company_id=company, created=NOW + timedelta(hours=at)) for at in range(number)]
    ports.jobs.add(a_job(company_id=company), documents)
    return lambda part: ports.documents.page(company, part)


def _documents_of_site(ports: Any, number: int) -> Page:
    site = SiteId(an_id())
    documents = [a_document(site_id=site, created=NOW + timedelta(hours=at)) for at in range(number)]
    ports.jobs.add(a_job(), documents)
    return lambda part: ports.documents.page_of_site(site, part)


def _events(ports: Any, number: int) -> Page:
    company = CompanyId(an_id())
    documents = [a_document(id=DocumentId(an_id()), company_id=company) for _ in range(number)]
    ports.jobs.add(a_job(company_id=company), documents)
    for at, document in enumerate(documents):
        final = a_final_document(id=document.id, company_id=company, fence=0)
        ports.documents.commit(final, [an_event(final, occurred=NOW + timedelta(hours=at))])
    return lambda part: ports.outbox.page(company, part)


def _destinations(ports: Any, number: int) -> Page:
    company = CompanyId(an_id())
    for at in range(number):
        ports.destinations.add(a_destination(company_id=company, created=NOW + timedelta(hours=at)))
    return lambda part: ports.destinations.page(company, part)


def _deliveries(ports: Any, number: int) -> Page:
    destination = a_destination(id=DestinationId(an_id()))
    for at in range(number):
        ports.deliveries.add(a_delivery(an_event(), destination, created=NOW + timedelta(days=20 * at)))
    return lambda part: ports.deliveries.page(destination.id, part)


LISTS = [_companies, _sites, _jobs, _documents, _documents_of_site, _events, _destinations, _deliveries]
every_list = pytest.mark.parametrize("pages_of", LISTS, ids=lambda pages_of: pages_of.__name__.strip("_"))


def created(item: Any) -> Any:
    return getattr(item, "created", None) or item.occurred


@every_list
def test_list_pages_are_consecutive_newest_first(ports: Any, pages_of: Callable[[Any, int], Page]) -> None:
    page = pages_of(ports, 5)

    first = page(PageRequest(limit=2))
    second = page(PageRequest(limit=2, cursor=first.cursor))
    third = page(PageRequest(limit=2, cursor=second.cursor))

    whole = page(PageRequest()).items
    assert first.items + second.items + third.items == whole
    assert [len(part.items) for part in (first, second, third)] == [2, 2, 1]
    assert [created(item) for item in whole] == sorted((created(item) for item in whole), reverse=True)
    assert third.cursor is None


@every_list
def test_list_rejects_the_cursor_of_another_list(ports: Any, pages_of: Callable[[Any, int], Page]) -> None:
    page, other_page = pages_of(ports, 3), pages_of(ports, 3)
    cursor = other_page(PageRequest(limit=1)).cursor

    with pytest.raises(Invalid) as refused:
        page(PageRequest(limit=1, cursor=cursor))

    assert [problem.pointer for problem in refused.value.problems] == ["cursor"]


@pytest.mark.parametrize(
    "cursor",
    [
        "", "x", "%%%", "é", "A" * 5_000, "bnVsbA", "WzFd", "e30",
        urlsafe_b64encode(b'["", "", "", ""]').decode(),
        urlsafe_b64encode(b"[" * 400).decode(),
        urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)  # fmt: skip
def test_list_rejects_a_malformed_cursor(ports: Any, cursor: str) -> None:
    page = _jobs(ports, 1)

    with pytest.raises(Invalid):
        page(PageRequest(cursor=cursor))


def test_list_without_items_is_one_empty_page(ports: Any) -> None:
    assert _jobs(ports, 0)(PageRequest()) == ListPage((), None)


def test_list_after_its_last_full_page_has_no_items(ports: Any) -> None:
    page = _jobs(ports, 2)

    whole = page(PageRequest(limit=2))

    rest = page(PageRequest(limit=2, cursor=whole.cursor)).items if whole.cursor else ()
    assert (len(whole.items), rest) == (2, ())
