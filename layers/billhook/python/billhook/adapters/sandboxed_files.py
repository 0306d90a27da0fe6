"""Implements ``ports.FileOpener``: a file is told by its bytes here, and parsed only in the sandbox's child."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from billhook.adapters.file_kinds import kind_of
from billhook.adapters.sandbox.worker import SandboxWorker
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.ports.text_recognition import FileKind, OpenedFile, PageImage


@dataclass(frozen=True)
class SandboxedFiles:
    """Opens one file in one child of its own."""

    limits: PageLimits = field(default_factory=PageLimits)

    @contextmanager
    def open(self, content: bytes) -> Iterator[OpenedFile]:
        """See ``ports.FileOpener``. Raises Unavailable when the child cannot start or is killed from outside."""
        kind = self._acceptable(content)
        with SandboxWorker(self.limits) as warden:
            layer, unread = _understood(warden.ask_to_open(content, kind.value))
            yield SandboxedFile(kind, layer, unread, warden)

    def _acceptable(self, content: bytes) -> FileKind:
        if not content:
            raise Rejection("corrupt", "The file is empty.")
        if len(content) > self.limits.file_bytes:
            raise Rejection("too_large", f"The file is larger than {self.limits.file_bytes:,} bytes.")
        kind = kind_of(content)
        if kind is None or kind is FileKind.ZIP:
            raise Rejection("unsupported_type", "The file is neither PDF nor PNG, JPEG, TIFF, GIF or WEBP.")
        return kind


@dataclass(slots=True)
class SandboxedFile:
    """Implements ``ports.OpenedFile`` while its child lives."""

    kind: FileKind
    layer: DocumentText
    unread: tuple[int, ...]
    warden: SandboxWorker

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        for number in pages:
            _, png = self.warden.ask({"do": "image", "page": number})
            yield PageImage(number=number, png=png)

    def cut(self, pages: Sequence[int]) -> bytes:
        _, pdf = self.warden.ask({"do": "cut", "pages": list(pages)})
        return pdf


def _understood(answer: dict[str, Any]) -> tuple[DocumentText, tuple[int, ...]]:
    """The layer and the unread pages. What a file could make the child say may be anything; it is checked here."""
    try:
        pages = tuple(_page(number, *page) for number, page in enumerate(answer["pages"], start=1))
        unread = tuple(number for number in answer["unread"] if 1 <= number <= len(pages))
    except (KeyError, TypeError, ValueError):
        raise Rejection("unsafe", "The reader answered nonsense.") from None
    return DocumentText(pages), unread


def _page(number: int, width: float, height: float, words: Sequence[Any]) -> PageText:
    return PageText(
        number=number,
        width=width,
        height=height,
        route=Route.TEXT_LAYER if words else Route.BLANK,
        words=tuple(Word(text, Box(x0, y0, x1, y1), confidence) for text, x0, y0, x1, y1, confidence in words),
    )
