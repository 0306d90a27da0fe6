"""Parts of lists that are small enough for an answer."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from billhook.ports.lists import ListPage, PageRequest
from billhook.runtime.request import Request
from billhook.wire.main import listed

MAX_BYTES = 4_000_000
"""An answer of Lambda may have 6 MB; what is longer is cut here, and the cursor leads on."""

T = TypeVar("T")


def page(
    request: Request, fetch: Callable[[PageRequest], ListPage[T]], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """The part of a list that ``request`` asks for; a shorter one when it would be too long to send."""
    part = request.part
    while True:
        answer = listed(*_taken(fetch(part)), shown)
        size = len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
        if size <= MAX_BYTES or part.limit == 1:
            return answer
        part = PageRequest(max(1, min(part.limit - 1, part.limit * MAX_BYTES // size)), part.cursor)


def _taken(found: ListPage[T]) -> tuple[tuple[T, ...], str | None]:
    return found.items, found.cursor
