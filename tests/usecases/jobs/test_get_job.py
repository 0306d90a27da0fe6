"""Reading a job with the outcomes of its documents."""

import pytest

from billhook.domain.document_status import Outcome
from billhook.domain.errors import NotFound
from billhook.domain.ids import JobId
from billhook.usecases.jobs.get_job import GetJob
from billhook.usecases.jobs.steps.settle_job import SettleJob
from tests.builders import a_document, a_final_document, a_job, an_id
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


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
