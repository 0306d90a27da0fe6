"""Query jobs, the files of a job and the bills of a site."""

from datetime import timedelta

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Outcome
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, JobId
from billhook.ports.lists import PageRequest
from billhook.usecases.jobs import queries
from billhook.usecases.jobs.queries import (
    GetBillOfSite,
    GetFile,
    GetImport,
    GetJob,
    GetUpload,
    ListBillsOfSite,
    ListImports,
    ListJobs,
)
from billhook.usecases.jobs.steps.settle_job import SettleJob
from tests.builders import COMPANY, a_document, a_final_document, a_job, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


def test_get_job_has_an_entry_for_each_document(world: World) -> None:
    job = a_job(expected=2)
    final, unfinished = a_final_document(job_id=job.id), a_document(job_id=job.id)
    world.jobs.add(job, [final, unfinished])
    api(world).get(SettleJob).settle(final)

    found, entries = api(world).get(GetJob)(CALLER, job.id)

    assert found == job
    assert {entry.document_id: entry.outcome for entry in entries} == {final.id: Outcome.PARSED, unfinished.id: None}


def test_get_job_foreign_or_unknown_is_not_found(world: World) -> None:
    job = a_job()
    world.jobs.add(job, [])

    for caller, job_id in ((STRANGER, job.id), (CALLER, JobId(an_id())), (CALLER, JobId("no id"))):
        with pytest.raises(NotFound):
            api(world).get(GetJob)(caller, job_id)


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
    assert [entry.document_id for _, entries in listed for entry in entries] == [item.id for item in documents[::-1]]
    assert second.cursor is None


def test_list_jobs_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListJobs)(STRANGER, COMPANY, PageRequest())


def test_get_upload_returns_job_and_entries_of_the_site(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    job = a_job(site_id=site.id)
    document = a_document(job_id=job.id)
    world.jobs.add(job, [document])

    found, entries = api(world).get(GetUpload)(CALLER, COMPANY, site.id, job.id)

    assert (found, [entry.document_id for entry in entries]) == (job, [document.id])


def test_get_upload_of_another_site_is_not_found(world: World) -> None:
    site, other = a_site(), a_site()
    for each in (site, other):
        world.companies.add_site(each)
    jobs = a_job(site_id=other.id), a_job()
    for job in jobs:
        world.jobs.add(job, [])

    for job in jobs:
        with pytest.raises(NotFound):
            api(world).get(GetUpload)(CALLER, COMPANY, site.id, job.id)


def test_get_upload_of_another_account_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    job = a_job(site_id=site.id)
    world.jobs.add(job, [])

    with pytest.raises(NotFound):
        api(world).get(GetUpload)(STRANGER, COMPANY, site.id, job.id)


def test_get_import_has_archives_and_their_files(world: World) -> None:
    job = a_job()
    archive = a_document(job_id=job.id, is_archive=True)
    entry = a_document(job_id=job.id, archive_id=archive.id)
    deleted = a_document(job_id=job.id, deleted=NOW)
    world.jobs.add(job, [archive, entry, deleted])

    found, documents = api(world).get(GetImport)(CALLER, job.id)

    assert found == job
    assert {document.id for document in documents} == {archive.id, entry.id}


def test_get_import_foreign_or_unknown_is_not_found(world: World) -> None:
    job = a_job()
    world.jobs.add(job, [])

    for caller, job_id in ((STRANGER, job.id), (CALLER, JobId(an_id()))):
        with pytest.raises(NotFound):
            api(world).get(GetImport)(caller, job_id)


@pytest.mark.parametrize(("skip", "limit", "expected"), [(0, 2, [3, 2]), (1, 2, [2, 1]), (3, 5, [0]), (9, 5, [])])
def test_list_imports_skips_the_newest(world: World, skip: int, limit: int, expected: list[int]) -> None:
    jobs = [a_job(created=NOW + timedelta(hours=hour)) for hour in range(4)]
    for job in jobs:
        world.jobs.add(job, [])

    listed = api(world).get(ListImports)(CALLER, COMPANY, skip=skip, limit=limit)

    assert [job for job, _ in listed] == [jobs[hour] for hour in expected]


def test_list_imports_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListImports)(STRANGER, COMPANY, skip=0, limit=5)


def uploaded(world: World, **fields: object) -> Document:
    """A file of a job of its own."""
    file = a_document(**fields)
    world.jobs.add(a_job(id=file.job_id), [file])
    return file


def add_to_job(world: World, file: Document, *documents: Document) -> None:
    world.jobs.add(a_job(id=file.job_id), documents)


def test_get_file_has_the_files_of_its_archive(world: World) -> None:
    archive = uploaded(world, is_archive=True)
    entry = a_document(job_id=archive.job_id, archive_id=archive.id)
    add_to_job(world, archive, entry, a_document(job_id=archive.job_id))

    assert api(world).get(GetFile)(CALLER, archive.id) == (archive, (entry,))


def test_get_file_has_the_bills_split_from_it_while_they_live(world: World) -> None:
    file = uploaded(world)
    bill = a_document(job_id=file.job_id, split_from=file.id)
    deleted = a_document(job_id=file.job_id, split_from=file.id, deleted=NOW)
    add_to_job(world, file, bill, deleted)

    assert api(world).get(GetFile)(CALLER, file.id) == (file, (bill,))


def test_get_file_of_no_job_has_no_documents(world: World) -> None:
    document = a_document(job_id=None)
    world.memory.documents[document.id] = document

    assert api(world).get(GetFile)(CALLER, document.id) == (document, ())


def test_get_file_of_another_account_is_not_found(world: World) -> None:
    file = uploaded(world)

    with pytest.raises(NotFound):
        api(world).get(GetFile)(STRANGER, file.id)


def test_get_bill_of_site_returns_site_and_document(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)

    assert api(world).get(GetBillOfSite)(CALLER, COMPANY, site.id, document.id) == (site, document)


def test_get_bill_of_another_site_is_not_found(world: World) -> None:
    site, other = a_site(), a_site()
    for each in (site, other):
        world.companies.add_site(each)

    for document in (read(world, site_id=other.id), read(world)):
        with pytest.raises(NotFound):
            api(world).get(GetBillOfSite)(CALLER, COMPANY, site.id, document.id)


def test_get_bill_of_site_of_another_company_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)

    for caller, company_id in ((CALLER, CompanyId(an_id())), (STRANGER, COMPANY)):
        with pytest.raises(NotFound):
            api(world).get(GetBillOfSite)(caller, company_id, site.id, document.id)


def test_list_bills_of_site_has_every_bill_newest_first(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    bills = [a_document(site_id=site.id, created=NOW + timedelta(minutes=minute)) for minute in range(120)]
    for document in (*bills, a_document(), a_document(site_id=site.id, deleted=NOW)):
        world.memory.documents[document.id] = document

    assert api(world).get(ListBillsOfSite)(CALLER, COMPANY, site.id) == (site, tuple(bills[::-1]))


def test_list_bills_of_site_stops_at_the_maximum(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MAX_BILLS", 2)
    site = a_site()
    world.companies.add_site(site)
    bills = [a_document(site_id=site.id, created=NOW + timedelta(minutes=minute)) for minute in range(3)]
    for document in bills:
        world.memory.documents[document.id] = document

    _, listed = api(world).get(ListBillsOfSite)(CALLER, COMPANY, site.id)

    assert listed == (bills[2], bills[1])


def test_list_bills_of_site_of_another_account_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    with pytest.raises(NotFound):
        api(world).get(ListBillsOfSite)(STRANGER, COMPANY, site.id)
