"""Implements ``ports.FileOpener``: detects a file's type here, and parses it in the sandbox's child only."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from billhook.adapters.file_kinds import kind_of
from billhook.adapters.sandbox.worker import SandboxWorker
from billhook.domain.document_text import Box, DocumentText, PageText, Route, ScannedCode, Symbology, Word
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.domain.xml_element import XmlElement
from billhook.extraction.machine_readable.e_invoices import is_e_invoice
from billhook.ports.text_recognition import FileKind, OpenedFile, PageImage

_WITHOUT_PAGES = frozenset({FileKind.XML, FileKind.SIGNED})


@dataclass(frozen=True)
class SandboxedFiles:
    """Opens each file in a child process of its own."""

    limits: PageLimits = field(default_factory=PageLimits)

    @contextmanager
    def open(self, content: bytes) -> Iterator[OpenedFile]:
        """See ``ports.FileOpener``. Raises Unavailable when no child can start, and as ``SandboxWorker``."""
        kind = self._accepted_kind(content)
        with ExitStack() as workers:
            worker = workers.enter_context(SandboxWorker(self.limits))
            text_layer, pages_to_ocr = _validated(worker.open_file(content, kind.value))
            for name, add in (("codes", _with_codes), ("xml_files", _with_xml_files)):
                try:
                    text_layer = add(text_layer, worker.request({"do": name})[0])
                except Rejection:  # codes and attachments are extras: without them the file is read by another child
                    worker = workers.enter_context(SandboxWorker(self.limits))
                    worker.open_file(content, kind.value)
            if kind in _WITHOUT_PAGES and not any(map(is_e_invoice, text_layer.xml_files)):
                raise Rejection("unsupported_type", "The XML is no e-invoice of a known syntax.")
            yield SandboxedFile(kind, text_layer, pages_to_ocr, worker)

    def _accepted_kind(self, content: bytes) -> FileKind:
        """Return the file's type. Raises Rejection for an empty, too large or unsupported file."""
        if not content:
            raise Rejection("corrupt", "The file is empty.")
        if len(content) > self.limits.file_bytes:
            raise Rejection("too_large", f"The file is larger than {self.limits.file_bytes:,} bytes.")
        kind = kind_of(content)
        if kind is None or kind is FileKind.ZIP:
            raise Rejection("unsupported_type", "The file is not a PDF, PNG, JPEG, TIFF, GIF, WEBP or XML.")
        return kind


@dataclass(slots=True)
class SandboxedFile:
    """Implements ``ports.OpenedFile`` while its child runs."""

    kind: FileKind
    text_layer: DocumentText
    pages_to_ocr: tuple[int, ...]
    worker: SandboxWorker

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        """See ``ports.OpenedFile``."""
        for number in pages:
            _, png = self.worker.request({"do": "image", "page": number})
            yield PageImage(number=number, png=png)

    def region_image(self, page: int, regions: Sequence[Box]) -> PageImage:
        """See ``ports.OpenedFile``."""
        edges = [(box.x0, box.y0, box.x1, box.y1) for box in regions]
        header, png = self.worker.request({"do": "regions", "page": page, "regions": edges})
        return PageImage(number=page, png=png, part=_part(header))

    def cut(self, pages: Sequence[int]) -> bytes:
        """See ``ports.OpenedFile``."""
        _, pdf = self.worker.request({"do": "cut", "pages": list(pages)})
        return pdf


def _validated(response: dict[str, Any]) -> tuple[DocumentText, tuple[int, ...]]:
    """Validate the child's response, which a malicious file may control; return text layer and pages that need OCR."""
    try:
        pages = tuple(_page(number, *page) for number, page in enumerate(response["pages"], start=1))
        pages_to_ocr = tuple(number for number in response["unread"] if 1 <= number <= len(pages))
    except (KeyError, TypeError, ValueError):
        raise Rejection("unsafe", "The sandbox process sent an invalid response.") from None
    return DocumentText(pages), pages_to_ocr


def _with_codes(text_layer: DocumentText, response: dict[str, Any]) -> DocumentText:
    """Add the codes of the child's response, which is validated as above."""
    try:
        codes = [(int(number), _code(*code)) for number, *code in response["codes"]]
    except (KeyError, TypeError, ValueError):
        raise Rejection("unsafe", "The sandbox process sent an invalid response.") from None
    return text_layer.with_pages(
        replace(page, codes=tuple(code for number, code in codes if number == page.number)) for page in text_layer.pages
    )


def _with_xml_files(text_layer: DocumentText, response: dict[str, Any]) -> DocumentText:
    """Add the XML files of the child's response, which is validated as above."""
    try:
        files = tuple(map(_element, response["xml_files"]))
    except (KeyError, TypeError, ValueError):
        raise Rejection("unsafe", "The sandbox process sent an invalid response.") from None
    return replace(text_layer, xml_files=files)


def _element(tree: Sequence[Any]) -> XmlElement:
    name, text, attributes, children = tree
    return XmlElement(str(name), str(text), dict(attributes), tuple(map(_element, children)))


def _code(symbology: str, content: str, is_gs1: bool, box: Sequence[float]) -> ScannedCode:
    return ScannedCode(Symbology(symbology), bytes.fromhex(content), _box(box), is_gs1=bool(is_gs1))


def _part(header: dict[str, Any]) -> Box:
    try:
        return _box(header["part"])
    except (KeyError, TypeError, ValueError):
        raise Rejection("unsafe", "The sandbox process sent an invalid response.") from None


def _box(edges: Sequence[float]) -> Box:
    """The box of four edges, kept inside the page. Raises ValueError for another number of them."""
    x0, y0, x1, y1 = (min(1.0, max(0.0, float(edge))) for edge in edges)
    return Box(x0, y0, x1, y1)


def _page(
    number: int, width: float, height: float, words: Sequence[Any], regions: Sequence[Sequence[float]] = ()
) -> PageText:
    return PageText(
        number=number,
        width=width,
        height=height,
        route=Route.TEXT_LAYER if words else Route.BLANK,
        words=tuple(Word(text, Box(x0, y0, x1, y1), confidence) for text, x0, y0, x1, y1, confidence in words),
        regions=tuple(Box(x0, y0, x1, y1) for x0, y0, x1, y1 in regions),
    )
