"""A queue with delays, and workers that take batches from it as Lambda does: a batch ends with its slowest message."""

import heapq
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Thread
from typing import Any

from billhook.runtime.batches import answer_batch

WORKERS, BATCH = 50, 10
"""The concurrency of the deliver function in production, and its batch size."""


@dataclass
class Sqs:
    """A ``ports.Queue`` in memory."""

    waiting: list[tuple[float, int, str]] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)
    number: int = 0
    busy: int = 0

    def send(self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: Any = None) -> None:
        del company_id  # the benchmark has one company
        with self.changed:
            self.number += 1
            heapq.heappush(self.waiting, (time.monotonic() + delay.total_seconds(), self.number, json.dumps(message)))
            self.changed.notify()

    def start(self, work: Callable[[str], None]) -> None:
        for _ in range(WORKERS):
            Thread(target=self._work, args=(work,), daemon=True).start()

    def wait_until_idle(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.busy)

    def _work(self, work: Callable[[str], None]) -> None:
        while True:
            records = [{"messageId": str(number), "body": body} for number, body in enumerate(self._next_batch())]
            answer_batch({"Records": records}, lambda record: work(record["body"]), at_once=BATCH)
            with self.changed:
                self.busy -= 1
                self.changed.notify_all()

    def _next_batch(self) -> list[str]:
        """Take up to ten messages that are due; block until one is."""
        with self.changed:
            while not self.waiting or self.waiting[0][0] > time.monotonic():
                self.changed.wait(self.waiting[0][0] - time.monotonic() if self.waiting else None)
            self.busy += 1
            batch: list[str] = []
            while self.waiting and self.waiting[0][0] <= time.monotonic() and len(batch) < BATCH:
                batch.append(heapq.heappop(self.waiting)[2])
            return batch
