"""Contract of ``ports.Jobs.reserve_job_capacity``: documents out of archives and files stay within a job's limit."""

from typing import Any

from billhook.domain.ids import DocumentId, JobId
from tests.adapters.contract.racing import AT_ONCE, race
from tests.builders import an_id

ONE, OTHER = (DocumentId(an_id()) for _ in range(2))


def reserve(ports: Any, job_id: JobId, document_id: DocumentId, count: int, *, minimum: int = 1) -> int:
    reserved: int = ports.jobs.reserve_job_capacity(job_id, document_id, count, limit=10, minimum=minimum)
    return reserved


def test_job_capacity_is_reserved_up_to_the_limit(ports: Any) -> None:
    job_id, late = JobId(an_id()), DocumentId(an_id())

    reserved = [reserve(ports, job_id, ONE, 7), reserve(ports, job_id, OTHER, 7), reserve(ports, job_id, late, 1)]

    assert reserved == [7, 3, 0]
    assert reserve(ports, JobId(an_id()), late, 1) == 1


def test_job_capacity_repeated_reservation_returns_the_same(ports: Any) -> None:
    job_id = JobId(an_id())
    reserve(ports, job_id, ONE, 7)
    reserve(ports, job_id, OTHER, 7)

    reserved = [reserve(ports, job_id, ONE, 7), reserve(ports, job_id, OTHER, 7), reserve(ports, job_id, ONE, 2)]

    assert reserved == [7, 3, 2]


def test_job_capacity_larger_repeat_gets_what_is_left(ports: Any) -> None:
    job_id = JobId(an_id())
    reserve(ports, job_id, ONE, 2)

    reserved = [reserve(ports, job_id, ONE, 5), reserve(ports, job_id, OTHER, 9), reserve(ports, job_id, ONE, 6)]

    assert reserved == [5, 5, 5]


def test_job_capacity_below_the_minimum_reserves_none(ports: Any) -> None:
    job_id = JobId(an_id())
    reserve(ports, job_id, ONE, 7)

    assert reserve(ports, job_id, OTHER, 5, minimum=5) == 0
    assert reserve(ports, job_id, OTHER, 3, minimum=3) == 3


def test_job_capacity_concurrent_reservations_keep_the_limit(atomic_ports: Any) -> None:
    job_id, document_ids = JobId(an_id()), [DocumentId(an_id()) for _ in range(AT_ONCE)]

    got = race(lambda number: reserve(atomic_ports, job_id, document_ids[number], 3))

    assert sum(got) == 10
    assert [reserve(atomic_ports, job_id, document_id, 3) for document_id in document_ids] == got
