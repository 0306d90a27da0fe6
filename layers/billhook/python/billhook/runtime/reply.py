"""A response before it is sent: status, headers, body."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from json import dumps, loads
from typing import Any, Self

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
