"""Listing the jobs of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.ports.lists import PageRequest
from billhook.usecases.jobs.list_jobs import ListJobs
from tests.builders import COMPANY, a_document, a_job, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_jobs_newest_first_with_entries_in_pages(world: World) -> None:
    jobs = [a_job(created=NOW + timedelta(hours=hour)) for hour in range(3)]
    documents = [a_document(job_id=job.id) for job in jobs]
    for job, document in zip(jobs, documents, strict=True):
        world.jobs.add(job, [document])
    world.jobs.add(a_job(company_id=CompanyId(an_id())), [])
    use = api(world).get(ListJobs)

    first = use(CALLER, COMPANY, PageRequest(2))
    second = use(CALLER, COMPANY, PageRequest(2, first.cursor))

    listed = [*first.items, *second.items]
    assert [job for job, _ in listed] == jobs[::-1]
    assert [entry.document_id for _, entries in listed for entry in entries] == [one.id for one in documents[::-1]]
    assert second.cursor is None


def test_list_jobs_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListJobs)(STRANGER, COMPANY, PageRequest())
