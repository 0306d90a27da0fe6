"""JSON Schemas of ``wire.document_views``."""

from billhook.wire.document_views import VERSION_FIELDS
from billhook.wire.schemas import ID, MONEY, STRING, Schema, document_fields, list_of, nullable, object_of, reference
from billhook.wire.values import NUMBER_PATTERN


def document_view_schemas() -> dict[str, Schema]:
    """Return response schemas by their names in ``wire.operations``."""
    resources = {"Version": _version(), "Usage": _usage(), "Consumption": _consumption()}
    lists = {
        f"{name}List": object_of({"results": list_of(reference(name)), "nextCursor": nullable(STRING)})
        for name in ("Version", "Usage")
    }
    return resources | lists


def _version() -> Schema:
    origin: Schema = {"type": "string", "x-extensible-enum": ["READ", "CORRECTED", "ENTERED"]}
    return object_of({**document_fields((*VERSION_FIELDS, "verdict.status")), "origin": origin})


def _usage() -> Schema:
    references = object_of({"document": ID, "site": nullable(ID)})
    return {"allOf": [reference("UsageData"), references]}


def _consumption() -> Schema:
    month = object_of(
        {
            "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
            "kwh": {"type": "string", "pattern": NUMBER_PATTERN},
            "cost": nullable(MONEY),
            "days": {"type": "integer", "minimum": 0, "maximum": 31},
            "isEstimated": {"type": "boolean"},
            "isCostEstimated": {"type": "boolean"},
        }
    )
    return object_of(
        {
            "site": ID,
            "document": nullable(ID),
            "activeBill": STRING,
            "chargesUnits": nullable(STRING),
            "months": list_of(month),
        }
    )
