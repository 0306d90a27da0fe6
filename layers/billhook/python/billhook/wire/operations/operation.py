"""An operation of the API: route, request and response."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from http import HTTPStatus
from typing import Any

from billhook.wire.bodies import Body
from billhook.wire.requests import FILES_FIELD

LIST_SUFFIX = "List"
"""The response ``CompanyList`` is a page of ``Company`` items."""

PAGE_PARAMETERS = ("limit", "cursor")
_NAMES = {"deliveryStatus": "status", "importLimit": "limit"}
"""Names of query parameters that differ from those in ``Operation.query``."""

RETRY_SECONDS = 2
"""A client that polls waits for this many seconds."""


class BodyKind(Enum):
    """The form of a request body."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    BYTES = "bytes"


@dataclass(frozen=True)
class Operation:
    """``answer`` names the response's schema in ``wire.schemas``; "" for a response without JSON.

    ``location`` is the path of the created resource, filled from the response and the ids of the request's path.
    With ``has_etag`` the response's version is its ETag; with ``takes_bytes`` the body is the file itself; with
    ``is_page`` the response is HTML. While the response's ``status`` is ``pending``, it has ``Retry-After``.
    ``statuses`` maps default error statuses to those of the operation's API.
    """

    id: str
    method: str
    path: str
    summary: str
    answer: str = ""
    status: HTTPStatus = HTTPStatus.OK
    body: type[Body] | None = None
    is_form: bool = False
    is_public: bool = False
    query: tuple[str, ...] = ()
    fails: tuple[HTTPStatus, ...] = ()
    location: str = ""
    has_etag: bool = False
    pending: str = ""
    needs_version: bool = False
    takes_bytes: bool = False
    has_optional_body: bool = False
    is_page: bool = False
    files_field: str = FILES_FIELD
    statuses: tuple[tuple[HTTPStatus, HTTPStatus], ...] = ()

    def status_of(self, status: HTTPStatus) -> HTTPStatus:
        """Return this operation's status for a problem with a default status."""
        return dict(self.statuses).get(status, status)

    @property
    def is_write(self) -> bool:
        return self.method not in {"GET", "HEAD"}

    @property
    def body_kind(self) -> BodyKind:
        if self.takes_bytes:
            return BodyKind.BYTES
        if self.body is None:
            return BodyKind.NONE
        return BodyKind.FORM if self.is_form else BodyKind.JSON

    @property
    def is_list(self) -> bool:
        return self.answer.endswith(LIST_SUFFIX)

    @property
    def query_names(self) -> frozenset[str]:
        """Return the names of the query's parameters, as in requests."""
        paging = PAGE_PARAMETERS if self.is_list else ()
        return frozenset(_NAMES.get(name, name) for name in (*paging, *self.query))

    def is_pending(self, answer: Mapping[str, Any]) -> bool:
        """Whether the work of a response goes on; one without a status has just begun it."""
        return bool(self.pending) and answer.get("status", self.pending) == self.pending

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of the path's parameters."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return a pattern of the operation's paths, below the stage, with or without trailing slashes."""
        fixed = self.path.replace(".", r"\.")
        return re.compile(re.sub(r"{\w+}", "[^/]+", fixed) + "/*")


class Operations(tuple[Operation, ...]):
    """All operations, found by the method and the path of a request; paths are without the stage."""

    __slots__ = ()

    def find(self, method: str, path: str) -> Operation | None:
        return next((operation for operation in self._at(path) if operation.method == method.upper()), None)

    def methods_of(self, path: str) -> tuple[str, ...]:
        """Return the methods of ``path``, sorted; none for an unknown path."""
        return tuple(sorted({operation.method for operation in self._at(path)}))

    def _at(self, path: str) -> tuple[Operation, ...]:
        return tuple(operation for operation in self if operation.pattern.fullmatch(path))
