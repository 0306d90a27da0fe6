"""A PDF in the child: its structure, its text layer, its pages as pictures, some of its pages alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from billhook.adapters.sandbox import pdfium, text_layer_quality
from billhook.adapters.sandbox.page import PageLayer
from billhook.adapters.sandbox.page_extract import cut
from billhook.adapters.sandbox.page_graphics import has_ink, is_empty, paints_annotations, render
from billhook.adapters.sandbox.read_error import ReadError
from billhook.adapters.sandbox.text import PageTransform

LETTER = (612.0, 792.0)
POINTS_PER_INCH = 72

Drawing = tuple[tuple[int, int], bytes]
"""Width and height in pixels, and the gray pixels row by row."""


class Pdf:
    """An open PDF. What it cannot do raises Refusal; a crash of pdfium ends the process, as the parent will see."""

    def __init__(self, content: bytes, limits: Any) -> None:
        pdfium.FPDF_InitLibrary()
        self._limits = limits
        self._drawings: dict[int, Drawing] = {}
        self._content = content  # pdfium reads from it as long as the document lives
        self._document = self._load() or self._repaired()
        self._count = pdfium.FPDF_GetPageCount(self._document)
        if self._count < 1:
            raise ReadError("corrupt", "The PDF has no pages.")
        if self._count > limits.pdf_pages:
            raise ReadError("too_many_pages", f"The PDF has {self._count} pages; at most {limits.pdf_pages} are read.")
        if pdfium.FPDF_GetFormType(self._document) == pdfium.FORMTYPE_XFA_FULL:
            raise ReadError(
                "unsupported_type", "The PDF is a dynamic XFA form, which only Adobe's own reader can show."
            )

    def layer(self) -> dict[str, Any]:
        """``pages``: [width, height, [[text, x0, y0, x1, y1, confidence], ...]] each; ``unread``: page numbers."""
        layers = self._layers()
        if not any(layers):
            raise ReadError("corrupt", "None of the PDF's pages can be opened.")
        believable = {text_layer_quality.TEXT}
        if text_layer_quality.has_figures(" ".join(layer.text for layer in layers if layer)):
            believable.add(text_layer_quality.HIDDEN)
        unread = [n for n, layer in enumerate(layers, start=1) if layer and layer.verdict not in believable]
        pages = [
            [*(layer.size if layer else LETTER), layer.words if layer and n not in unread else []]
            for n, layer in enumerate(layers, start=1)
        ]
        return {"pages": pages, "unread": unread}

    def image(self, number: int) -> bytes:
        """One page as PNG, as displayed."""
        from billhook.adapters.sandbox.pictures import gray_png  # noqa: PLC0415  Pillow costs 20 ms; few pages need it

        drawing = self._drawings.pop(number, None)
        if drawing is None:
            with self._page(number) as page:
                if not page:
                    raise ReadError("corrupt", f"Page {number} of the PDF cannot be opened.")
                drawing = self._drawn(page)
        return gray_png(*drawing, self._limits.picture_bytes)

    def cut(self, numbers: Sequence[int]) -> bytes:
        """A PDF of these pages alone, laid straight."""
        return cut(self._document, numbers)

    def _load(self) -> Any:
        document = pdfium.FPDF_LoadMemDocument64(self._content, len(self._content), None)
        if not document and pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadError("encrypted", "The PDF opens only with a password.")
        return document

    def _repaired(self) -> Any:
        """What pdfium cannot open, pypdf may still understand; it also says better what is wrong."""
        from billhook.adapters.sandbox.repair import repaired  # noqa: PLC0415  60 ms that only broken files cost

        self._content = repaired(self._content, self._limits)
        document = self._load()
        if not document:
            raise ReadError("corrupt", "The PDF is damaged beyond repair.")
        return document

    def _layers(self) -> list[PageLayer | None]:
        layers: list[PageLayer | None] = []
        words = 0
        for number in range(1, self._count + 1):
            with self._page(number) as page:
                layer = PageLayer(page) if page else None
                if layer and not layer.words and self._says_something(number, page):
                    layer.verdict = text_layer_quality.RECOGNIZE
            words += len(layer.words) if layer else 0
            if words > self._limits.words:
                raise ReadError("unsafe", f"The PDF holds more than {self._limits.words} words.")
            layers.append(layer)
        return layers

    def _says_something(self, number: int, page: Any) -> bool:
        """Whether a page without words shows anything. The drawing is kept, for it will be asked for next.

        With many such pages drawing takes too long, and memory; they are then taken to say something.
        """
        if is_empty(page):
            return False
        if len(self._drawings) >= self._limits.sync_pages:
            return True
        drawing = self._drawn(page)
        if not has_ink(drawing[1]):
            return False
        self._drawings[number] = drawing
        return True

    def _drawn(self, page: Any) -> Drawing:
        width, height = PageTransform(page).displayed_size
        scale = self._limits.dpi / POINTS_PER_INCH
        scale = min(scale, self._limits.image_side / max(width, height))
        scale = min(scale, (self._limits.image_pixels / (width * height)) ** 0.5)
        size = max(1, int(width * scale)), max(1, int(height * scale))
        return size, render(page, *size)

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if page and paints_annotations(page):
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(self._document, number - 1)
        try:
            yield page
        finally:
            if page:
                pdfium.FPDF_ClosePage(page)
