"""JSON Schemas of the API's responses, derived from the types of the domain values."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from billhook.domain.bill import Bill, Check, EvidenceSource, LineItem, PastUsage, Usage
from billhook.domain.circuit_breaker import CircuitBreaker, CircuitState
from billhook.domain.company import Company, Site
from billhook.domain.content import PageRoute
from billhook.domain.currency import CODES
from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.destination import Destination, DestinationStatus
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.domain.witness import WitnessSource
from billhook.wire.destinations import (
    ATTEMPT_FIELDS,
    DELIVERY_FIELDS,
    DESTINATION_FIELDS,
    EVENT_FIELDS,
    HEALTH_FIELDS,
    RECOVERY_FIELDS,
)
from billhook.wire.document import BALANCES, HEAD_FIELDS, MONEY_FIELDS
from billhook.wire.main import COMPANY_FIELDS, SITE_FIELDS
from billhook.wire.values import MONEY_PATTERN, NUMBER_PATTERN, camel, public_name

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
ID: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
MONEY: Schema = {"type": "string", "pattern": MONEY_PATTERN}
_EDGE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_BOX: Schema = {"type": "array", "items": _EDGE, "minItems": 4, "maxItems": 4}

_PLAIN: dict[Any, Schema] = {
    str: STRING,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "pattern": NUMBER_PATTERN},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Any: {},
}
_BILL_TEXTS = ("bill_date", "due_date", "charges_units", "invoice_id", "utility_name", "account_number")


def all_schemas() -> dict[str, Schema]:
    """Return every response schema by its name in ``wire.operations``, with the schemas that they refer to."""
    resources = {
        "Ping": object_of({"name": STRING, "version": STRING, "api": STRING}),
        "OpenApi": {"type": "object"},
        "Company": _shown(Company, COMPANY_FIELDS),
        "Quota": _quota(),
        "Site": _shown(Site, SITE_FIELDS, {"company": ID}),
        "Job": _job(),
        "UsageData": _usage(),
        "LineItem": _line_item(),
        "Document": _document(),
        "DocumentSummary": _summary(),
        "Destination": _destination(),
        "DestinationWithSecret": _new_destination(),
        "DestinationWithHealth": _destination({"health": _health()}),
        "Trust": object_of({"company": ID, "dispatcherRoleArn": STRING, "source": STRING}),
        "Event": _shown(Event, EVENT_FIELDS, {"company": ID}),
        "Recovery": _shown(Recovery, RECOVERY_FIELDS, {"company": ID}),
        "DeliverySummary": _delivery(),
        "Delivery": _delivery({"attempts": list_of(_shown(Attempt, ATTEMPT_FIELDS))}),
        "Problem": _problem(),
    }
    return {**resources, **{f"{name}List": _list_of(name) for name in resources}}


def object_of(properties: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object with these properties, all required except the optional ones."""
    not_required = set(optional)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in not_required],
    }


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    kind = schema.get("type")
    return {**schema, "type": [kind, "null"]} if isinstance(kind, str) else {"anyOf": [schema, {"type": "null"}]}


