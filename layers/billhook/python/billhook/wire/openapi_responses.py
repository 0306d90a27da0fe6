"""What OpenAPI says of answers: the good one, every bad one, and their headers."""

from http import HTTPStatus
from typing import Any

from billhook.wire import problems
from billhook.wire.operations.operation import BodyKind, Operation
from billhook.wire.schemas import STRING, reference

Json = dict[str, Any]

_ALWAYS = {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
_OF_A_CALLER = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_OF_A_BODY = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
_OF_A_KEY = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
"""What an Idempotency-Key can lead to: every write takes one."""

_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}

HEADERS: dict[str, Json] = {
    "RequestId": {"schema": STRING, "description": "By which we find the request in the logs."},
    "RetryAfter": {"schema": {"type": "integer", "minimum": 1}, "description": "When to come again, in seconds."},
    "IdempotencyReplayed": {
        "schema": {"type": "string", "const": "true"},
        "description": "There when the answer is that of an earlier request with the same Idempotency-Key.",
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
    "Problem": _problem("What went wrong (RFC 9457); `code` is stable."),
    "Unauthorized": _problem("No key or token, or no good one.", **{"WWW-Authenticate": _header("WWWAuthenticate")}),
    "Conflict": _problem("Not as things are; with Retry-After, not yet.", **{"Retry-After": _header("RetryAfter")}),
    "Later": _problem("Try again in a while.", **{"Retry-After": _header("RetryAfter")}),
}
_KINDS = {HTTPStatus.UNAUTHORIZED: "Unauthorized", HTTPStatus.CONFLICT: "Conflict", **dict.fromkeys(_LATER, "Later")}


def responses_of(operation: Operation) -> Json:
    """Every answer that the operation can give, by status."""
    failures = {str(status.value): _reference(status) for status in sorted(_fails(operation))}
    return {str(operation.status.value): _success(operation), **failures}


def _success(operation: Operation) -> Json:
    answer: Json = {"description": HTTPStatus(operation.status).phrase, "headers": _headers(operation)}
    if operation.answer:
        answer["content"] = {"application/json": {"schema": reference(operation.answer)}}
    return answer


def _headers(operation: Operation) -> Json:
    there = {
        "X-Request-Id": ("RequestId", True),
        "ETag": ("ETag", operation.has_etag),
        "Location": ("Location", bool(operation.location) or operation.status is HTTPStatus.FOUND),
        "Idempotency-Replayed": ("IdempotencyReplayed", operation.is_write and not operation.is_public),
    }
    return {name: _header(kind) for name, (kind, has_it) in there.items() if has_it}


def _fails(operation: Operation) -> set[HTTPStatus]:
    failing = {*_ALWAYS, *operation.fails}
    kind = operation.body_kind
    if not operation.is_public:
        failing |= {*_OF_A_CALLER, HTTPStatus.TOO_MANY_REQUESTS}
        failing |= _OF_A_KEY if operation.is_write else set()
    if operation.parameters:
        failing.add(HTTPStatus.NOT_FOUND)
    if kind is not BodyKind.NONE:
        failing |= _OF_A_BODY
    if kind in {BodyKind.JSON, BodyKind.FORM}:
        failing.add(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if operation.is_list or operation.query:
        failing.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    if operation.needs_version:
        failing |= {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED, HTTPStatus.CONFLICT}
    return {operation.status_of(status) for status in failing}


def _reference(status: HTTPStatus) -> Json:
    return {"$ref": f"#/components/responses/{_KINDS.get(status, 'Problem')}"}
