"""One operation of the API, and what everybody has to know of it."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from http import HTTPStatus

from billhook.wire.requests import FILES_FIELD, Body

LISTED = "List"
"""An answer ``CompanyList`` is a part of a list of ``Company``."""


class BodyKind(Enum):
    """In what form a request brings what it brings."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    BYTES = "bytes"


@dataclass(frozen=True)
class Operation:
    """``answer`` names a schema of ``wire.schemas``; "" means that there is no JSON in the answer.

    ``location`` is the path of what was made, filled from the answer and the ids of the request's own path;
    ``has_etag`` tells that the answer's version is its entity tag; ``takes_bytes`` that the body is a file as it is.
    ``statuses`` are a door's own: what is elsewhere answered with the first is answered with the second here.
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
    needs_version: bool = False
    takes_bytes: bool = False
    has_optional_body: bool = False
    files_field: str = FILES_FIELD
    statuses: tuple[tuple[HTTPStatus, HTTPStatus], ...] = ()

    def status_of(self, status: HTTPStatus) -> HTTPStatus:
        """The status of a problem as this operation answers it."""
        return dict(self.statuses).get(status, status)

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    @property
    def body_kind(self) -> BodyKind:
        if self.takes_bytes:
            return BodyKind.BYTES
        if self.body is None:
            return BodyKind.NONE
        return BodyKind.FORM if self.is_form else BodyKind.JSON

    @property
    def is_list(self) -> bool:
        return self.answer.endswith(LISTED)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the path's parameters."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the paths of this operation, below the stage, with or without a slash at the end."""
        fixed = self.path.replace(".", r"\.")
        return re.compile(re.sub(r"{\w+}", "[^/]+", fixed) + "/*")
