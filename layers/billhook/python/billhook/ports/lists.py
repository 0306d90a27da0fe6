"""Pagination: page requests, pages, and filtering across pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_SCANNED = 1_000
"""Items that one request scans. When too few match, the page is short and its cursor continues the scan."""


@dataclass(frozen=True)
class PageRequest:
    """At most ``limit`` items after the opaque ``cursor``."""

    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a list, newest first; ``cursor`` continues it, None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None


def filtered_page(
    load_page: Callable[[PageRequest], ListPage[T]],
    request: PageRequest,
    is_wanted: Callable[[T], bool],
    *,
    is_past: Callable[[T], bool] = lambda _: False,
    max_scanned: int = MAX_SCANNED,
) -> ListPage[T]:
    """Return a page of the matching items. ``is_past`` is true of an item after which none can match.

    Each load is limited to the number of items still missing, so that the cursor follows the last returned item.
    """
    matching: list[T] = []
    scanned, cursor = 0, request.cursor
    while True:
        page = load_page(PageRequest(request.limit - len(matching), cursor))
        matching += [item for item in page.items if is_wanted(item)]
        scanned, cursor = scanned + max(len(page.items), 1), page.cursor
        if page.items and is_past(page.items[-1]):
            return ListPage(tuple(matching), None)
        if cursor is None or len(matching) == request.limit or scanned >= max_scanned:
            return ListPage(tuple(matching), cursor)
