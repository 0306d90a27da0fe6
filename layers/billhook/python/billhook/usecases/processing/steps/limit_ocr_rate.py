"""Limit the rate of OCR requests, over all workers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.errors import Retryable, StaleLease
from billhook.domain.ocr_rate import SECOND, OcrRate
from billhook.ports.clock import Clock, Ids
from billhook.ports.limits import OcrRates
from billhook.ports.parameters import OcrPagesPerSecond

MAX_TRIES = 6


@dataclass(frozen=True)
class LimitOcrRate:
    """Requests pass while the table fails: the service has a limit of its own."""

    ocr_rates: OcrRates
    pages_per_second: OcrPagesPerSecond
    clock: Clock
    ids: Ids

    def backlog(self) -> timedelta:
        """How long a request would have to wait now."""
        with suppress(Retryable):
            return self._reserved(self.ocr_rates.get())[1]
        return timedelta(0)

    def reserve(self, at_most: timedelta) -> timedelta | None:
        """How long to wait before a request; None, and nothing is reserved, when it is longer than ``at_most``."""
        for _ in range(MAX_TRIES):
            with suppress(StaleLease):
                rate, wait = self._reserved(self.ocr_rates.get())
                if wait > at_most:
                    return None
                self.ocr_rates.save(rate)
                return wait
        return min(self.ids.jitter(SECOND), at_most)

    def slow_down(self) -> None:
        """The service throttled a request: all workers pause."""
        now = self.clock.now()
        self._update(lambda rate: rate.throttled(now))

    def _reserved(self, rate: OcrRate) -> tuple[OcrRate, timedelta]:
        return rate.reserve(self.clock.now(), per_second=self.pages_per_second)

    def _update(self, update: Callable[[OcrRate], OcrRate]) -> None:
        for _ in range(MAX_TRIES):
            with suppress(StaleLease):
                self.ocr_rates.save(update(self.ocr_rates.get()))
                return
