"""Reserve capacity in a job."""

from billhook.domain.job import MAX_DOCUMENTS
from billhook.usecases.processing.steps.finish_document import ReserveJobCapacity
from tests.builders import a_document, a_job
from tests.fakes import World
from tests.usecases.wiring import wired


def test_reserve_gives_what_the_job_takes(world: World) -> None:
    document = a_document()
    world.jobs.add(a_job(id=document.job_id), [document])

    assert wired(world).get(ReserveJobCapacity).reserve(document, 3) == 3


def test_reserve_above_the_limit_gives_the_rest(world: World) -> None:
    document = a_document()
    world.jobs.add(a_job(id=document.job_id), [document])

    assert wired(world).get(ReserveJobCapacity).reserve(document, MAX_DOCUMENTS) == MAX_DOCUMENTS - 1


def test_reserve_without_job_is_unlimited(world: World) -> None:
    assert wired(world).get(ReserveJobCapacity).reserve(a_document(job_id=None), 3) == 3
