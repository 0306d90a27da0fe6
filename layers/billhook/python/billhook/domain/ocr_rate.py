"""Token bucket of OCR requests, shared by all workers of an account and region."""

from datetime import datetime, timedelta
from typing import Self

from billhook.domain.value import Value

SECOND = timedelta(seconds=1)
BACK_OFF = timedelta(seconds=2)
"""All workers pause for this long after the service throttled one of them."""


class OcrRate(Value):
    """``next_at`` is when the bucket has its next token at the latest; one second of tokens may be used at once.

    ``revision`` grows with each change, for optimistic locking.
    """

    revision: int = 0
    next_at: datetime | None = None

    def reserve(self, now: datetime, *, per_second: int) -> tuple[Self, timedelta]:
        """The bucket without one token, and how long to wait before the request that uses it."""
        gap = SECOND / per_second
        next_at = max(self.next_at or now, now)
        return self._changed(next_at + gap), max(next_at - (now + SECOND - gap), timedelta(0))

    def throttled(self, now: datetime) -> Self:
        return self._changed(max(self.next_at or now, now + SECOND + BACK_OFF))

    def _changed(self, next_at: datetime) -> Self:
        return self.model_copy(update={"revision": self.revision + 1, "next_at": next_at})
