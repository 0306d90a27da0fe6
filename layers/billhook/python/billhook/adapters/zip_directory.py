"""Validation of a zip's central directory before it is opened: entry count and overlapping entries (zip bombs).

Python's ``zipfile`` trusts the directory: it reads any number of entries, and up to Python 3.11 accepts entries that
share the same bytes.
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
_MAX_ENTRIES = 1_000
"""Entries including folders and operating-system files; ``PageLimits`` limits the number of files."""


@dataclass(frozen=True)
class _DirectoryEntry:
    """Offset of an entry's local header, and the declared size of its compressed data."""

    start: int
    compressed_size: int
    name: bytes


def check_directory(content: bytes) -> None:
    """Check an archive's central directory. Raises Rejection (corrupt, too_large, unsafe)."""
    end = _end_of(content)
    disk, central_disk, here, count, size, start, _ = struct.unpack_from("<4H2LH", content, end + 4)
    if content[max(end - _LOCATOR_SIZE, 0) :].startswith(_LOCATOR) or 0xFFFF in (here, count):
        raise _unsafe("The archive has a zip64 directory without need.")
    if disk or central_disk or here != count:
        raise _corrupt("The archive is one part of a multi-part archive.")
    if count > _MAX_ENTRIES:
        raise Rejection(
            StatusReason.TOO_LARGE, f"The archive has {count:,} entries; at most {_MAX_ENTRIES:,} are read."
        )
    if start + size != end:
        raise _unsafe("The archive's directory is not at its declared offset.")
    _check_overlap(content, list(_entries(content, start, end, count)), start)


def _end_of(content: bytes) -> int:
    """Return the offset of the end record. Its comment must end the file, else the file is truncated or extended."""
    at = content.rfind(_END, max(0, len(content) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(content) < at + _END_SIZE:
        raise _corrupt("The archive is truncated: it has no end record.")
    (comment,) = struct.unpack_from("<H", content, at + 20)
    if at + _END_SIZE + comment != len(content):
        raise _corrupt("The archive is truncated, or has data after its end.")
    return at


def _entries(content: bytes, start: int, end: int, count: int) -> Iterator[_DirectoryEntry]:
    at = start
    for _ in range(count):
        if at + _CENTRAL_SIZE > end or not content.startswith(_CENTRAL, at):
            raise _corrupt("The archive's directory is malformed.")
        (compressed_size,) = struct.unpack_from("<L", content, at + 20)
        name, extra, comment = struct.unpack_from("<3H", content, at + 28)
        (local,) = struct.unpack_from("<L", content, at + 42)
        yield _DirectoryEntry(local, compressed_size, content[at + _CENTRAL_SIZE : at + _CENTRAL_SIZE + name])
        at += _CENTRAL_SIZE + name + extra + comment
    if at != end:
        raise _unsafe("The archive has more entries than declared.")


def _check_overlap(content: bytes, entries: list[_DirectoryEntry], limit: int) -> None:
    """Check that entries follow each other without overlap and end before the directory. Raises Rejection."""
    reached = 0
    for entry in sorted(entries, key=lambda entry: entry.start):
        if entry.start < reached:
            raise _unsafe("Entries of the archive overlap.")
        if entry.start + _LOCAL_SIZE > limit or not content.startswith(_LOCAL, entry.start):
            raise _corrupt("An entry of the archive is not at its declared offset.")
        name, extra = struct.unpack_from("<2H", content, entry.start + 26)
        reached = entry.start + _LOCAL_SIZE + name + extra + entry.compressed_size
        if content[entry.start + _LOCAL_SIZE : entry.start + _LOCAL_SIZE + name] != entry.name:
            raise _unsafe("An entry of the archive has two names.")
    if reached > limit:
        raise _unsafe("An entry of the archive overlaps its directory.")


def _corrupt(detail: str) -> Rejection:
    return Rejection(StatusReason.CORRUPT, detail)


def _unsafe(detail: str) -> Rejection:
    return Rejection(StatusReason.UNSAFE, detail)
