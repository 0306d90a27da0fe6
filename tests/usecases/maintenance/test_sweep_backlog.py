"""The sweeper under a backlog, with a clock that every call of a store or queue moves by 9 ms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billhook.ports.sweeper import ALL_SHARDS, DueKind
from billhook.usecases.maintenance.sweep import Sweep, SweepResult
from tests.builders import (
    COMPANY,
    a_company,
    a_delivery,
    a_destination,
    a_document,
    a_final_document,
    a_job,
    an_event,
    an_id,
)
from tests.fakes import NOW, World
from tests.fakes.clock import FakeClock
from tests.usecases.wiring import wired

CALL = timedelta(milliseconds=9)
PORTS = ("due_index", "documents", "jobs", "deliveries", "outbox", "companies", "deliver_queue", "parse_queue", "bus")


@dataclass
class Timed:
    """A port whose every call takes ``CALL``."""

    port: Any
    clock: FakeClock
    calls: int = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self.port, name)

        def timed(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            self.clock.advance(CALL)
            return call(*arguments, **options)

        return timed


def timed_ports(world: World) -> dict[str, Any]:
    return {name: Timed(getattr(world, name), world.clock) for name in PORTS}


def timed_sweep(world: World) -> Sweep:
    return wired(world, **timed_ports(world)).get(Sweep)


def swept_in_parallel(world: World, sweep: Sweep) -> list[SweepResult]:
    """One minute: each shard in a process of its own, all of which begin at the same time."""
    started, results = world.clock.now(), []
    for shard in ALL_SHARDS:
        world.clock.at = started
        results.append(sweep((shard,)))
    world.clock.at = started + timedelta(minutes=1)
    return results


def backlog(world: World, size: int) -> None:
    """Due deliveries of a dead receiver of one company."""
    destination = a_destination(id=an_id())
    world.destinations.add(destination)
    event = an_event(a_final_document())
    for _ in range(size):
        world.deliveries.add(a_delivery(event, destination, id=an_id(), due_at=NOW - timedelta(hours=1)))


def test_sweep_with_a_backlog_publishes_a_missed_event(world: World) -> None:
    backlog(world, 10_000)
    other = an_id()
    world.companies.add(a_company(id=other))
    document = a_final_document(company_id=other)
    world.jobs.add(a_job(id=document.job_id, company_id=other), [document])
    missed = an_event(document, due_at=NOW)
    world.memory.keep(missed)
    sweep = timed_sweep(world)

    world.clock.advance(timedelta(seconds=59))
    swept_in_parallel(world, sweep)

    published = world.memory.events[missed.subject_id, missed.version, missed.type.value].published
    assert published is not None
    assert published - NOW <= timedelta(minutes=2)


def test_sweep_of_all_shards_handles_10000_items_a_minute(world: World) -> None:
    """Twenty times what one process of nine seconds handled, at two calls an item."""
    backlog(world, 12_000)

    results = swept_in_parallel(world, timed_sweep(world))

    assert sum(result.counts[DueKind.DELIVERY] for result in results) >= 20 * 500
    assert world.deliver_queue.sent[0].company_id == COMPANY


def test_sweep_looks_at_a_job_of_500_documents_in_20_calls(world: World) -> None:
    job = a_job(expected=500, due_at=NOW - timedelta(minutes=1))
    world.jobs.add(job, [a_document(job_id=job.id, due_at=None) for _ in range(500)])
    ports = timed_ports(world)

    swept = wired(world, **ports).get(Sweep)()

    assert swept.counts[DueKind.JOB] == 1
    assert sum(port.calls for port in ports.values()) <= 20
