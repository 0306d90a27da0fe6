"""The OpenAPI 3.1 description, made from the operations, the request models and the answers' types.

``python -m billhook.wire.openapi > docs/openapi.json`` writes the committed copy; a test compares the two.
"""

import json
import sys
from http import HTTPStatus
from typing import Any

from billhook import __version__
from billhook.wire import problems
from billhook.wire.operations import OPERATIONS, Operation
from billhook.wire.requests import FILES_FIELD, MAX_FILES, Body
from billhook.wire.schemas import ID, STRING, all_schemas, list_of, reference
from billhook.wire.ways_in_schemas import ways_in_schemas

Json = dict[str, Any]

_SECURITY: list[dict[str, list[str]]] = [{"apiKey": []}, {"accessToken": []}, {"bearer": []}]
_ALWAYS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
_OF_A_BODY = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
_QUERY: dict[str, Json] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}},
    "cursor": {"schema": STRING, "description": "`nextCursor` of the part before."},
    "skip": {"schema": {"type": "integer", "minimum": 0, "maximum": 100, "default": 0}},
    "company": {"schema": ID, "description": "Left out: the key's default company."},
    "exp": {"schema": STRING, "required": True, "description": "When the link ends, in Unix seconds."},
    "sig": {"schema": STRING, "required": True, "description": "Who signed the link."},
}


def openapi_json(api_url: str = "/") -> Json:
    """The whole description of the API at ``api_url``."""
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Billhook",
            "version": __version__,
            "summary": "Utility bills go in, checked and evidenced documents come out.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": api_url}],
        "security": _SECURITY,
        "paths": paths,
        "components": {
            "schemas": dict(sorted(_schemas().items())),
            "responses": {"Problem": _problem()},
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "accessToken": {"type": "apiKey", "in": "header", "name": "x-access-token"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(operation: Operation) -> Json:
    body: Json = {"requestBody": _request_body(operation)} if operation.body else {}
    open_to_all: Json = {"security": []} if operation.is_public else {}
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [_tag_of(operation)],
        **open_to_all,
        "parameters": _parameters(operation),
        **body,
        "responses": _responses(operation),
    }


def _tag_of(operation: Operation) -> str:
    """The thing that the path is about: ``company``, ``job`` ... or the service itself."""
    first, *rest = operation.path.strip("/").split("/")
    if first in {"drop", "tenants"}:
        return first
    return rest[0] if rest and rest[0] != "ping" and first in {"v1", "v2.2"} else "service"


def _parameters(operation: Operation) -> list[Json]:
    in_path: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": STRING if name == "token" else ID}
        for name in operation.parameters
    ]
    names = ("limit", "cursor") if operation.is_list else operation.query
    return [*in_path, *({"name": name, "in": "query", **_QUERY[name]} for name in names)]


def _request_body(operation: Operation) -> Json:
    assert operation.body
    if not operation.is_form:
        content = {"application/json": {"schema": reference(operation.body.__name__)}}
        return {"required": not operation.has_optional_body, "content": content}
    fields = _schema_of_body(operation.body)
    files = {**list_of({"type": "string", "format": "binary"}), "minItems": 1, "maxItems": MAX_FILES}
    name = operation.files_field
    form = {**fields, "properties": {name: files, **fields["properties"]}}
    if name == FILES_FIELD:
        form["required"] = [name]
    return {"required": True, "content": {"multipart/form-data": {"schema": form}}}


def _responses(operation: Operation) -> Json:
    answer: Json = {"description": HTTPStatus(operation.status).phrase}
    if operation.answer:
        answer["content"] = {"application/json": {"schema": reference(operation.answer)}}
    if operation.status is HTTPStatus.FOUND:
        answer["headers"] = {"Location": {"schema": {"type": "string", "format": "uri"}}}
    failures = {str(status.value): {"$ref": "#/components/responses/Problem"} for status in sorted(_fails(operation))}
    return {str(operation.status.value): answer, **failures}


def _fails(operation: Operation) -> set[HTTPStatus]:
    failing = {*_ALWAYS, *operation.fails}
    if not operation.is_public:
        failing |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    if operation.parameters:
        failing.add(HTTPStatus.NOT_FOUND)
    if operation.body:
        failing |= set(_OF_A_BODY)
    if operation.is_list:
        failing.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    return {operation.status_of(status) for status in failing}


def _schemas() -> dict[str, Json]:
    bodies = {one.body.__name__: one.body for one in OPERATIONS if one.body and not one.is_form}
    used = {one.answer for one in OPERATIONS if one.answer}
    parts = {"UsageData", "LineItem", "Problem", "SignedForm", *(name.removesuffix("List") for name in used)}
    answers = {name: schema for name, schema in {**all_schemas(), **ways_in_schemas()}.items() if name in used | parts}
    return {**answers, **{name: _schema_of_body(model) for name, model in bodies.items()}}


def _schema_of_body(model: type[Body]) -> Json:
    schema = model.model_json_schema(by_alias=True)
    schema.pop("title", None)
    for field in schema["properties"].values():
        field.pop("title", None)
    return schema


def _problem() -> Json:
    content = {problems.MEDIA_TYPE: {"schema": reference("Problem")}}
    return {"description": "What went wrong (RFC 9457); `code` is stable.", "content": content}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi_json(), indent=2, ensure_ascii=False) + "\n")
