"""The PDF reader: structure, text layer, rendering and extraction of pages. Runs in the child."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from billhook.adapters.sandbox import pdfium, text_layer_quality
from billhook.adapters.sandbox.page import PageLayer
from billhook.adapters.sandbox.page_extract import cut
from billhook.adapters.sandbox.page_graphics import has_ink, is_empty, paints_annotations, render
from billhook.adapters.sandbox.read_error import ReadError
from billhook.adapters.sandbox.text import PageTransform, Rect

LETTER = (612.0, 792.0)
POINTS_PER_INCH = 72

Rendering = tuple[tuple[int, int], bytes]
"""Width and height in pixels, and the gray pixels row by row."""

PageCode = tuple[int, str, str, bool, Rect]
"""The number of a page and a code as in ``codes.FoundCode``."""


class Pdf:
    """An open PDF. Methods raise ReadError; a crash of pdfium ends the process, which the parent detects."""

    def __init__(self, content: bytes, limits: Any) -> None:
        pdfium.FPDF_InitLibrary()
        self._limits = limits
        self._renderings: dict[int, Rendering] = {}
        self._code_regions: dict[int, list[Rect]] = {}
        self._pages_to_ocr: list[int] = []
        self._content = content  # pdfium reads from it while the document is open
        self._document = self._load() or self._repaired()
        self._count = pdfium.FPDF_GetPageCount(self._document)
        if self._count < 1:
            raise ReadError("corrupt", "The PDF has no pages.")
        if self._count > limits.pdf_pages:
            raise ReadError("too_many_pages", f"The PDF has {self._count} pages; at most {limits.pdf_pages} are read.")
        form_type = pdfium.FPDF_GetFormType(self._document)
        if form_type == pdfium.FORMTYPE_XFA_FULL:
            raise ReadError(
                "unsupported_type", "The PDF is a dynamic XFA form, which only Adobe's own reader can show."
            )
        self._form_info = pdfium.FPDF_FORMFILLINFO(version=2)  # pdfium reads from it while the document is open
        self._form = self._open_form() if form_type != pdfium.FORMTYPE_NONE else None

    def layer(self) -> dict[str, Any]:
        """Return the text layer as ``pages`` and the numbers of pages that need OCR as ``unread``.

        A page is [width, height, [[text, x0, y0, x1, y1, confidence], ...], [[x0, y0, x1, y1], ...]]; the last are
        the regions that show something without words.
        """
        layers = self._layers()
        if not any(layers):
            raise ReadError("corrupt", "None of the PDF's pages can be opened.")
        usable = {text_layer_quality.TEXT}
        if text_layer_quality.has_figures(" ".join(layer.text for layer in layers if layer)):
            usable.add(text_layer_quality.HIDDEN)
        to_ocr = [n for n, layer in enumerate(layers, start=1) if layer and layer.verdict not in usable]
        pages = [
            [*layer.size, layer.words, layer.regions] if layer and n not in to_ocr else [*_size(layer), [], []]
            for n, layer in enumerate(layers, start=1)
        ]
        self._pages_to_ocr = to_ocr
        self._code_regions = {
            n: layer.code_regions for n, layer in enumerate(layers, start=1) if layer and n not in to_ocr
        }
        return {"pages": pages, "unread": to_ocr}

    def codes(self) -> list[PageCode]:
        """Return the codes of the first pages: of scanned ones as a whole, of others from the regions that may be one.

        A rendering of a scanned page is cached for OCR.
        """
        found: list[PageCode] = []
        for number in self._pages_to_ocr[: self._limits.code_pages]:
            found += self._codes_on(number)
        budget = self._limits.code_regions
        blank: set[Rect] = set()
        for number, regions in self._code_regions.items():
            unseen = [region for region in regions if region not in blank][:budget]
            budget -= len(unseen)
            if unseen:
                found += self._codes_in(number, unseen, blank)
        return found

    def xml_files(self) -> list[Any]:
        """Return the trees of the attached XML files, as ``xml_file.tree_of``."""
        if not pdfium.FPDFDoc_GetAttachmentCount(self._document) and b"/EmbeddedFile" not in self._content:
            return []
        from billhook.adapters.sandbox.attachments import attached_xml  # noqa: PLC0415  few files have any

        return attached_xml(self._document, self._content, self._limits.xml_elements)

    def _codes_on(self, number: int) -> list[PageCode]:
        """Return the codes of a scanned page."""
        from billhook.adapters.sandbox.codes import codes_of_page  # noqa: PLC0415  8 ms that most files save

        return [(number, *code) for code in codes_of_page(self._rendering(number))]

    def _codes_in(self, number: int, regions: Sequence[Rect], blank: set[Rect]) -> list[PageCode]:
        """Return the codes in regions of a page; those without one, as logos of every page are, join ``blank``."""
        from billhook.adapters.sandbox.codes import codes_of_region  # noqa: PLC0415  as above

        found: list[PageCode] = []
        with self._page(number) as page:
            size = self._pixel_size(page)
            for region in regions:
                part = _pixels_of(region, size)
                (width, height) = part[2] - part[0], part[3] - part[1]
                codes = codes_of_region(((width, height), render(page, *size, part)))
                found += [(number, *code[:3], _on_page(code[3], part, size)) for code in codes]
                if not codes:
                    blank.add(region)
        return found

    def _rendering(self, number: int) -> Rendering:
        """Return the rendering of a page, cached for as many pages as are recognised at once."""
        if number in self._renderings:
            return self._renderings[number]
        with self._page(number) as page:
            rendering = self._rendered(page)
        if len(self._renderings) < self._limits.sync_pages:
            self._renderings[number] = rendering
        return rendering

    def image(self, number: int) -> bytes:
        """Render one page to PNG, as displayed."""
        from billhook.adapters.sandbox.pictures import gray_png  # noqa: PLC0415  Pillow costs 20 ms; few pages need it

        rendering = self._renderings.pop(number, None)
        if rendering is None:
            with self._page(number) as page:
                if not page:
                    raise ReadError("corrupt", f"Page {number} of the PDF cannot be opened.")
                rendering = self._rendered(page)
        return gray_png(*rendering, self._limits.picture_bytes)

    def region_image(self, number: int, regions: Sequence[Rect]) -> tuple[Rect, bytes]:
        """Render the part of a page around ``regions`` to PNG, white outside them; return its box and the PNG."""
        from billhook.adapters.sandbox.pictures import region_png  # noqa: PLC0415  as above

        with self._page(number) as page:
            if not page:
                raise ReadError("corrupt", f"Page {number} of the PDF cannot be opened.")
            size, pixels = self._rendered(page)
        return region_png(size, pixels, regions, self._limits.picture_bytes)

    def cut(self, numbers: Sequence[int]) -> bytes:
        """Return a PDF of these pages with rotation applied."""
        return cut(self._document, numbers)

    def _open_form(self) -> Any:
        """Open the form, without which fields that have no appearance stream are displayed empty."""
        return pdfium.FPDFDOC_InitFormFillEnvironment(self._document, self._form_info)

    def _load(self) -> Any:
        document = pdfium.FPDF_LoadMemDocument64(self._content, len(self._content), None)
        if not document and pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadError("encrypted", "The PDF opens only with a password.")
        return document

    def _repaired(self) -> Any:
        """Rewrite a PDF that pdfium cannot open with pypdf, which also gives a more precise error."""
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
                if layer and not layer.words and self._has_image_content(number, page):
                    layer.verdict = text_layer_quality.RECOGNIZE
            words += len(layer.words) if layer else 0
            if words > self._limits.words:
                raise ReadError("unsafe", f"The PDF holds more than {self._limits.words} words.")
            layers.append(layer)
        return layers

    def _has_image_content(self, number: int, page: Any) -> bool:
        """Whether a page without words shows anything. The rendering is cached for OCR.

        Beyond ``sync_pages`` such pages are not rendered, to bound time and memory, and count as having content.
        """
        if is_empty(page):
            return False
        if len(self._renderings) >= self._limits.sync_pages:
            return True
        rendering = self._rendered(page)
        if not has_ink(rendering[1]):
            return False
        self._renderings[number] = rendering
        return True

    def _rendered(self, page: Any) -> Rendering:
        size = self._pixel_size(page)
        return size, render(page, *size)

    def _pixel_size(self, page: Any) -> tuple[int, int]:
        """Return width and height of the rendered page."""
        width, height = PageTransform(page).displayed_size
        scale = self._limits.dpi / POINTS_PER_INCH
        scale = min(scale, self._limits.image_side / max(width, height))
        scale = min(scale, (self._limits.image_pixels / (width * height)) ** 0.5)
        return max(1, int(width * scale)), max(1, int(height * scale))

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if page and paints_annotations(page):
            if self._form:
                pdfium.FORM_OnAfterLoadPage(page, self._form)
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            if self._form:
                pdfium.FORM_OnBeforeClosePage(page, self._form)
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(self._document, number - 1)
        try:
            yield page
        finally:
            if page:
                pdfium.FPDF_ClosePage(page)


def _pixels_of(region: Rect, size: tuple[int, int]) -> tuple[int, int, int, int]:
    (x0, y0, x1, y1), (width, height) = region, size
    return int(x0 * width), int(y0 * height), min(width, int(x1 * width) + 1), min(height, int(y1 * height) + 1)


def _on_page(box: Rect, part: tuple[int, int, int, int], size: tuple[int, int]) -> Rect:
    """Return the box on the page of a box of its part."""
    left, top, right, bottom = part
    xs = [(left + x * (right - left)) / size[0] for x in (box[0], box[2])]
    ys = [(top + y * (bottom - top)) / size[1] for y in (box[1], box[3])]
    return xs[0], ys[0], xs[1], ys[1]


def _size(layer: PageLayer | None) -> tuple[float, float]:
    return layer.size if layer else LETTER
