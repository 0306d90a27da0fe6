"""Pages of lists, newest first, and their opaque cursors.

A cursor contains a hash of its list's partition. The partition that is read is always the store's own, so that a forged
cursor cannot read another account's list.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from billhook.adapters.dynamodb.keys import Key
from billhook.adapters.dynamodb.table import Fields, Table
from billhook.domain.errors import Invalid, Problem
from billhook.names import LISTS_INDEX, LISTS_PK, LISTS_SK, PK, SK
from billhook.ports.lists import ListPage, PageRequest

T = TypeVar("T")

MAX_CURSOR_LENGTH = 600
_MAX_NUMBER = 10**8
_KEY_ATTRIBUTES = (PK, SK, LISTS_SK)


def page_of(table: Table, partition: str, request: PageRequest, read: Callable[[Fields], T]) -> ListPage[T]:
    """Return one page of the list ``partition``. Raises Invalid for a cursor of another list."""
    items, cursor = fields_of_page(table, partition, request)
    return ListPage(tuple(read(item) for item in items), cursor)


def fields_of_page(table: Table, partition: str, request: PageRequest) -> tuple[list[Fields], str | None]:
    """Return one page as fields, and the cursor of the next page. Raises as ``page_of``."""
    after = _key_of_cursor(partition, request.cursor) if request.cursor is not None else None
    page = table.query({LISTS_PK: partition}, index=LISTS_INDEX, limit=request.limit, newest_first=True, after=after)
    return page.items, _key_cursor(partition, page.last_key) if page.last_key else None


def number_cursor(partition: str, number: int) -> str:
    """Return a cursor for items of one partition that are numbered from 1."""
    return urlsafe_b64encode(json.dumps([_hash(partition), number]).encode()).decode().rstrip("=")


def number_of_cursor(partition: str, cursor: str) -> int:
    """Return the number in a cursor of ``number_cursor``. Raises Invalid."""
    mark, *rest = _decoded(cursor)
    if mark != _hash(partition) or len(rest) != 1 or type(rest[0]) is not int or not 0 < rest[0] < _MAX_NUMBER:
        raise _invalid_cursor()
    return rest[0]


def _key_cursor(partition: str, key: Key) -> str:
    content = [_hash(partition), *(key[name] for name in _KEY_ATTRIBUTES)]
    return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def _key_of_cursor(partition: str, cursor: str) -> Key:
    mark, *values = _decoded(cursor)
    well_formed = len(values) == len(_KEY_ATTRIBUTES) and all(isinstance(text, str) and text for text in values)
    if mark != _hash(partition) or not well_formed:
        raise _invalid_cursor()
    return {LISTS_PK: partition, **dict(zip(_KEY_ATTRIBUTES, values, strict=True))}


def _decoded(cursor: str) -> list[Any]:
    try:
        padded = cursor[:MAX_CURSOR_LENGTH].encode("ascii") + b"=" * (-len(cursor) % 4)
        mark, *rest = json.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error):
        return [""]
    return [mark, *rest]


def _invalid_cursor() -> Invalid:
    problem = Problem("cursor", "Not a cursor of this list.")
    return Invalid("The cursor does not belong to this list.", (problem,))


def _hash(partition: str) -> str:
    return sha256(partition.encode()).hexdigest()[:12]
