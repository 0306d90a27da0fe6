"""Cross-origin requests of browsers (CORS): preflight responses and headers, for the configured origins only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

ANY = "*"
REQUEST_HEADERS = (
    "Authorization", "Content-Disposition", "Content-Type", "Idempotency-Key", "If-Match", "X-API-Key",
    "x-access-token",
)  # fmt: skip
RESPONSE_HEADERS = ("ETag", "Idempotency-Replayed", "Location", "Retry-After", "X-Request-Id")
MAX_AGE_SECONDS = 600


@dataclass(frozen=True)
class Cors:
    """Origins such as ``https://app.example.com``, or ``*``. Credentials are headers, so no cookies are allowed."""

    origins: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Self:
        """From the comma-separated setting."""
        return cls(frozenset(origin.strip() for origin in text.split(",") if origin.strip()))

    def allows(self, origin: str | None) -> bool:
        return origin is not None and not self.origins.isdisjoint({origin, ANY})

    def headers(self, origin: str | None) -> dict[str, str]:
        """Headers of a response; none for other origins. ``Vary`` tells caches that it depends on the origin."""
        if not self.allows(origin):
            return {}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin or "",
            "Access-Control-Expose-Headers": ", ".join(RESPONSE_HEADERS),
        }

    def preflight(self, origin: str, methods: Sequence[str]) -> dict[str, str]:
        """Headers of the response to OPTIONS on a path with these methods."""
        return {
            **self.headers(origin),
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Allow-Headers": ", ".join(REQUEST_HEADERS),
            "Access-Control-Max-Age": str(MAX_AGE_SECONDS),
        }
