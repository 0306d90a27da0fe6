"""Implements ``ports.Unpacker``: a zip to files on disk, each byte counted, no name of the archive ever a path."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
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
    """Stored and deflated entries only. A bad entry is a fault of its own; a bad archive is refused whole."""

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
        wanted = [(number, info) for number, info in enumerate(archive.infolist()) if not _is_of_the_system(info)]
        if not wanted:
            raise Rejection(StatusReason.UNREADABLE, "There is no file in the archive.")
        if len(wanted) > self.limits.archive_files:
            detail = f"The archive has {len(wanted)} files; at most {self.limits.archive_files} are unpacked."
            raise Rejection(StatusReason.TOO_LARGE, detail)
        seen: set[str] = set()
        left = self.limits.archive_bytes
        entries = []
        for number, info in wanted:
            path = into / f"{number}"
            try:
                self._check(info, seen)
                self._write(archive, info, path, left)
                entries.append(ArchiveEntry(number, _name_of(info), path))
            except Rejection as fault:
                entries.append(ArchiveEntry(number, _name_of(info), None, fault))
            left -= path.stat().st_size if path.exists() else 0
            if left < 0:
                detail = f"The archive holds more than {self.limits.archive_bytes:,} bytes."
                raise Rejection(StatusReason.TOO_LARGE, detail)
        return tuple(entries)

    def _check(self, info: zipfile.ZipInfo, seen: set[str]) -> None:
        """What can be told without unpacking. Raises Rejection."""
        name = info.orig_filename
        if _CONTROL.search(name) or _leads_elsewhere(name):
            raise Rejection(StatusReason.UNSAFE, "The entry's name leads out of the archive.")
        if name in seen:
            raise Rejection(StatusReason.UNSAFE, "Another entry of the archive has this name.")
        seen.add(name)
        if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise Rejection(StatusReason.UNSAFE, "The entry is a link or a device, not a file.")
        if info.flag_bits & _ENCRYPTED:
            raise Rejection(StatusReason.ENCRYPTED, "The entry is locked with a password.")
        if info.compress_type not in _PACKINGS:
            raise Rejection(StatusReason.UNSUPPORTED_TYPE, "The entry is packed in a way that is not unpacked.")

    def _write(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, left: int) -> None:
        """Unpack to ``path``, counting what really comes out. Raises Rejection."""
        size = 0
        with path.open("wb") as file:
            for chunk in _chunks(archive, info):
                if size == 0 and kind_of(chunk) is FileKind.ZIP:
                    raise Rejection(StatusReason.UNSUPPORTED_TYPE, "An archive within an archive is not unpacked.")
                size += len(chunk)
                self._check_size(size, info.compress_size)
                file.write(chunk)
                if size > left:
                    return
        if size != info.file_size:
            raise Rejection(StatusReason.CORRUPT, "The entry is not as large as it says.")

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


def _is_of_the_system(info: zipfile.ZipInfo) -> bool:
    """Folders, and what macOS and Windows leave in archives unasked."""
    *folders, last = info.filename.replace("\\", "/").split("/")
    return info.is_dir() or not _SYSTEM_FOLDERS.isdisjoint(folders) or last in _SYSTEM_FILES


def _leads_elsewhere(name: str) -> bool:
    """Backslashes alone are how old Windows programs write folders; the rest is an attempt."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(_DRIVE.match(plain)) or ".." in plain.split("/")


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 without saying so, which is then read as something else."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename
