"""Pages of lists, newest first, and the opaque cursors that lead from one to the next.

A cursor is bound to its list by a mark; whatever a caller makes of it, the partition that is read is the
one that the store names, so that it never leads into somebody else's list.
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

LONGEST_CURSOR = 600
_MOST = 10**8
_PLACE = (PK, SK, LISTS_SK)


def page_of(table: Table, partition: str, part: PageRequest, read: Callable[[Fields], T]) -> ListPage[T]:
    """One page of the list ``partition``. Raises Invalid for a cursor that is not of this list."""
    items, cursor = fields_of_page(table, partition, part)
    return ListPage(tuple(read(item) for item in items), cursor)


def fields_of_page(table: Table, partition: str, part: PageRequest) -> tuple[list[Fields], str | None]:
    """The same as it lies in the index, and the cursor to the next page."""
    after = _opened(partition, part.cursor) if part.cursor is not None else None
    found = table.query({LISTS_PK: partition}, index=LISTS_INDEX, limit=part.limit, newest_first=True, after=after)
    return found.items, _sealed(partition, found.ended) if found.ended else None


def sealed_number(partition: str, number: int) -> str:
    """A cursor for things of one partition that are counted from 1."""
    return urlsafe_b64encode(json.dumps([_mark(partition), number]).encode()).decode().rstrip("=")


def opened_number(partition: str, cursor: str) -> int:
    """The number in a cursor that ``sealed_number`` made. Raises Invalid."""
    mark, *rest = _decoded(cursor)
    if mark != _mark(partition) or len(rest) != 1 or type(rest[0]) is not int or not 0 < rest[0] < _MOST:
        raise _foreign()
    return rest[0]


def _sealed(partition: str, ended: Key) -> str:
    place = [_mark(partition), *(ended[name] for name in _PLACE)]
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _opened(partition: str, cursor: str) -> Key:
    mark, *place = _decoded(cursor)
    well_formed = len(place) == len(_PLACE) and all(isinstance(text, str) and text for text in place)
    if mark != _mark(partition) or not well_formed:
        raise _foreign()
    return {LISTS_PK: partition, **dict(zip(_PLACE, place, strict=True))}


def _decoded(cursor: str) -> list[Any]:
    try:
        padded = cursor[:LONGEST_CURSOR].encode("ascii") + b"=" * (-len(cursor) % 4)
        mark, *rest = json.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error):
        return [""]
    return [mark, *rest]


def _foreign() -> Invalid:
    problem = Problem("cursor", "This is no cursor of this list.")
    return Invalid("The cursor does not belong to this list.", (problem,))


def _mark(partition: str) -> str:
    return sha256(partition.encode()).hexdigest()[:12]
