"""Turn a file's bytes into one document text, the cheapest way that works for each page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from billhook.domain.document_text import COST_PER_PAGE_USD, DocumentText, PageText, RecognizedPage, Route
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.ports.text_recognition import ExpenseAnalyzer, FileOpener, Recognizer


@dataclass(frozen=True)
class PendingOcr:
    """Too many pages wait for OCR to recognize them while the caller waits.

    ``pdf`` holds these pages alone, in this order; store it, have ``Ocr.start`` read it, and hand what
    ``Ocr.collect`` finds to ``ReadPages.finish`` with ``layer``, which is everything read so far.
    """

    pages: tuple[int, ...]
    pdf: bytes
    layer: DocumentText


@dataclass(frozen=True)
class ReadPages:
    """Reads the text layer first, page by page; what has none is recognized.

    ``route`` is how ``ocr`` reads: one page at a time up to ``limits.sync_pages`` and else PendingOcr, or, on one's
    own machine (LOCAL_OCR), any number of pages one by one. Without ``ocr``, pages that need it stay empty.
    """

    files: FileOpener
    ocr: Recognizer | None
    limits: PageLimits = field(default_factory=PageLimits)
    route: Route = Route.DETECT_TEXT

    def __call__(self, content: bytes) -> DocumentText | PendingOcr:
        """Raises Rejection (as ``ports.FileOpener``, or unreadable when no page has words), Throttled, Unavailable."""
        with self.files.open(content) as file:
            if not file.unread or self.ocr is None:
                return _legible(file.layer)
            if self.route is not Route.LOCAL_OCR and len(file.unread) > self.limits.sync_pages:
                return PendingOcr(pages=file.unread, pdf=file.cut(file.unread), layer=file.layer)
            found = [self.ocr.detect(image.png) for image in file.images(file.unread)]
            return _legible(_merged(file.layer, file.unread, found, self.route))

    def anew(self, content: bytes, reading: DocumentText) -> DocumentText | None:
        """``reading`` with pages recognised by us that somebody else's OCR put words on; None when there are none.

        For what does not add up. Of many such pages the first. Raises as above.
        """
        pages = doubtful_pages(reading)[: None if self.route is Route.LOCAL_OCR else self.limits.sync_pages]
        if not pages or self.ocr is None:
            return None
        with self.files.open(content) as file:
            found = [self.ocr.detect(image.png) for image in file.images(pages)]
        return _merged(reading, pages, found, self.route)

    def analyzed(
        self, content: bytes, reading: DocumentText, pages: Sequence[int], expense_analyzer: ExpenseAnalyzer
    ) -> DocumentText:
        """``reading`` with what ``expense_analyzer`` says that places of ``pages`` mean. Raises as above."""
        with self.files.open(content) as file:
            found = {image.number: expense_analyzer.analyze(image.png) for image in file.images(pages)}
        return DocumentText(
            tuple(_explained(page, found[page.number]) if page.number in found else page for page in reading.pages)
        )

    def finish(self, layer: DocumentText, pages: Sequence[int], found: Sequence[RecognizedPage]) -> DocumentText:
        """What PendingOcr left open, filled with the words ``found`` on each of its ``pages``. Raises Rejection."""
        if len(found) != len(pages):
            raise Rejection("unreadable", f"{len(pages)} pages were handed to OCR, {len(found)} came back.")
        return _legible(_merged(layer, pages, found, Route.DETECT_TEXT_ASYNC))


def doubtful_pages(reading: DocumentText) -> tuple[int, ...]:
    """Numbers of the pages whose text layer is only somebody else's recognition of a picture."""
    return tuple(
        page.number
        for page in reading.pages
        if page.route is Route.TEXT_LAYER and any(word.confidence < 1 for word in page.words)
    )


def _merged(layer: DocumentText, pages: Sequence[int], found: Sequence[RecognizedPage], route: Route) -> DocumentText:
    words = dict(zip(pages, found, strict=True))
    return DocumentText(pages=tuple(_filled(page, words, route) for page in layer.pages))


def _filled(page: PageText, found: dict[int, RecognizedPage], route: Route) -> PageText:
    sight = found.get(page.number)
    if sight is None:
        return page
    lies = (sight.turn - page.turn) % 2
    width, height = (page.height, page.width) if lies else (page.width, page.height)
    return replace(
        page,
        width=width,
        height=height,
        route=route,
        words=sight.words,
        turn=sight.turn,
        fields=sight.fields,
        cells=sight.cells,
        paid=page.paid + COST_PER_PAGE_USD[route],
    )


def _explained(page: PageText, sight: RecognizedPage) -> PageText:
    """The page with the fields; its words stay, unless it has none. Who sees it otherwise turned says nothing of it."""
    if not page.words:
        return _filled(page, {page.number: sight}, Route.EXPENSE)
    fields = sight.fields if sight.turn == page.turn else ()
    return replace(page, route=Route.EXPENSE, fields=fields, paid=page.paid + COST_PER_PAGE_USD[Route.EXPENSE])


def _legible(reading: DocumentText) -> DocumentText:
    if not any(page.words for page in reading.pages):
        raise Rejection("unreadable", "There is no text on any page.")
    return reading
