"""All errors, each with a stable ``code`` that clients may rely on.

BillhookError
├── RequestError                 the caller can correct it
│   ├── UnknownParameter         400 a query parameter that the operation does not have
│   ├── Invalid                  422 with pointers
│   │   ├── UnknownReference     422 an id in a body that is foreign or absent
│   │   └── KeyReused            422 an Idempotency-Key that was used with another request
│   ├── NotFound                 404 an id in a path that is foreign or absent
│   ├── Unauthorized             401
│   ├── Forbidden                403 the key lacks the permission
│   ├── Conflict                 409
│   │   ├── StillRunning         409 the same request is running
│   │   └── OnLegalHold          409 the company's documents must not be deleted
│   ├── Outdated                 412 the resource has another version
│   ├── VersionRequired          428 If-Match is missing
│   ├── TooManyRequests          429
│   │   └── QuotaExceeded        429 the company's files of the day are used up
│   ├── TooLarge                 413
│   ├── UnsupportedMediaType     415
│   └── Gone                     410
├── Rejection                    the file cannot be processed; the code is its statusReason
├── EgressRefused                a URL or address that must not be called
├── Retryable                    a temporary fault: retry later
│   ├── Throttled
│   ├── Contended                another worker wrote first
│   └── Unavailable
│       ├── Unreachable          no connection to a server
│       └── Crashed              the process that read the file died
└── StaleLease                   the lease or version has another owner: drop the work silently
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


class BillhookError(Exception):
    """The root; ``code`` is stable, the message is for people and holds no bill contents."""

    code = "internal-error"


@dataclass(frozen=True)
class Problem:
    """One fault in a request: a JSON pointer into it and a sentence."""

    pointer: str
    detail: str


class RequestError(BillhookError):
    """``problems`` are the faults of the request that can be located.

    ``uploads`` are signed forms, as the API answers them, by which the files of a refused request can be sent.
    """

    code = "bad-request"
    problems: tuple[Problem, ...] = ()
    uploads: tuple[Mapping[str, Any], ...] = ()


class UnknownParameter(RequestError):
    """Query parameters that the operation does not have; ``problems`` names each."""

    code = "unknown-parameter"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("Unknown query parameter.")
        self.problems = problems


class Invalid(RequestError):
    """Request validation failed at ``problems``."""

    code = "invalid-request"

    def __init__(self, detail: str, problems: tuple[Problem, ...] = (), code: str | None = None) -> None:
        super().__init__(detail)
        self.problems = problems
        if code:
            self.code = code


class UnknownReference(Invalid):
    code = "unknown-reference"


class KeyReused(Invalid):
    code = "idempotency-key-reused"


class NotFound(RequestError):
    code = "not-found"

    def __init__(self) -> None:
        super().__init__("Not found.")


class Unauthorized(RequestError):
    code = "unauthorized"


class Forbidden(RequestError):
    code = "forbidden"


class Conflict(RequestError):
    code = "conflict"


class OnLegalHold(Conflict):
    code = "legal-hold"


class Outdated(RequestError):
    code = "outdated"


class VersionRequired(RequestError):
    code = "version-required"


class StillRunning(Conflict):
    """``retry_after`` is in seconds."""

    code = "idempotency-in-progress"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooManyRequests(RequestError):
    """``retry_after`` is in seconds."""

    code = "too-many-requests"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class QuotaExceeded(TooManyRequests):
    code = "quota-exceeded"


class TooLarge(RequestError):
    code = "too-large"


class UnsupportedMediaType(RequestError):
    code = "unsupported-media-type"


class Gone(RequestError):
    code = "gone"


class Rejection(BillhookError):
    """A file that cannot be processed; ``code`` is one of ``document_status.StatusReason``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.code = reason


class EgressRefused(BillhookError):
    """A URL that the egress guard will not call (see ``ports.Fetcher``)."""

    code = "egress-refused"


class Retryable(BillhookError):
    code = "try-again"


class Throttled(Retryable):
    code = "throttled"


class Contended(Retryable):
    code = "contended"


class Unavailable(Retryable):
    code = "unavailable"


class Unreachable(Unavailable):
    """No connection to a server came about within seconds, or it was closed."""


class Crashed(Unavailable):
    """The process that held the file died; the attempt counts against the file."""


class Deferred(Exception):
    """Not an error: a document cannot be finished yet. Its lease is released, and it is due after ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("The document waits.")
        self.wait = wait


class OutOfTime(Deferred):
    """The worker has no time for another page, or no token for it: the document continues after ``wait``."""


class StaleLease(BillhookError):
    code = "lost"
