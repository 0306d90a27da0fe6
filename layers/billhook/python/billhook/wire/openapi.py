"""The OpenAPI 3.1 description, generated from the operations, the request models and the response types.
``python -m billhook.wire.openapi > docs/openapi.json`` writes the committed copy; a test compares the two.
"""

import json
import sys
from typing import Any

from billhook import __version__
from billhook.wire import aurora, openapi_responses
from billhook.wire.bodies import Body
from billhook.wire.document_view_schemas import document_view_schemas
from billhook.wire.filters import DELIVERY_STATUS, PARAMETERS
from billhook.wire.openapi_examples import all_examples, with_example
from billhook.wire.openapi_responses import responses_of
from billhook.wire.openapi_webhooks import TAG as EVENTS_TAG
from billhook.wire.openapi_webhooks import webhook_schemas, webhooks
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import PAGE_PARAMETERS, BodyKind, Operation
from billhook.wire.requests import FILES_FIELD, MAX_FILES
from billhook.wire.schemas import ID, STRING, all_schemas, list_of, reference
from billhook.wire.upload_schemas import upload_schemas

Json = dict[str, Any]

_SECURITY: list[dict[str, list[str]]] = [{"apiKey": []}, {"accessToken": []}, {"bearer": []}]
_QUERY: dict[str, Json] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}},
    "cursor": {"schema": STRING, "description": "`nextCursor` of the previous page."},
    "importLimit": {"name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 15, "default": 5}},
    "skip": {"schema": {"type": "integer", "minimum": 0, "maximum": 100, "default": 0}},
    "company": {"schema": ID, "description": "Default: the key's default company."},
    "job_id": {"schema": ID, "required": True, "description": "The `job_id` that `run` returned."},
    "version": {"schema": {"type": "integer", "minimum": 1}, "description": "Default: the newest version."},
    **PARAMETERS,
    "deliveryStatus": {"name": "status", **DELIVERY_STATUS},
    "exp": {"schema": STRING, "required": True, "description": "Expiry of the link, in Unix seconds."},
    "sig": {"schema": STRING, "required": True, "description": "Signature of the link."},
}

_TAGS = {
    "service": "Version, description and file links. No API key.",
    "company": "Organisations whose bills are processed.",
    "site": "Places that consume energy or water.",
    "job": "Submissions of one or more documents.",
    "drop": "Upload links for people and machines without an API key.",
    "document": "Bills and the data extracted from them.",
    "usage": "Usage entries of documents and sites.",
    "destination": "Webhooks and event buses.",
    "trust": "What an event bus must allow.",
    "delivery": "Deliveries and their attempts.",
    "event": "The log of events.",
    "tenants": "The Aurora door.",
    "ingest": "The Invofox door.",
    EVENTS_TAG: "Bodies that webhooks receive.",
}
_EVERYWHERE = (
    "Errors are problems (RFC 9457) with a stable `code`. "
    "An unsupported method of a known path is answered with 405 and `Allow`."
)
_HEADERS: dict[str, Json] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
        "description": "For 24 hours, a repeated request with the same key gets the stored response and has no effect.",
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "examples": ['"1"']},
        "description": "The ETag of the version that the change is based on.",
    },
    "ContentDisposition": {
        "name": "Content-Disposition",
        "in": "header",
        "schema": STRING,
        "description": 'The file\'s name (RFC 6266): `attachment; filename="bill.pdf"`, or `filename*`.',
    },
}


def openapi_json(api_url: str = "/") -> Json:
    """Return the description of the API at ``api_url``."""
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Billhook",
            "version": __version__,
            "summary": "Structured data from utility bills, every value with page, bounding box and confidence.",
            "description": _EVERYWHERE,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": api_url}],
        "security": _SECURITY,
        "tags": [{"name": name, "description": description} for name, description in _TAGS.items()],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "schemas": dict(sorted({**_schemas(), **webhook_schemas()}.items())),
            "parameters": _HEADERS,
            "headers": openapi_responses.HEADERS,
            "responses": openapi_responses.RESPONSES,
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "accessToken": {"type": "apiKey", "in": "header", "name": "x-access-token"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(operation: Operation) -> Json:
    has_body = operation.body_kind is not BodyKind.NONE
    body: Json = {"requestBody": _request_body(operation)} if has_body else {}
    open_to_all: Json = {"security": []} if operation.is_public else {}
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [_tag_of(operation)],
        **open_to_all,
        "parameters": _parameters(operation),
        **body,
        "responses": responses_of(operation),
    }


def _tag_of(operation: Operation) -> str:
    """Return an operation's tag: the resource of its path, or ``service``."""
    first, *rest = operation.path.strip("/").split("/")
    if first in {"drop", "tenants"}:
        return first
    return rest[0] if rest and rest[0] != "ping" and first in {"v1", "v2.2"} else "service"


def _parameters(operation: Operation) -> list[Json]:
    ids = all_examples().get(operation.id, {}).get("parameters", {})
    in_path: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": STRING if name == "token" else ID}
        | ({"example": ids[name]} if name in ids else {})
        for name in operation.parameters
    ]
    names = [*(PAGE_PARAMETERS if operation.is_list else ()), *operation.query]
    in_query: list[Json] = [{"name": name, "in": "query", **_QUERY[name]} for name in names]
    return [*in_path, *in_query, *({"$ref": f"#/components/parameters/{name}"} for name in _headers_of(operation))]


def _headers_of(operation: Operation) -> list[str]:
    names = ["IdempotencyKey"] if operation.is_write and not operation.is_public else []
    names += ["IfMatch"] if operation.needs_version else []
    return [*names, "ContentDisposition"] if operation.takes_bytes else names


def _request_body(operation: Operation) -> Json:
    if operation.takes_bytes:
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"required": True, "content": {"application/octet-stream": binary}}
    assert operation.body
    if not operation.is_form:
        media = with_example({"schema": reference(operation.body.__name__)}, operation.id, "request")
        return {"required": not operation.has_optional_body, "content": {"application/json": media}}
    fields = _schema_of_body(operation.body)
    files = {**list_of({"type": "string", "format": "binary"}), "minItems": 1, "maxItems": MAX_FILES}
    name = operation.files_field
    form = {**fields, "properties": {name: files, **fields["properties"]}}
    if name == FILES_FIELD:
        form["required"] = [name]
    return {"required": True, "content": {"multipart/form-data": {"schema": form}}}


def _schemas() -> dict[str, Json]:
    used = {operation.answer for operation in OPERATIONS if operation.answer}
    parts = {
        "UsageData",
        "LineItem",
        "Problem",
        "SignedForm",
        "OfferedUpload",
        *(name.removesuffix("List") for name in used),
    }
    known = {**all_schemas(), **document_view_schemas(), **upload_schemas(), **aurora.SCHEMAS}
    bodies: dict[str, Json] = {}
    for model in {operation.body for operation in OPERATIONS if operation.body and not operation.is_form}:
        schema = _schema_of_body(model)
        bodies |= {**schema.pop("$defs", {}), model.__name__: schema}
    return {**{name: schema for name, schema in known.items() if name in used | parts}, **bodies}


def _schema_of_body(model: type[Body]) -> Json:
    """Return a body's schema without the titles that pydantic derives from names; its parts are under ``$defs``."""
    schema = model.model_json_schema(by_alias=True, ref_template=reference("{model}")["$ref"])
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        for field in part.get("properties", {}).values():
            field.pop("title", None)
    return schema


if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi_json(), indent=2, ensure_ascii=False) + "\n")
