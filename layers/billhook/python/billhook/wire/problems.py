"""What an error looks like to a caller: RFC 9457, ``application/problem+json``, with a stable ``code``.

A 404 carries nothing of the request, so that a foreign id and an absent one get the same bytes. The request's id is
in the header ``X-Request-Id`` of every answer, and in the body of every other problem.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from billhook.domain.errors import (
    BillhookError,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Outdated,
    RequestError,
    Retryable,
    StillRunning,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnsupportedMediaType,
    VersionRequired,
)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

_STATUS: dict[type[BillhookError], HTTPStatus] = {
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Outdated: HTTPStatus.PRECONDITION_FAILED,
    VersionRequired: HTTPStatus.PRECONDITION_REQUIRED,
    Gone: HTTPStatus.GONE,
    TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    RequestError: HTTPStatus.BAD_REQUEST,
    Retryable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}
"""Names that changed with RFC 9110; the standard library's depend on its version."""


@dataclass(frozen=True)
class ProblemAnswer:
    """A problem ready to be sent: status, headers and the JSON body."""

    status: HTTPStatus
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def problem_of(
    error: BillhookError, *, request_id: str, door: Callable[[HTTPStatus], HTTPStatus] = lambda usual: usual
) -> ProblemAnswer:
    """How ``error`` is answered. What the caller cannot mend is told without details.

    ``door`` answers which status a front door has for what is usually answered with another.
    """
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), None)
    if status is None:
        return internal(request_id=request_id)
    status = door(status)
    body = problem_json(status, error.code, _detail_of(error))
    if not isinstance(error, NotFound):
        body["requestId"] = request_id
    if isinstance(error, Invalid):
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.problems]
    return ProblemAnswer(status, body, _headers_of(error))


def internal(*, request_id: str) -> ProblemAnswer:
    """Our own fault: the caller learns that it is ours, and by which id we find it in the logs."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    body = problem_json(status, BillhookError.code, "Something broke on our side. Please quote the request's id.")
    return ProblemAnswer(status, {**body, "requestId": request_id})


def wrong_method(allowed: tuple[str, ...], *, request_id: str) -> ProblemAnswer:
    """405 for a path that exists with other methods."""
    status = HTTPStatus.METHOD_NOT_ALLOWED
    names = ", ".join(allowed)
    body = problem_json(status, "method-not-allowed", f"This path knows {names}.")
    return ProblemAnswer(status, {**body, "requestId": request_id}, {"Allow": names})


def problem_json(status: HTTPStatus, code: str, detail: str) -> dict[str, Any]:
    title = _TITLES.get(status, status.phrase)
    return {"type": f"urn:billhook:problem:{code}", "title": title, "status": status.value, "code": code,
            "detail": detail}  # fmt: skip


def _headers_of(error: BillhookError) -> dict[str, str]:
    """When to come again, wherever that helps; how to be let in, where nobody was."""
    if isinstance(error, StillRunning | TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, Unauthorized):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if isinstance(error, Retryable) else {}


def _detail_of(error: BillhookError) -> str:
    if isinstance(error, Retryable):
        return "This cannot be done at the moment. Please try again."
    return str(error) or HTTPStatus(_STATUS[RequestError]).phrase
