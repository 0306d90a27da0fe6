"""A zip's own table of contents, walked before anybody opens it: how many files, and whether they share bytes.

Python's ``zipfile`` trusts the archive here: it reads as many entries as the table has room for, whatever their number,
and up to Python 3.11 lets a thousand of them name the same bytes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection

_END, _END_SIZE = b"PK\5\6", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\6\7", 20
_CENTRAL, _CENTRAL_SIZE = b"PK\1\2", 46
_LOCAL, _LOCAL_SIZE = b"PK\3\4", 30
_LONGEST_COMMENT = 0xFFFF
_MOST_ENTRIES = 1_000
"""Folders and what operating systems add count here; how many files there may be is said elsewhere."""


@dataclass(frozen=True)
class _DirectoryEntry:
    """Where an entry's local header begins, and how many bytes its data is said to take."""

    start: int
    packed: int
    name: bytes


def check_directory(content: bytes) -> None:
    """Raises Rejection (corrupt, too_large, unsafe) for an archive that must not be opened."""
    end = _end_of(content)
    disk, central_disk, here, count, size, start, _ = struct.unpack_from("<4H2LH", content, end + 4)
    if content[max(end - _LOCATOR_SIZE, 0) :].startswith(_LOCATOR) or 0xFFFF in (here, count):
        raise _unsafe("The archive is of the kind for more than 4 GB, which it is not.")
    if disk or central_disk or here != count:
        raise _corrupt("The archive is a part of a larger one.")
    if count > _MOST_ENTRIES:
        raise Rejection(StatusReason.TOO_LARGE, f"The archive has {count:,} entries, which is more than are unpacked.")
    if start + size != end:
        raise _unsafe("The archive's table of contents is not where it says.")
    _check_overlap(content, list(_places(content, start, end, count)), start)


def _end_of(content: bytes) -> int:
    """Where the record at the end begins; its comment must reach to the last byte, or the file was cut or glued."""
    at = content.rfind(_END, max(0, len(content) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(content) < at + _END_SIZE:
        raise _corrupt("The archive is cut off: its end is not there.")
    (comment,) = struct.unpack_from("<H", content, at + 20)
    if at + _END_SIZE + comment != len(content):
        raise _corrupt("The archive is cut off, or something was added to it.")
    return at


def _places(content: bytes, start: int, end: int, count: int) -> Iterator[_DirectoryEntry]:
    at = start
    for _ in range(count):
        if at + _CENTRAL_SIZE > end or not content.startswith(_CENTRAL, at):
            raise _corrupt("The archive's table of contents is broken.")
        (packed,) = struct.unpack_from("<L", content, at + 20)
        name, extra, comment = struct.unpack_from("<3H", content, at + 28)
        (local,) = struct.unpack_from("<L", content, at + 42)
        yield _DirectoryEntry(local, packed, content[at + _CENTRAL_SIZE : at + _CENTRAL_SIZE + name])
        at += _CENTRAL_SIZE + name + extra + comment
    if at != end:
        raise _unsafe("The archive has more entries than it says.")


def _check_overlap(content: bytes, places: list[_DirectoryEntry], limit: int) -> None:
    """Each entry's bytes lie behind those of the one before it, and before the table of contents."""
    reached = 0
    for place in sorted(places, key=lambda one: one.start):
        if place.start < reached:
            raise _unsafe("Entries of the archive share their bytes.")
        if place.start + _LOCAL_SIZE > limit or not content.startswith(_LOCAL, place.start):
            raise _corrupt("An entry of the archive is not where it should be.")
        name, extra = struct.unpack_from("<2H", content, place.start + 26)
        reached = place.start + _LOCAL_SIZE + name + extra + place.packed
        if content[place.start + _LOCAL_SIZE : place.start + _LOCAL_SIZE + name] != place.name:
            raise _unsafe("An entry of the archive has two names.")
    if reached > limit:
        raise _unsafe("Entries of the archive share their bytes with its table of contents.")


def _corrupt(detail: str) -> Rejection:
    return Rejection(StatusReason.CORRUPT, detail)


def _unsafe(detail: str) -> Rejection:
    return Rejection(StatusReason.UNSAFE, detail)
