"""Pages of lists that fit the size limit of a response."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from billhook.ports.lists import ListPage, PageRequest
from billhook.runtime.request import Request
from billhook.wire.main import listed

MAX_BYTES = 4_000_000
"""Longest page in bytes; Lambda allows 6 MB. A longer page is shortened and continues at its cursor."""

T = TypeVar("T")


def page(
    request: Request, fetch: Callable[[PageRequest], ListPage[T]], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """The page of a list that ``request`` asks for, with fewer items when it exceeds MAX_BYTES."""
    part = request.part
    while True:
        answer = listed(*_items_and_cursor(fetch(part)), shown)
        size = len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
        if size <= MAX_BYTES or part.limit == 1:
            return answer
        part = PageRequest(max(1, min(part.limit - 1, part.limit * MAX_BYTES // size)), part.cursor)


def _items_and_cursor(list_page: ListPage[T]) -> tuple[tuple[T, ...], str | None]:
    return list_page.items, list_page.cursor
