"""Contract of ``ports.Documents`` for archives, which have a row but are in no list of documents."""

from typing import Any

from billhook.domain.document_status import Status
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.lists import PageRequest
from tests.builders import a_document, a_job, an_id
from tests.documents import altered


def test_documents_get_many_keeps_the_requested_order(ports: Any) -> None:
    documents = [a_document(is_archive=number == 1) for number in range(3)]
    ports.jobs.add(a_job(), documents)
    document_ids = [documents[2].id, DocumentId(an_id()), documents[0].id, documents[1].id]

    assert ports.documents.get_many(document_ids) == (documents[2], documents[0], documents[1])
    assert ports.documents.get_many([]) == ()


def test_documents_page_omits_archives_until_they_are_documents(ports: Any) -> None:
    company, site = CompanyId(an_id()), SiteId(an_id())
    archive = a_document(company_id=company, site_id=site, is_archive=True)
    ports.jobs.add(a_job(company_id=company), [archive])
    assert (
        ports.documents.page(company, PageRequest()).items
        == ports.documents.page_of_site(site, PageRequest()).items
        == ()
    )

    final = altered(archive, is_archive=False, status=Status.REJECTED, version=1, due_at=None)
    ports.documents.commit(final, [])

    assert ports.documents.page(company, PageRequest()).items == (final,)
    assert ports.documents.page_of_site(site, PageRequest()).items == (final,)
