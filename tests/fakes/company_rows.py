"""Fake of the rows of a company that are erased with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from billhook.domain.ids import CompanyId
from tests.fakes.memory import Memory


@dataclass
class FakeCompanyRows:
    memory: Memory

    def erase(self, company_id: CompanyId, limit: int) -> int:
        with self.memory.lock:
            removals = list(islice(self._removals(company_id), limit))
            for remove in removals:
                remove()
        return len(removals)

    def _removals(self, company_id: CompanyId) -> Iterator[Callable[[], object]]:
        memory = self.memory
        for delivery in memory.deliveries.values():
            if delivery.company_id == company_id:
                yield partial(self._remove_delivery, delivery.id)
        for destination in memory.destinations.values():
            if destination.company_id == company_id:
                yield partial(self._remove_destination, destination.id)
        for job in memory.jobs.values():
            if job.company_id == company_id:
                yield partial(self._remove_job, job.id)
        for site in memory.sites.values():
            if site.company_id == company_id and site.deleted is None:
                yield partial(memory.sites.pop, site.id)
        for drop in memory.drops.values():
            if drop.company_id == company_id and drop.revoked is None:
                yield partial(memory.drops.pop, drop.id)
        for key, event in memory.events.items():
            if event.company_id == company_id and event.type.is_public:
                yield partial(memory.events.pop, key)

    def _remove_delivery(self, delivery_id: str) -> None:
        del self.memory.deliveries[delivery_id]
        self.memory.attempts.pop(delivery_id, None)
        for resend in [resend for resend in self.memory.resends.values() if resend.delivery_id == delivery_id]:
            del self.memory.resends[resend.id]

    def _remove_destination(self, destination_id: str) -> None:
        memory = self.memory
        del memory.destinations[destination_id]
        memory.circuit_breakers.pop(destination_id, None)
        memory.rate_limits.pop(destination_id, None)
        for recovery in [kept for kept in memory.recoveries.values() if kept.destination_id == destination_id]:
            del memory.recoveries[recovery.id]

    def _remove_job(self, job_id: str) -> None:
        del self.memory.jobs[job_id]
        self.memory.entries.pop(job_id, None)
        self.memory.places.pop(job_id, None)
