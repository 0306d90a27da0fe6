"""Parsers of request bodies: JSON by a model, ``multipart/form-data`` with fields as text and files as bytes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from pydantic import BaseModel, ConfigDict, ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header

from billhook.domain.errors import Invalid, Problem, UnsupportedMediaType
from billhook.wire.values import camel

MEDIA_TYPE = "multipart/form-data"
MAX_PARTS = 150
MAX_FIELD_BYTES = 20_000

_EXTENDED_NAME = re.compile(r";\s*filename\*\s*=\s*([\w-]+)'[\w-]*'([^;\s]+)", re.IGNORECASE)


class Body(BaseModel):
    """A request body with camelCase names; null and absent are the same.

    Validators are built on first use: a cold start answers one request of thirty kinds of bodies.
    """

    model_config = ConfigDict(
        alias_generator=camel, frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


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


@dataclass(frozen=True)
class FilePart:
    """One file; ``file_name`` as sent, "" when absent."""

    field_name: str
    file_name: str
    content: bytes = field(repr=False)
    content_type: str | None = None


@dataclass(frozen=True)
class Form:
    """A form: the last value of each field, all files in order, and all values of repeated fields."""

    fields: dict[str, str]
    files: tuple[FilePart, ...]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Part:
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list)


def form_of(body: bytes, content_type: str) -> Form:
    """Parse the form in ``body``. Raises UnsupportedMediaType, or Invalid for a malformed or truncated one."""
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != MEDIA_TYPE.encode():
        raise UnsupportedMediaType(f"The content type must be {MEDIA_TYPE}.")
    if not boundary:
        raise _broken("The content type has no boundary.")
    fields: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}
    files: list[FilePart] = []
    for part in _parts(body, boundary):
        disposition = part.headers.get("content-disposition", "")
        _, names = parse_options_header(disposition)
        name = names.get(b"name", b"").decode(errors="replace")
        content = b"".join(part.chunks)
        if b"filename" in names or _EXTENDED_NAME.search(disposition):
            files.append(FilePart(name, _file_name(disposition, names), content, _type_of(part)))
        else:
            fields[name] = _text(name, content)
            values[name] = (*values.get(name, ()), fields[name])
    return Form(fields, tuple(files), values)


def file_name_of(disposition: str) -> str | None:
    """Return the name in a Content-Disposition (RFC 6266): ``filename*`` before ``filename``; None without one."""
    disposition = _as_latin_1(disposition)
    _, names = parse_options_header(disposition)
    has_name = b"filename" in names or _EXTENDED_NAME.search(disposition)
    return _file_name(disposition, names) if has_name else None


def _parts(body: bytes, boundary: bytes) -> list[_Part]:
    """Split the body into parts; their content is copied once."""
    parts: list[_Part] = []
    heads: list[list[bytes]] = [[], []]

    def begin() -> None:
        if len(parts) == MAX_PARTS:
            raise _broken(f"A form has at most {MAX_PARTS} parts.")
        parts.append(_Part())

    def collect(target: Callable[[], list[bytes]]) -> Callable[[bytes, int, int], None]:
        return lambda data, start, end: target().append(data[start:end])

    def end_header() -> None:
        name, value = (b"".join(head).decode("latin-1") for head in heads)
        parts[-1].headers[name.lower()] = value.strip()
        heads[:] = [[], []]

    callbacks: Any = {
        "on_part_begin": begin,
        "on_header_field": collect(lambda: heads[0]),
        "on_header_value": collect(lambda: heads[1]),
        "on_header_end": end_header,
        "on_part_data": collect(lambda: parts[-1].chunks),
    }
    try:
        parser = MultipartParser(boundary, callbacks)
        parser.write(body)
    except FormParserError:
        raise _broken("The form is malformed.") from None
    if parser.state != MultipartState.END:
        raise _broken("The form ends before its last boundary.")
    return parts


def _file_name(disposition: str, names: dict[bytes, bytes]) -> str:
    """Return ``filename*`` if present and decodable, else ``filename``, which is UTF-8 or else Latin-1."""
    extended = _EXTENDED_NAME.search(disposition)
    if extended:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1])
        except (LookupError, UnicodeDecodeError):
            pass
    plain = _decoded(names.get(b"filename", b""))
    return plain.replace("%22", '"')  # browsers encode a quote inside the quotes


def _as_latin_1(header: str) -> str:
    """Return a header with a character for each byte. Gateways hand raw UTF-8 over as bytes or as decoded text."""
    try:
        header.encode("latin-1")
    except UnicodeEncodeError:
        return header.encode(errors="replace").decode("latin-1")
    return header


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")


def _text(name: str, content: bytes) -> str:
    try:
        if len(content) <= MAX_FIELD_BYTES:
            return content.decode()
        detail = f"A field holds at most {MAX_FIELD_BYTES} bytes."
    except UnicodeDecodeError:
        detail = "A field must be UTF-8 text."
    raise Invalid("Form validation failed.", (Problem(f"/{name}", detail),))


def _type_of(part: _Part) -> str | None:
    content_type, _ = parse_options_header(part.headers.get("content-type"))
    return content_type.decode("latin-1") or None


def _broken(detail: str) -> Invalid:
    return Invalid(detail, code="invalid-form")
