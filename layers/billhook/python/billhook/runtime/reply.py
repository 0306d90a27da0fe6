"""One answer before it is sent: a status, its own headers and a text."""

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
        """A JSON answer. Raises ValueError for what JSON cannot say."""
        return cls(status, dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False), media_type)

    @property
    def text(self) -> str:
        """The whole answer as text, from which ``of_text`` makes it again."""
        return dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Self:
        return cls(**loads(text))

    def with_headers(self, **headers: str) -> Self:
        """The same with more headers; ``Retry_After`` is written for ``Retry-After``."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})
