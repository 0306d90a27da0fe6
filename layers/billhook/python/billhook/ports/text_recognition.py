"""File inspection, archive unpacking and OCR."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from billhook.domain.document_text import WHOLE_PAGE, Box, DocumentText, RecognizedPage
from billhook.domain.errors import Rejection


class FileKind(StrEnum):
    """A file's type by its bytes; the value is the content type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    GIF = "image/gif"
    WEBP = "image/webp"
    ZIP = "application/zip"
    XML = "application/xml"
    SIGNED = "application/pkcs7-mime"
    """A CMS signature around an e-invoice, as of FatturaPA: ``.p7m``."""


class FileKindDetector(Protocol):
    def __call__(self, content: bytes, /) -> FileKind | None:
        """The kind of a file by its first bytes; None for a kind that is not supported."""


@dataclass(frozen=True)
class PageImage:
    """One page rendered for OCR: PNG bytes, upright as displayed; ``part`` is the part of the page that it shows."""

    number: int
    png: bytes
    part: Box = WHOLE_PAGE


class OpenedFile(Protocol):
    """A file that passed inspection, with its text layer. Pages whose layer failed the quality check have no words."""

    kind: FileKind
    text_layer: DocumentText
    pages_to_ocr: tuple[int, ...]
    """Numbers of the pages that need OCR."""

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        """Render pages at 200 dpi, one at a time. Raises Rejection."""

    def region_image(self, page: int, regions: Sequence[Box]) -> PageImage:
        """Render the smallest part of a page that contains ``regions``, white outside them. Raises Rejection."""

    def cut(self, pages: Sequence[int]) -> bytes:
        """Return a PDF of these pages only. Raises Rejection."""


class FileOpener(Protocol):
    def open(self, content: bytes) -> AbstractContextManager[OpenedFile]:
        """Inspect a file and read its text layer inside the sandbox's child process.

        Raises Rejection with unsupported_type, encrypted, corrupt, unsafe, too_large, too_many_pages or timeout.
        """


@dataclass(frozen=True)
class ArchiveEntry:
    """One file of an archive: unpacked at ``path``, or refused with ``fault``.

    ``number`` is its position in the archive. ``name`` is the archive's own; no path is derived from it.
    """

    number: int
    name: str
    path: Path | None
    fault: Rejection | None = None


class Unpacker(Protocol):
    def unpack(self, content: bytes, into: Path) -> tuple[ArchiveEntry, ...]:
        """Unpack an archive's files in order, without folders and operating-system files.

        Raises Rejection (corrupt, unsafe, too_large, unreadable) when the whole archive is refused.
        """


class Recognizer(Protocol):
    def detect(self, image: bytes) -> RecognizedPage:
        """Return the words of one image (PNG or JPEG). Raises Throttled, Unavailable or Rejection."""


class ExpenseAnalyzer(Protocol):
    def analyze(self, image: bytes) -> RecognizedPage:
        """Return typed fields and words of one image, at seven times the price of ``detect``. Raises as Recognizer."""


class Ocr(Recognizer, Protocol):
    def start(self, *, object_key: str, token: str, tag: str) -> str:
        """Start OCR of a stored PDF and return the OCR job's id. A token starts one job only. Raises Throttled."""

    def collect(self, ocr_job_id: str) -> Sequence[RecognizedPage] | None:
        """Return the recognized pages of an OCR job, or None while it runs. Raises Rejection when it failed."""


WHOLE, REGIONS, EXPENSE = "whole", "regions", "expense"
"""Parts of a page that are asked for."""


class PageOcr(Protocol):
    """``page`` numbers a page, ``part`` names what of it is recognized; ``render`` makes its image when needed."""

    @property
    def is_busy(self) -> bool:
        """Whether an OCR job ends sooner than requests page by page."""

    def has(self, page: int, part: str) -> bool:
        """Whether the answer is known, so that it costs nothing."""

    def detect(self, page: int, part: str, render: Callable[[], bytes]) -> RecognizedPage:
        """Raises as ``Recognizer``, and OutOfTime."""

    def analyze(self, page: int, render: Callable[[], bytes]) -> RecognizedPage:
        """Raises as ``ExpenseAnalyzer``, and OutOfTime."""

    def check_time(self) -> None:
        """Raises OutOfTime when there is no time to open the file again and recognize a page."""

    def charged(self, text: DocumentText) -> DocumentText:
        """``text`` with the cost of every page that was asked for, whether its answer was used or not."""
