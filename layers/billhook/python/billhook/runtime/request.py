"""An HTTP request of API Gateway's REST proxy event, and the reply to it before it is sent."""

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from http import HTTPStatus
from json import dumps, loads
from typing import Any, Self, TypeVar

from billhook.domain.company import DEFAULT_RATE_PER_MINUTE, Principal
from billhook.domain.errors import Invalid, Problem, TooLarge, Unauthorized, UnknownParameter, UnsupportedMediaType
from billhook.domain.ids import AccountId, CompanyId, KeyId
from billhook.ports.lists import PageRequest
from billhook.wire.bodies import Body, Form, file_name_of, form_of, json_of, parsed
from billhook.wire.operations.operation import BodyKind

JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """``media_type`` is None when there is no body."""

    status: int
    body: str = ""
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, status: int, content: Mapping[str, Any], *, media_type: str = JSON) -> Self:
        """A JSON response. Raises ValueError for NaN and infinity."""
        return cls(status, dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False), media_type)

    @property
    def text(self) -> str:
        """The serialized response, which ``of_text`` parses."""
        return dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Self:
        return cls(**loads(text))

    def with_headers(self, **headers: str) -> Self:
        """A copy with more headers; ``Retry_After`` becomes ``Retry-After``."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})


@dataclass(frozen=True)
class Page:
    """An HTML page with its Content-Security-Policy; without one, the page loads nothing and runs no script."""

    html: str
    policy: str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    status: HTTPStatus = HTTPStatus.OK

    @property
    def reply(self) -> Reply:
        page = Reply(self.status.value, self.html, "text/html; charset=utf-8")
        return page.with_headers(Content_Security_Policy=self.policy, Referrer_Policy="no-referrer")


MAX_BODY_BYTES = 4_600_000
"""Lambda takes 6 MiB of JSON, in which the body is base64 and headers are repeated."""

MAX_LIMIT = 100
UPLOAD_ROUTE = "/v2.2/job/company/{companyId}/upload"
IDEMPOTENCY_KEY = "Idempotency-Key"
MAX_KEY_LENGTH = 255

Model = TypeVar("Model", bound=Body)


@dataclass(frozen=True)
class Request:
    """Header names are case-insensitive; the body is parsed on first use."""

    event: Mapping[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        return str(self._context.get("requestId") or "")

    @property
    def principal(self) -> Principal:
        """The caller, from the authorizer's context. Raises Unauthorized when there is none."""
        claims = self._context.get("authorizer") or {}
        if not claims.get("accountId") or not claims.get("keyId"):
            raise Unauthorized("An API key or access token is required.")
        return Principal(
            account_id=AccountId(claims["accountId"]),
            key_id=KeyId(claims["keyId"]),
            email=claims.get("email") or "",
            all_companies=claims.get("allCompanies") == "true",
            companies=tuple(CompanyId(company) for company in (claims.get("companies") or "").split(",") if company),
            rate_per_minute=int(claims.get("ratePerMinute") or DEFAULT_RATE_PER_MINUTE),
        )

    @property
    def api_url(self) -> str:
        """The API's base URL as the caller sees it, with the stage, without a trailing slash.

        On AWS it comes from the request context, which callers cannot forge. The local cloud gives no domain name:
        there it is the address of the request.
        """
        domain = self._context.get("domainName")
        if domain:
            return f"https://{domain}{self._base_path}"
        host = self.header("host") or "localhost"
        scheme = self.header("x-forwarded-proto") or "http"
        if ".execute-api." in host:
            return f"{scheme}://{host}{self._base_path}"
        api, stage = self._context.get("apiId", ""), self._context.get("stage", "")
        return f"{scheme}://{host}/_aws/execute-api/{api}/{stage}"

    @property
    def part(self) -> PageRequest:
        """Page size and cursor of a list request: ``?limit=1..100&cursor=``. Raises Invalid."""
        limit = self.number("limit", default=PageRequest().limit, least=1, most=MAX_LIMIT)
        return PageRequest(limit, self.query("cursor") or None)

    def query(self, name: str) -> str | None:
        """The query parameter ``name``; the last value when it is repeated."""
        values: str | None = (self.event.get("queryStringParameters") or {}).get(name)
        return values

    def check_query(self, names: Iterable[str]) -> None:
        """Raises UnknownParameter for query parameters other than ``names``; lists may be written ``name[]``."""
        given = self.event.get("queryStringParameters") or {}
        unknown = sorted(name for name in given if name.removesuffix("[]") not in names)
        if unknown:
            known = f"One of {', '.join(sorted(names))}." if names else "None is accepted here."
            raise UnknownParameter(tuple(Problem(name, known) for name in unknown))

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """The query parameter ``name`` as a whole number, or ``default``. Raises Invalid."""
        text = self.query(name) or str(default)
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else -1
        if not least <= number <= most:
            raise Invalid("Request validation failed.", (Problem(name, f"A whole number from {least} to {most}."),))
        return number

    def every(self, name: str) -> Sequence[str]:
        """All values of a repeatable query parameter."""
        values: Mapping[str, list[str]] = self.event.get("multiValueQueryStringParameters") or {}
        value = self.query(name)
        return values.get(name) or ([] if value is None else [value])

    def version_seen(self, current: int) -> int | None:
        """The version in ``If-Match``: ``current`` when its tags contain that version or ``*``.

        None without the header, -1 when no tag matches. Weak tags never match.
        """
        tags = [tag.strip() for tag in (self.header("if-match") or "").split(",")]
        if not any(tags):
            return None
        return current if {"*", f'"{current}"', str(current)} & set(tags) else -1

    def header(self, name: str) -> str | None:
        return self._headers.get(name.lower())

    @property
    def has_body(self) -> bool:
        return bool(self.event.get("body"))

    def json(self, model: type[Model]) -> Model:
        """The body as a ``model``. Raises UnsupportedMediaType, TooLarge or Invalid with pointers."""
        return parsed(model, self._json)

    def json_if_any(self, model: type[Model]) -> Model:
        """The body as a ``model``, or the model's defaults when there is no body."""
        return self.json(model) if self.raw() else model()

    def form(self) -> Form:
        """The body as a form. Raises UnsupportedMediaType, TooLarge or Invalid."""
        return self._form

    @property
    def refused_form(self) -> Form:
        """The form of a body that is too large; an empty one if it is malformed."""
        try:
            return form_of(self._decoded, self.header("content-type") or "")
        except (Invalid, UnsupportedMediaType):
            return Form({}, ())

    def raw(self) -> bytes:
        """The decoded bytes of the body. Raises TooLarge."""
        return self._body

    @property
    def file_name(self) -> str | None:
        """The file name in the Content-Disposition header."""
        return file_name_of(self.header("content-disposition") or "")

    @property
    def idempotency_key(self) -> str | None:
        """The Idempotency-Key header, which identifies repeats of the request. Raises Invalid."""
        key = self.header(IDEMPOTENCY_KEY)
        if key is not None and not (0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable()):
            problem = Problem(IDEMPOTENCY_KEY, f"From 1 to {MAX_KEY_LENGTH} printable ASCII characters.")
            raise Invalid("Request validation failed.", (problem,))
        return key

    def fingerprint(self, body: BodyKind) -> str:
        """A hash of the request's parameters, If-Match header and body, equal for repeats of the same request.

        Forms and JSON are compared by content, because boundaries and whitespace differ between retries. Raises
        UnsupportedMediaType, TooLarge or Invalid.
        """
        parts = [sorted((self.event.get("queryStringParameters") or {}).items()), self.header("if-match")]
        if body is BodyKind.JSON:
            parts.append(self._json if self._body else None)
        elif body is BodyKind.FORM:
            files = [(file.field_name, file.file_name, sha256(file.content).hexdigest()) for file in self._form.files]
            parts += [sorted(self._form.fields.items()), files]
        elif body is BodyKind.BYTES:
            parts += [self.file_name, sha256(self._body).hexdigest()]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def _json(self) -> Any:
        kind = (self.header("content-type") or "").partition(";")[0].strip().lower()
        if kind != JSON and not kind.endswith("+json"):
            raise UnsupportedMediaType(f"The content type must be {JSON}.")
        return json_of(self._body)

    @cached_property
    def _form(self) -> Form:
        return form_of(self._body, self.header("content-type") or "")

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        return {name.lower(): value for name, value in (self.event.get("headers") or {}).items()}

    @property
    def _context(self) -> Mapping[str, Any]:
        context: Mapping[str, Any] = self.event.get("requestContext") or {}
        return context

    @property
    def _base_path(self) -> str:
        """The path before the API's own paths: the stage, or empty with a custom domain."""
        full_path, path = str(self._context.get("path") or ""), str(self.event.get("path") or "")
        if full_path.endswith(path):
            return full_path.removesuffix(path)
        stage = f"/{self._context.get('stage')}"  # the two paths may be encoded differently
        return stage if full_path.startswith(f"{stage}/") else ""

    @cached_property
    def _decoded(self) -> bytes:
        text = self.event.get("body") or ""
        return b64decode(text) if self.event.get("isBase64Encoded") else text.encode()

    @cached_property
    def _body(self) -> bytes:
        body = self._decoded
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge(
                f"At most {MAX_BODY_BYTES:,} bytes fit through the API, and these are {len(body):,}. "
                f"Send larger files by the forms in uploads, or by those of POST {UPLOAD_ROUTE}."
            )
        return body
