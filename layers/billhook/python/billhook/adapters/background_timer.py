"""Implements ``ports.Watch`` with one thread for all blocks: a timer each would start a thread with every attempt."""

import heapq
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Thread


@dataclass(order=True)
class _Waiting:
    at: float
    number: int
    act: Callable[[], None] = field(compare=False)
    is_over: bool = field(default=False, compare=False)


class BackgroundTimer:
    """The thread starts with the first block and lives as long as the process. What ``act`` raises is nobody's."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: list[_Waiting] = []
        self._number = 0
        self._thread: Thread | None = None

    @contextmanager
    def after(self, delay: timedelta, act: Callable[[], None]) -> Iterator[None]:
        waiting = self._begin(delay, act)
        try:
            yield
        finally:
            waiting.is_over = True  # it leaves the heap when its time comes

    def _begin(self, delay: timedelta, act: Callable[[], None]) -> _Waiting:
        with self._changed:
            self._number += 1
            waiting = _Waiting(time.monotonic() + delay.total_seconds(), self._number, act)
            heapq.heappush(self._waiting, waiting)
            if self._thread is None:
                self._thread = Thread(target=self._watch, daemon=True, name="watch")
                self._thread.start()
            if self._waiting[0] is waiting:
                self._changed.notify()
        return waiting

    def _watch(self) -> None:
        while True:
            due = self._next()
            if not due.is_over:
                with suppress(Exception):  # what it does is an advice; the block itself goes on
                    due.act()

    def _next(self) -> _Waiting:
        with self._changed:
            while True:
                left = self._waiting[0].at - time.monotonic() if self._waiting else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._waiting)
                self._changed.wait(left)
