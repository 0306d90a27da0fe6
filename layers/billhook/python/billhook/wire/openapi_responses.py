"""Responses of the OpenAPI description: success, errors, and their headers."""

from http import HTTPStatus
from typing import Any

from billhook.wire import problems
from billhook.wire.openapi_examples import with_example
from billhook.wire.operations.operation import BodyKind, Operation
from billhook.wire.schemas import STRING, reference

Json = dict[str, Any]

_ALWAYS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_AUTHORIZATION = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_BODY = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
_IDEMPOTENCY = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
"""Errors of the Idempotency-Key, which every write accepts."""

_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}

HEADERS: dict[str, Json] = {
    "RequestId": {"schema": STRING, "description": "The request's id, for support and logs."},
    "RetryAfter": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait before a retry."},
    "IdempotencyReplayed": {
        "schema": {"type": "string", "const": "true"},
        "description": "Present when the response is that of an earlier request with the same Idempotency-Key.",
    },
    "ETag": {"schema": {"type": "string", "pattern": '^"[0-9]+"$'}, "description": "The version, for If-Match."},
    "Location": {"schema": {"type": "string", "format": "uri"}},
    "WWWAuthenticate": {"schema": STRING},
}


def _header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


def _problem(description: str, **headers: Json) -> Json:
    content = {problems.MEDIA_TYPE: {"schema": reference("Problem")}}
    return {
        "description": description,
        "headers": {"X-Request-Id": _header("RequestId"), **headers},
        "content": content,
    }


RESPONSES: dict[str, Json] = {
    "Problem": _problem("Problem details (RFC 9457); `code` is stable."),
    "Unauthorized": _problem(
        "No API key or access token, or an invalid one.", **{"WWW-Authenticate": _header("WWWAuthenticate")}
    ),
    "Conflict": _problem(
        "Not possible in the current state; with Retry-After, try again later.",
        **{"Retry-After": _header("RetryAfter")},
    ),
    "Later": _problem(
        "Temporarily unavailable or rate limited; try again later.", **{"Retry-After": _header("RetryAfter")}
    ),
    "Page": {
        "description": "A page with the reason; problem details where no route matches the path.",
        "headers": {"X-Request-Id": _header("RequestId")},
        "content": {"text/html": {"schema": STRING}, problems.MEDIA_TYPE: {"schema": reference("Problem")}},
    },
}
_KINDS = {HTTPStatus.UNAUTHORIZED: "Unauthorized", HTTPStatus.CONFLICT: "Conflict", **dict.fromkeys(_LATER, "Later")}

_PAGES = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
"""Errors that a page route answers with a page; its other errors are problems, as at all routes."""


def responses_of(operation: Operation) -> Json:
    """Return every response of an operation, by status."""
    failures = {str(status.value): _reference(status, operation) for status in sorted(_error_statuses(operation))}
    return {str(operation.status.value): _success(operation), **failures}


def _success(operation: Operation) -> Json:
    answer: Json = {"description": HTTPStatus(operation.status).phrase, "headers": _headers(operation)}
    if operation.answer:
        media = with_example({"schema": reference(operation.answer)}, operation.id, "response")
        answer["content"] = {"application/json": media}
    if operation.is_page:
        answer["content"] = {"text/html": {"schema": STRING}}
    return answer


def _headers(operation: Operation) -> Json:
    present = {
        "X-Request-Id": ("RequestId", True),
        "ETag": ("ETag", operation.has_etag),
        "Location": ("Location", bool(operation.location) or operation.status is HTTPStatus.FOUND),
        "Retry-After": ("RetryAfter", bool(operation.pending)),
        "Idempotency-Replayed": ("IdempotencyReplayed", operation.is_write and not operation.is_public),
    }
    return {name: _header(kind) for name, (kind, is_sent) in present.items() if is_sent}


def _error_statuses(operation: Operation) -> set[HTTPStatus]:
    statuses = {*_ALWAYS, *operation.fails}
    kind = operation.body_kind
    if not operation.is_public:
        statuses |= {*_AUTHORIZATION, HTTPStatus.TOO_MANY_REQUESTS}
        statuses |= _IDEMPOTENCY if operation.is_write else set()
    if operation.parameters:
        statuses.add(HTTPStatus.NOT_FOUND)
    if kind is not BodyKind.NONE:
        statuses |= _BODY
    if kind in {BodyKind.JSON, BodyKind.FORM}:
        statuses.add(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if operation.is_list or operation.query:
        statuses.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    if operation.needs_version:
        statuses |= {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED, HTTPStatus.CONFLICT}
    return {operation.status_of(status) for status in statuses}


def _reference(status: HTTPStatus, operation: Operation) -> Json:
    kind = "Page" if operation.is_page and status in _PAGES else _KINDS.get(status, "Problem")
    return {"$ref": f"#/components/responses/{kind}"}
