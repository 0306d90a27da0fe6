"""Request bodies of the main API as pydantic models.

Unknown fields are ignored, so that requests written for the source APIs work unchanged.
"""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from billhook.domain.errors import Invalid
from billhook.domain.events import PUBLIC_TYPES
from billhook.wire.bodies import Body, json_of

FILES_FIELD = "document"
MAX_FILES = 100
MAX_INFO_BYTES = 4_096
MAX_INFO_DEPTH = 8


def _small(info: dict[str, Any]) -> dict[str, Any]:
    """Limit the caller's metadata, which is part of every document and event."""
    if len(json.dumps(info, ensure_ascii=False).encode()) > MAX_INFO_BYTES:
        raise PydanticCustomError("too_large", f"At most {MAX_INFO_BYTES} bytes of JSON.")
    if _depth(info) > MAX_INFO_DEPTH:
        raise PydanticCustomError("too_deep", f"At most {MAX_INFO_DEPTH} levels.")
    return info


def _depth(value: Any) -> int:
    if isinstance(value, dict | list):
        below = value.values() if isinstance(value, dict) else value
        return 1 + max(map(_depth, below), default=0)
    return 0


def _json_text(value: Any) -> Any:
    """Parse a form field that holds JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json_of(value)
    except Invalid as error:
        raise PydanticCustomError("json", "Must be a JSON object.") from error


def _public_type(name: str) -> str:
    if name not in PUBLIC_TYPES:
        known = ", ".join(kind.value for kind in PUBLIC_TYPES)
        raise PydanticCustomError("event_type", f"Unknown event type; one of {known}.")
    return name


def _text_only(value: Any) -> Any:
    """Refuse numbers, which pydantic takes for seconds since 1970."""
    if value is not None and not isinstance(value, str):
        raise PydanticCustomError("text", "A string in ISO 8601.")
    return value


Flag = StrictBool
"""A JSON boolean: 0, 1 and strings are refused."""
Day = Annotated[date, BeforeValidator(_text_only)]
Instant = Annotated[AwareDatetime, BeforeValidator(_text_only)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
Reference = Annotated[str, StringConstraints(max_length=100)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_048)]
Info = Annotated[dict[str, Any], BeforeValidator(_json_text), AfterValidator(_small)]
EventTypeName = Annotated[str, AfterValidator(_public_type)]


class NewCompany(Body):
    """``externalId`` is the caller's id, ``info`` the caller's data; both are returned unchanged."""

    name: Name
    external_id: Name | None = None
    info: Info | None = None


class NewSite(Body):
    name: Name
    external_id: Name | None = None
    address: Text | None = None


class BulkJob(Body):
    """URLs of bills to fetch: https, 1 to 100 of them."""

    documents: Annotated[list[Url], Field(min_length=1, max_length=MAX_FILES)]
    site_id: Reference | None = None
    notes: Text | None = None
    info: Info | None = None
    allow_duplicate: Flag | None = None


class JobFields(Body):
    """Fields of a multipart submission besides its files; ``info`` is JSON text."""

    site_id: Reference | None = None
    notes: Text | None = None
    info: Info | None = None
    allow_duplicate: bool | None = None
