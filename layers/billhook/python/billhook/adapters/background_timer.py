"""Implements ``ports.Timer`` with one thread for all blocks: a thread per block would cost one per delivery attempt."""

import heapq
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Thread


@dataclass(order=True)
class _ScheduledAction:
    at: float
    number: int
    action: Callable[[], None] = field(compare=False)
    is_cancelled: bool = field(default=False, compare=False)


class BackgroundTimer:
    """Starts its thread with the first block; it lives as long as the process. Errors of actions are dropped."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._schedule: list[_ScheduledAction] = []
        self._number = 0
        self._thread: Thread | None = None

    @contextmanager
    def run_after(self, delay: timedelta, action: Callable[[], None]) -> Iterator[None]:
        """See ``ports.Timer``."""
        scheduled = self._add(delay, action)
        try:
            yield
        finally:
            scheduled.is_cancelled = True  # it leaves the heap when its time comes

    def _add(self, delay: timedelta, action: Callable[[], None]) -> _ScheduledAction:
        with self._changed:
            self._number += 1
            scheduled = _ScheduledAction(time.monotonic() + delay.total_seconds(), self._number, action)
            heapq.heappush(self._schedule, scheduled)
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True, name="timer")
                self._thread.start()
            if self._schedule[0] is scheduled:
                self._changed.notify()
        return scheduled

    def _run(self) -> None:
        while True:
            due = self._wait_for_next()
            if not due.is_cancelled:
                with suppress(Exception):  # an action must not end the thread that runs the others
                    due.action()

    def _wait_for_next(self) -> _ScheduledAction:
        with self._changed:
            while True:
                remaining = self._schedule[0].at - time.monotonic() if self._schedule else None
                if remaining is not None and remaining <= 0:
                    return heapq.heappop(self._schedule)
                self._changed.wait(remaining)
