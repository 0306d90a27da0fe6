"""Request bodies of the main API as pydantic models, and their parsing.

Unknown fields are ignored, so that requests written for the source APIs work unchanged.
"""

import json
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from billhook.domain.errors import Invalid, Problem
from billhook.domain.events import PUBLIC_TYPES
from billhook.wire.values import camel

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


class Body(BaseModel):
    """A request body with camelCase names; null and absent are the same.

    Validators are built on first use: a cold start answers one request of thirty kinds of bodies.
    """

    model_config = ConfigDict(
        alias_generator=camel, frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


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


Model = TypeVar("Model", bound=Body)


def json_of(text: str | bytes) -> Any:
    """Parse strict JSON. Raises Invalid for other text, NaN, Infinity, and lone surrogates."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Invalid("The body is not valid JSON.", code="invalid-json") from None
    return value


def parsed(model: type[Model], value: Any) -> Model:
    """Validate ``value`` as a ``model``. Raises Invalid with a pointer to each fault; faults never quote the value."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_input=False)
        problems = tuple(Problem(_pointer(_by_alias(model, fault["loc"])), fault["msg"]) for fault in faults)
        raise Invalid("Request validation failed.", problems) from None


def _by_alias(model: type[Body], loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return a location by aliases: pydantic uses the field's name when a default is invalid."""
    field = model.model_fields.get(str(loc[0])) if loc else None
    return (field.alias, *loc[1:]) if field and field.alias else loc


def _pointer(loc: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in loc)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
