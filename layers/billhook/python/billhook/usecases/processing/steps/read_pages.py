"""Read the text of a file's pages: from the text layer where it is usable, else with OCR."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from billhook.domain.document_text import (
    COST_PER_PAGE_USD,
    Box,
    DocumentText,
    PageText,
    RecognizedPage,
    Route,
    ScannedCode,
    Word,
)
from billhook.domain.errors import Rejection
from billhook.domain.page_limits import PageLimits
from billhook.domain.rotation import upright_box
from billhook.ports.text_recognition import REGIONS, WHOLE, FileOpener, OpenedFile, PageOcr

MAX_OCR_CONFIDENCE = 0.99


@dataclass(frozen=True)
class PendingOcr:
    """More pages need OCR than are recognized synchronously; ``pdf`` holds these ``pages`` only, in this order."""

    pages: tuple[int, ...]
    pdf: bytes


@dataclass(frozen=True)
class ReadPages:
    """The text layer comes first, page by page; pages without one are recognized.

    ``route`` is how pages are recognized: page by page up to ``limits.sync_pages`` and while the service is not busy,
    else PendingOcr; with LOCAL_OCR any number of pages one by one. Without ``ocr``, pages that need it stay empty.
    """

    files: FileOpener
    limits: PageLimits = field(default_factory=PageLimits)
    route: Route = Route.DETECT_TEXT

    def read(self, content: bytes, ocr: PageOcr | None) -> DocumentText | PendingOcr:
        """Raises Rejection (as ``ports.FileOpener``, or unreadable when no page has words), or as ``PageOcr``."""
        with self.files.open(content) as file:
            if not file.pages_to_ocr or ocr is None:
                return _legible(file.text_layer)
            missing = _missing(file, ocr)
            if self._needs_job(missing, ocr):
                return PendingOcr(pages=missing, pdf=file.cut(missing))
            recognized = [_detected(file, number, ocr) for number in file.pages_to_ocr]
            return _legible(_merged(file.text_layer, file.pages_to_ocr, recognized, self.route))

    def _needs_job(self, missing: Sequence[int], ocr: PageOcr) -> bool:
        if self.route is Route.LOCAL_OCR or not missing:
            return False
        return len(missing) > self.limits.sync_pages or ocr.is_busy

    def rerun_ocr(self, content: bytes, text: DocumentText, ocr: PageOcr | None) -> DocumentText | None:
        """``text`` with more of its pages recognized; None when there are none. Raises as ``read``.

        Doubtful pages are recognized as a whole; of other pages of the text layer, the regions without words.
        """
        doubtful = doubtful_pages(text)[: None if self.route is Route.LOCAL_OCR else self.limits.sync_pages]
        with_regions = [page for page in text.pages if page.regions and page.number not in doubtful]
        if not (doubtful or with_regions) or ocr is None:
            return None
        ocr.check_time()
        with self.files.open(content) as file:
            recognized = [_detected(file, number, ocr) for number in doubtful]
            read = {
                page.number: self._with_regions(file, page, ocr) for page in with_regions[: self.limits.region_pages]
            }
        merged = _merged(text, doubtful, recognized, self.route)
        return merged.with_pages(read.get(page.number, page) for page in merged.pages)

    def _with_regions(self, file: OpenedFile, page: PageText, ocr: PageOcr) -> PageText:
        """The page with the words of its regions; those of a region that is turned are left out."""
        image = file.region_image(page.number, page.regions)
        recognized = ocr.detect(page.number, REGIONS, lambda: image.png)
        words = tuple(_on_page(word, image.part) for word in recognized.words) if recognized.turn == page.turn else ()
        added = tuple(word for word in words if not any(word.box.has_center_of(other.box) for other in page.words))
        return replace(
            page,
            route=Route.TEXT_LAYER_AND_OCR,
            words=page.words + added,
            regions=(),
            paid=page.paid + COST_PER_PAGE_USD[self.route],
        )

    def analyze(self, content: bytes, text: DocumentText, pages: Iterable[int], ocr: PageOcr) -> DocumentText:
        """``text`` with the service fields of ``pages``, which are taken one by one. Raises as ``read``."""
        ocr.check_time()
        with self.files.open(content) as file:
            analyzed = {number: ocr.analyze(number, _rendered(file, number)) for number in pages}
        return text.with_pages(
            _with_fields(page, analyzed[page.number]) if page.number in analyzed else page for page in text.pages
        )

    def merge(self, content: bytes, recognized: Sequence[RecognizedPage], ocr: PageOcr) -> DocumentText:
        """The text layer of ``content``, read again, with the pages that an OCR job recognized. Raises as ``read``."""
        with self.files.open(content) as file:
            missing = _missing(file, ocr)
            if len(recognized) != len(missing):
                found = f"{len(missing)} pages were sent to OCR, {len(recognized)} came back."
                raise Rejection("unreadable", found)
            known = [number for number in file.pages_to_ocr if number not in missing]
            before = _merged(file.text_layer, known, [_detected(file, number, ocr) for number in known], self.route)
        return _legible(_merged(before, missing, recognized, Route.DETECT_TEXT_ASYNC))


def _missing(file: OpenedFile, ocr: PageOcr) -> tuple[int, ...]:
    """The pages that need OCR and whose answers are not known."""
    return tuple(number for number in file.pages_to_ocr if not ocr.has(number, WHOLE))


def _detected(file: OpenedFile, number: int, ocr: PageOcr) -> RecognizedPage:
    return ocr.detect(number, WHOLE, _rendered(file, number))


def _rendered(file: OpenedFile, number: int) -> Callable[[], bytes]:
    return lambda: next(iter(file.images((number,)))).png


def doubtful_pages(text: DocumentText) -> tuple[int, ...]:
    """Numbers of the pages whose text layer was made by the OCR of a scanner."""
    return tuple(
        page.number
        for page in text.pages
        if page.route is Route.TEXT_LAYER and any(word.confidence < 1 for word in page.words)
    )


def _merged(
    layer: DocumentText, pages: Sequence[int], recognized: Sequence[RecognizedPage], route: Route
) -> DocumentText:
    by_number = dict(zip(pages, recognized, strict=True))
    return layer.with_pages(_filled(page, by_number.get(page.number), route) for page in layer.pages)


def _filled(page: PageText, recognized: RecognizedPage | None, route: Route) -> PageText:
    if recognized is None:
        return page
    is_sideways = (recognized.turn - page.turn) % 2
    width, height = (page.height, page.width) if is_sideways else (page.width, page.height)
    return replace(
        page,
        width=width,
        height=height,
        route=route,
        words=recognized.words,
        turn=recognized.turn,
        fields=recognized.fields,
        cells=recognized.cells,
        codes=tuple(_upright(code, recognized.turn) for code in page.codes),
        paid=page.paid + COST_PER_PAGE_USD[route],
    )


def _upright(code: ScannedCode, turn: int) -> ScannedCode:
    """A code of the page as displayed, on the page turned upright."""
    box = code.box
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    return replace(code, box=upright_box(corners, turn)) if turn else code


def _with_fields(page: PageText, recognized: RecognizedPage) -> PageText:
    """The page with its service fields, ignored where the service saw another rotation; its words stay, if any."""
    if not page.words:
        return _filled(page, recognized, Route.EXPENSE)
    fields = recognized.fields if recognized.turn == page.turn else ()
    return replace(page, route=Route.EXPENSE, fields=fields, paid=page.paid + COST_PER_PAGE_USD[Route.EXPENSE])


def _on_page(word: Word, part: Box) -> Word:
    """A word of a rendered part, on its page. A confidence below 1 marks it as recognized."""
    return Word(word.text, word.box.of_part(part), min(word.confidence, MAX_OCR_CONFIDENCE))


def _legible(text: DocumentText) -> DocumentText:
    if text.pages and not any(page.words for page in text.pages):
        raise Rejection("unreadable", "There is no text on any page.")
    return text
