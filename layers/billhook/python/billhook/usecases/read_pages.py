"""Turn a file's bytes into one Reading, the cheapest way that works for each page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from billhook.domain.errors import Rejection
from billhook.domain.reading import Page, Reading, Route, Word
from billhook.domain.reading_limits import ReadingLimits
from billhook.ports import FileOpener, Recognizer


@dataclass(frozen=True)
class PendingOcr:
    """Too many pages wait for OCR to recognize them while the caller waits.

    ``pdf`` holds these pages alone, in this order; store it, have ``Ocr.start`` read it, and hand what
    ``Ocr.collect`` finds to ``ReadPages.finish`` with ``layer``, which is everything read so far.
    """

    pages: tuple[int, ...]
    pdf: bytes
    layer: Reading


@dataclass(frozen=True)
class ReadPages:
    """Reads the text layer first, page by page; what has none is recognized.

    ``route`` is how ``ocr`` reads: one page at a time up to ``limits.sync_pages`` and else PendingOcr, or, on one's
    own machine (LOCAL_OCR), any number of pages one by one. Without ``ocr``, pages that need it stay empty.
    """

    files: FileOpener
    ocr: Recognizer | None
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    route: Route = Route.DETECT_TEXT

    def __call__(self, content: bytes, *, thorough: bool = False) -> Reading | PendingOcr:
        """Raises Rejection (as ``ports.FileOpener``, or unreadable when no page has words), Throttled, Unavailable.

        ``thorough`` recognizes pages anew whose words somebody else's OCR left in the file; ask for it when what
        was extracted from them does not add up.
        """
        with self.files.open(content) as file:
            pages = tuple(sorted({*file.unread, *(doubtful_pages(file.layer) if thorough else ())}))
            if not pages or self.ocr is None:
                return _legible(file.layer)
            if self.route is not Route.LOCAL_OCR and len(pages) > self.limits.sync_pages:
                return PendingOcr(pages=pages, pdf=file.cut(pages), layer=file.layer)
            found = [self.ocr.detect(image.png) for image in file.images(pages)]
            return _legible(_merged(file.layer, pages, found, self.route))

    def finish(self, layer: Reading, pages: Sequence[int], found: Sequence[tuple[Word, ...]]) -> Reading:
        """What PendingOcr left open, filled with the words ``found`` on each of its ``pages``. Raises Rejection."""
        if len(found) != len(pages):
            raise Rejection("unreadable", f"{len(pages)} pages were handed to OCR, {len(found)} came back.")
        return _legible(_merged(layer, pages, found, Route.DETECT_TEXT_ASYNC))


def doubtful_pages(reading: Reading) -> tuple[int, ...]:
    """Numbers of the pages whose text layer is only somebody else's recognition of a picture."""
    return tuple(
        page.number
        for page in reading.pages
        if page.route is Route.TEXT_LAYER and any(word.confidence < 1 for word in page.words)
    )


def _merged(layer: Reading, pages: Sequence[int], found: Sequence[tuple[Word, ...]], route: Route) -> Reading:
    words = dict(zip(pages, found, strict=True))
    return Reading(pages=tuple(_filled(page, words, route) for page in layer.pages))


def _filled(page: Page, words: dict[int, tuple[Word, ...]], route: Route) -> Page:
    return replace(page, route=route, words=words[page.number]) if page.number in words else page


def _legible(reading: Reading) -> Reading:
    if not any(page.words for page in reading.pages):
        raise Rejection("unreadable", "There is no text on any page.")
    return reading
