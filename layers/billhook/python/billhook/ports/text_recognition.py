"""How files are opened, and how their pages are read."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from billhook.domain.document_text import DocumentText, RecognizedPage
from billhook.domain.errors import Rejection


class FileKind(StrEnum):
    """What a file is by its bytes; the value is its content type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    GIF = "image/gif"
    WEBP = "image/webp"
    ZIP = "application/zip"


@dataclass(frozen=True)
class PageImage:
    """One page as a picture for OCR: PNG bytes, upright as displayed."""

    number: int
    png: bytes


class OpenFile(Protocol):
    """A file that passed inspection. Its text layer is read; pages whose layer failed the gate have no words."""

    kind: FileKind
    layer: DocumentText
    unread: tuple[int, ...]
    """Numbers of the pages that need OCR."""

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        """The named pages rendered at 200 dpi, one at a time. Raises Rejection."""

    def cut(self, pages: Sequence[int]) -> bytes:
        """A PDF of the named pages alone. Raises Rejection."""


class FileOpener(Protocol):
    def open(self, content: bytes) -> AbstractContextManager[OpenFile]:
        """Inspect and read a file inside the killable child.

        Raises Rejection with unsupported_type, encrypted, corrupt, unsafe, too_large, too_many_pages or timeout.
        """


@dataclass(frozen=True)
class ArchiveEntry:
    """One file of an archive: its bytes lie at ``path``, or ``fault`` says why they are not taken.

    ``number`` is its place in the archive and ``name`` what the archive calls it; a path is never made of it.
    """

    number: int
    name: str
    path: Path | None
    fault: Rejection | None = None


class Unpacker(Protocol):
    def unpack(self, content: bytes, into: Path) -> tuple[ArchiveEntry, ...]:
        """The files of an archive, in its order, folders and what operating systems add left out.

        Raises Rejection (corrupt, unsafe, too_large, unreadable) for an archive that is refused as a whole.
        """


class Recognizer(Protocol):
    def detect(self, image: bytes) -> RecognizedPage:
        """The words of one picture (PNG or JPEG). Raises Throttled, Unavailable or Rejection."""


class Analyst(Protocol):
    def analyze(self, image: bytes) -> RecognizedPage:
        """What the fields of one picture mean, beside its words: at seven times the price. Raises as Recognizer."""


class Ocr(Recognizer, Protocol):
    def start(self, *, object_key: str, token: str, tag: str) -> str:
        """Begin reading a stored PDF; answers the OCR job's id. The same token starts it once. Raises Throttled."""

    def collect(self, ocr_job_id: str) -> Sequence[RecognizedPage] | None:
        """What was seen of each page of a started job, or None while it runs. Raises Rejection when it failed."""
