"""Error responses: RFC 9457 problem details, ``application/problem+json``, with a stable ``code``.

A 404 has no data of the request, so that a foreign id and an absent one get identical responses but for the request
id, which is in the header ``X-Request-Id`` of every response and in the body of every problem.
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
    UnknownParameter,
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
"""Reason phrases of RFC 9110; those of the standard library depend on its version."""


@dataclass(frozen=True)
class ProblemAnswer:
    """The response of a problem: status, JSON body and headers."""

    status: HTTPStatus
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def problem_of(
    error: BillhookError, *, request_id: str, status_of: Callable[[HTTPStatus], HTTPStatus] = lambda status: status
) -> ProblemAnswer:
    """Return the response of an error. Server errors have no details.

    ``status_of`` maps a default status to that of the request's API (see ``Operation.status_of``).
    """
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), None)
    if status is None:
        return internal(request_id=request_id)
    status = status_of(status)
    body = {**problem_json(status, error.code, _detail_of(error)), "requestId": request_id}
    if isinstance(error, Invalid | UnknownParameter):
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.problems]
    if isinstance(error, RequestError) and error.uploads:
        body["uploads"] = [dict(upload) for upload in error.uploads]
    return ProblemAnswer(status, body, _headers_of(error))


def internal(*, request_id: str) -> ProblemAnswer:
    """Return a 500 without details; the request id leads to the log entry."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    body = problem_json(status, BillhookError.code, "Internal error. Please quote the request id.")
    return ProblemAnswer(status, {**body, "requestId": request_id})


def wrong_method(allowed: tuple[str, ...], *, request_id: str) -> ProblemAnswer:
    """Return a 405 with ``Allow``."""
    status = HTTPStatus.METHOD_NOT_ALLOWED
    names = ", ".join(allowed)
    body = problem_json(status, "method-not-allowed", f"Allowed methods: {names}.")
    return ProblemAnswer(status, {**body, "requestId": request_id}, {"Allow": names})


def problem_json(status: HTTPStatus, code: str, detail: str) -> dict[str, Any]:
    title = _TITLES.get(status, status.phrase)
    return {"type": f"urn:billhook:problem:{code}", "title": title, "status": status.value, "code": code,
            "detail": detail}  # fmt: skip


def _headers_of(error: BillhookError) -> dict[str, str]:
    """Return ``Retry-After`` for errors that pass, and ``WWW-Authenticate`` for a 401."""
    if isinstance(error, StillRunning | TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, Unauthorized):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if isinstance(error, Retryable) else {}


def _detail_of(error: BillhookError) -> str:
    if isinstance(error, Retryable):
        return "Temporarily unavailable. Please try again."
    return str(error) or HTTPStatus(_STATUS[RequestError]).phrase
