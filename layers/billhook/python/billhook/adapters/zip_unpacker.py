"""Implements ``ports.Unpacker``: unpacks a zip to disk with size limits; names of entries are never used as paths."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from billhook.adapters.file_kinds import kind_of
from billhook.adapters.zip_directory import check_directory
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.ports.text_recognition import ArchiveEntry, FileKind

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8_NAME = 0x800
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_SYSTEM_FOLDERS = {"__MACOSX"}
_SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class ZipUnpacker:
    """Unpacks stored and deflated entries. An invalid entry has a fault; an invalid archive is refused as a whole."""

    limits: PageLimits = field(default_factory=PageLimits)

    def unpack(self, content: bytes, into: Path) -> tuple[ArchiveEntry, ...]:
        """See ``ports.Unpacker``."""
        check_directory(content)
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                return self._unpacked(archive, into)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
            raise Rejection(StatusReason.CORRUPT, f"The archive is damaged ({type(error).__name__}).") from None

    def _unpacked(self, archive: zipfile.ZipFile, into: Path) -> tuple[ArchiveEntry, ...]:
        files = [(number, info) for number, info in enumerate(archive.infolist()) if not _is_ignored(info)]
        if not files:
            raise Rejection(StatusReason.UNREADABLE, "The archive has no files.")
        if len(files) > self.limits.archive_files:
            detail = f"The archive has {len(files)} files; at most {self.limits.archive_files} are unpacked."
            raise Rejection(StatusReason.TOO_LARGE, detail)
        repeated = _repeated_names(files)
        remaining = self.limits.archive_bytes
        entries = []
        for number, info in files:
            path = into / f"{number}"
            try:
                self._check(info, is_repeated=number in repeated)
                self._write(archive, info, path, remaining)
                entries.append(ArchiveEntry(number, _name_of(info), path))
            except Rejection as fault:
                entries.append(ArchiveEntry(number, _name_of(info), None, fault))
            remaining -= path.stat().st_size if path.exists() else 0
            if remaining < 0:
                detail = f"The archive has more than {self.limits.archive_bytes:,} bytes."
                raise Rejection(StatusReason.TOO_LARGE, detail)
        return tuple(entries)

    def _check(self, info: zipfile.ZipInfo, *, is_repeated: bool) -> None:
        """Check an entry's header. Raises Rejection."""
        name = info.orig_filename
        if _CONTROL.search(name) or _is_unsafe_path(name):
            raise Rejection(StatusReason.UNSAFE, "The entry's name is not a relative path inside the archive.")
        if is_repeated:
            raise Rejection(StatusReason.UNSAFE, "Another entry of the archive has this name.")
        if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise Rejection(StatusReason.UNSAFE, "The entry is not a regular file.")
        if info.flag_bits & _ENCRYPTED:
            raise Rejection(StatusReason.ENCRYPTED, "The entry is encrypted with a password.")
        if info.compress_type not in _PACKINGS:
            raise Rejection(StatusReason.UNSUPPORTED_TYPE, "The entry's compression method is not supported.")

    def _write(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, remaining: int) -> None:
        """Unpack an entry to ``path`` and count the bytes. Raises Rejection."""
        size = 0
        with path.open("wb") as file:
            for chunk in _chunks(archive, info):
                if size == 0 and kind_of(chunk) is FileKind.ZIP:
                    raise Rejection(StatusReason.UNSUPPORTED_TYPE, "Nested archives are not supported.")
                size += len(chunk)
                self._check_size(size, info.compress_size)
                file.write(chunk)
                if size > remaining:
                    return
        if size != info.file_size:
            raise Rejection(StatusReason.CORRUPT, "The entry's size differs from the declared one.")

    def _check_size(self, size: int, packed: int) -> None:
        limits = self.limits
        if size > limits.file_bytes:
            raise Rejection(StatusReason.TOO_LARGE, f"The entry is larger than {limits.file_bytes:,} bytes.")
        if size > limits.archive_free_bytes and size > limits.archive_ratio * packed:
            raise Rejection(
                StatusReason.UNSAFE, f"The entry unpacks to more than {limits.archive_ratio} times its size."
            )


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as packed:
            while chunk := packed.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Rejection(StatusReason.CORRUPT, f"The entry is damaged ({type(error).__name__}).") from None


def _repeated_names(files: Sequence[tuple[int, zipfile.ZipInfo]]) -> frozenset[int]:
    """Return the numbers of the files whose name an earlier file has."""
    first: dict[str, int] = {}
    for number, info in files:
        first.setdefault(info.orig_filename, number)
    return frozenset(number for number, info in files if first[info.orig_filename] != number)


def _is_ignored(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder, or a file that macOS or Windows adds to archives."""
    *folders, last = info.filename.replace("\\", "/").split("/")
    return info.is_dir() or not _SYSTEM_FOLDERS.isdisjoint(folders) or last in _SYSTEM_FILES


def _is_unsafe_path(name: str) -> bool:
    """Whether a name is absolute or has ``..`` parts. Backslashes count as separators."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(_DRIVE.match(plain)) or ".." in plain.split("/")


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return an entry's name, decoded as UTF-8 where possible: many programs write UTF-8 without setting its flag."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename
