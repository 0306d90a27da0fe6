"""Files with and without text layers, and ReadPages with one OCR."""

from dataclasses import dataclass

from billhook.domain.document_text import Box, DocumentText, PageText, RecognizedPage, Route, Word
from billhook.usecases.processing.steps.read_pages import PendingOcr, ReadPages
from tests.fakes.readers import FakeFile, FakeFileOpener, FakeOcr, FakePageOcr

PRINTED = (Word("Total", Box(0.1, 0.1, 0.2, 0.12)),)
SEEN = (Word("107.77", Box(0.8, 0.1, 0.9, 0.12), 0.98),)
CONTENT = b"the bytes"


def a_file(*has_text: bool) -> FakeFile:
    """A file with a page for each: with a text layer, or waiting for OCR."""
    pages = tuple(
        PageText(number, 595, 842, Route.TEXT_LAYER if text else Route.BLANK, PRINTED if text else ())
        for number, text in enumerate(has_text, start=1)
    )
    return FakeFile(DocumentText(pages), pages_to_ocr=tuple(page.number for page in pages if not page.words))


@dataclass
class Reader:
    """ReadPages of one file with one OCR."""

    pages: ReadPages
    ocr: FakePageOcr | None

    def read(self, content: bytes) -> DocumentText | PendingOcr:
        return self.pages.read(content, self.ocr)

    def rerun_ocr(self, content: bytes, text: DocumentText) -> DocumentText | None:
        return self.pages.rerun_ocr(content, text, self.ocr)

    def analyze(self, content: bytes, text: DocumentText, pages: tuple[int, ...]) -> DocumentText:
        assert self.ocr
        return self.pages.analyze(content, text, pages, self.ocr)

    def merge(self, content: bytes, recognized: list[RecognizedPage]) -> DocumentText:
        assert self.ocr
        return self.pages.merge(content, recognized, self.ocr)


def reader(file: FakeFile, ocr: FakeOcr | None, route: Route = Route.DETECT_TEXT) -> Reader:
    return Reader(ReadPages(FakeFileOpener({CONTENT: file}), route=route), FakePageOcr(ocr) if ocr else None)
