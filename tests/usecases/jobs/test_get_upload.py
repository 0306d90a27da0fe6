"""Reading the job of an upload for a site."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.jobs.get_upload import GetUpload
from tests.builders import COMPANY, a_document, a_job, a_site
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


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