def schema_of(annotation: Any) -> Schema:
    """Return the schema of a type in the notation of ``wire.values.json_value``."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if hasattr(annotation, "__supertype__"):
        return ID
    if get_origin(annotation):
        return _schema_of_generic(get_origin(annotation), get_args(annotation))
    if issubclass(annotation, StrEnum):
        return _open_enum(annotation)
    return _shown(annotation, annotation.model_fields)


def _schema_of_generic(origin: Any, arguments: tuple[Any, ...]) -> Schema:
    if origin in (Union, UnionType):
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return nullable(schema_of(inner))
    return list_of(schema_of(arguments[0])) if origin is tuple else {"type": "object"}


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _shown(model: type[BaseModel], names: Iterable[str], more: Mapping[str, Schema] | None = None) -> Schema:
    fields = {camel(name): schema_of(model.model_fields[name].annotation) for name in names}
    return object_of({**fields, **(more or {})})


def document_fields(names: Iterable[str]) -> dict[str, Schema]:
    """Return the schemas of fields of a document by their public names; ``verdict.is_flagged`` is ``isFlagged``."""
    return {public_name(name): schema_of(_type_of(name)) for name in names}


def _type_of(name: str) -> Any:
    return reduce(lambda kind, part: get_type_hints(kind)[part], name.split("."), Document)


def _open_enum(kind: type[StrEnum]) -> Schema:
    """Return the schema of an enum that can grow: clients must accept unknown values."""
    values = [member.value for member in kind if getattr(member, "shown", member) is member]
    return {"type": "string", "x-extensible-enum": values}


def _quota() -> Schema:
    count: Schema = {"type": "integer", "minimum": 0}
    usd: Schema = {"type": "string", "pattern": NUMBER_PATTERN}
    return object_of(
        {
            "company": ID,
            "day": {"type": "string", "format": "date"},
            "files": count,
            "filesPerDay": count,
            "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
            "expenseUsd": usd,
            "expenseCapUsd": usd,
        }
    )


def _job() -> Schema:
    names = ("id", "site_id", "status", "created", "updated", "termination_reason", "info")
    lists = ("documentIds", "parsedDocumentIds", "duplicateDocumentIds", "nonUtilityDocumentIds", "failedDocumentIds")
    return _shown(
        Job, names, {"company": ID, "duplicates": {"type": "integer"}, **{name: list_of(ID) for name in lists}}
    )


def _usage() -> Schema:
    return _shown(Usage, Usage.model_fields, {"id": STRING, "updated": _PLAIN[datetime]})


def _line_item() -> Schema:
    fields = _shown(LineItem, LineItem.model_fields)
    schema = object_of({"id": STRING, **fields["properties"]})
    schema["properties"]["totalCharge"] = nullable(MONEY)
    return schema


def _summary() -> Schema:
    """A document in lists."""
    money = {camel(name): MONEY if name in BALANCES else nullable(MONEY) for name in MONEY_FIELDS}
    texts = {camel(name): schema_of(Bill.model_fields[name].annotation) for name in _BILL_TEXTS}
    texts["chargesUnits"] = {**texts["chargesUnits"], "x-extensible-enum": list(CODES)}
    head = document_fields((*HEAD_FIELDS, "verdict.status", "verdict.status_reason", "result.pages"))
    more = {
        "company": ID,
        "actionRequired": {"type": "boolean"},
        "usageData": list_of(reference("UsageData")),
        "reading": nullable(_reading()),
        "url": {"type": ["string", "null"], "format": "uri"},
        "truncated": {"type": "boolean"},
    }
    return object_of({**head, **texts, **money, **more}, optional=("truncated",))


def _document() -> Schema:
    summary = {name: schema for name, schema in _summary()["properties"].items() if name != "truncated"}
    more = {
        "lineItems": list_of(reference("LineItem")),
        "usageHistory": list_of(_shown(PastUsage, PastUsage.model_fields)),
        "witnesses": list_of(_witness()),
        "checks": list_of(_shown(Check, ("name", "holds", "detail"))),
        "evidence": {"type": "object", "additionalProperties": _evidence()},
    }
    return object_of({**summary, **more})


def _reading() -> Schema:
    pages = list_of(_shown(PageRoute, PageRoute.model_fields))
    return object_of({"route": STRING, "pages": pages, "estimatedCost": _PLAIN[Decimal]})


def _evidence() -> Schema:
    source = nullable(_open_enum(EvidenceSource))
    page, box = nullable({"type": "integer"}), nullable(_BOX)
    return object_of({"page": page, "box": box, "text": STRING, "confidence": _EDGE, "source": source})


def _witness() -> Schema:
    """A code or e-invoice with the values that it states, by name; docs/machine-readable.md lists formats."""
    values = {"type": "object", "additionalProperties": STRING}
    page = nullable({"type": "integer"})
    source = _open_enum(WitnessSource)
    return object_of({"source": source, "format": STRING, "page": page, "box": nullable(_BOX), "values": values})


def _destination(more: Mapping[str, Schema] | None = None) -> Schema:
    status = _open_enum(DestinationStatus)
    return _shown(Destination, DESTINATION_FIELDS, {"company": ID, "status": status, **(more or {})})


def _new_destination() -> Schema:
    """A created destination; a bus has no secret."""
    secret = {"type": "string", "description": "Signs every delivery (Standard Webhooks). Only this response has it."}
    schema = _destination({"secret": secret})
    return {**schema, "required": [name for name in schema["required"] if name != "secret"]}


def _health() -> Schema:
    fields = [name for name in HEALTH_FIELDS if name in CircuitBreaker.model_fields]
    return _shown(CircuitBreaker, fields, {"state": _open_enum(CircuitState)})


def _delivery(more: Mapping[str, Schema] | None = None) -> Schema:
    return _shown(Delivery, DELIVERY_FIELDS, {"company": ID, "attemptCount": {"type": "integer"}, **(more or {})})


def _list_of(name: str) -> Schema:
    return object_of({"results": list_of(reference(name)), "nextCursor": {"type": ["string", "null"]}})


def _problem() -> Schema:
    fault = object_of({"pointer": STRING, "detail": STRING})
    always = {"type": STRING, "title": STRING, "status": {"type": "integer"}, "code": STRING, "detail": STRING}
    more = {"requestId": STRING, "errors": list_of(fault), "uploads": list_of(reference("OfferedUpload"))}
    return object_of({**always, **more}, optional=tuple(more))
