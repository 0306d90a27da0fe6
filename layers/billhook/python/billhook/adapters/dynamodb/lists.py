"""Pages of lists, newest first, and the opaque cursors that lead from one to the next.

A cursor is bound to its list by a mark; whatever a caller makes of it, the partition that is read is the
one that the store names, so that it never leads into somebody else's list.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from billhook.adapters.dynamodb.keys import Key
from billhook.adapters.dynamodb.table import Fields, Table
from billhook.domain.errors import Invalid, Problem
from billhook.names import LISTS_INDEX, LISTS_PK, LISTS_SK, PK, SK
from billhook.ports import Listed, Slice

T = TypeVar("T")

LONGEST_CURSOR = 600
_PLACE = (PK, SK, LISTS_SK)


def page_of(table: Table, partition: str, part: Slice, read: Callable[[Fields], T]) -> Listed[T]:
    """One page of the list ``partition``. Raises Invalid for a cursor that is not of this list."""
    items, cursor = fields_of_page(table, partition, part)
    return Listed(tuple(read(item) for item in items), cursor)


def fields_of_page(table: Table, partition: str, part: Slice) -> tuple[list[Fields], str | None]:
    """The same as it lies in the index, and the cursor to the next page."""
    after = _opened(partition, part.cursor) if part.cursor is not None else None
    found = table.query({LISTS_PK: partition}, index=LISTS_INDEX, limit=part.limit, newest_first=True, after=after)
    return found.items, _sealed(partition, found.ended) if found.ended else None


def _sealed(partition: str, ended: Key) -> str:
    place = [_mark(partition), *(ended[name] for name in _PLACE)]
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _opened(partition: str, cursor: str) -> Key:
    try:
        padded = cursor[:LONGEST_CURSOR].encode("ascii") + b"=" * (-len(cursor) % 4)
        mark, *place = json.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error):
        mark, place = "", []
    well_formed = len(place) == len(_PLACE) and all(isinstance(text, str) and text for text in place)
    if mark != _mark(partition) or not well_formed:
        problem = Problem("cursor", "This is no cursor of this list.")
        raise Invalid("The cursor does not belong to this list.", (problem,))
    return {LISTS_PK: partition, **dict(zip(_PLACE, place, strict=True))}


def _mark(partition: str) -> str:
    return sha256(partition.encode()).hexdigest()[:12]
