"""Fakes of what looks into files: the opener with its child process, and OCR."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from billhook.domain.document_text import Box, DocumentText, PageText, RecognizedPage, Route, ServiceField, Word
from billhook.domain.errors import Rejection, Throttled
from billhook.ports.text_recognition import FileKind, OpenedFile, PageImage


@dataclass
class FakeFile:
    """An ``OpenedFile``: its text layer, and the pages that need OCR."""

    text_layer: DocumentText
    pages_to_ocr: tuple[int, ...] = ()
    kind: FileKind = FileKind.PDF

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        for number in pages:
            yield PageImage(number, b"png of page %d" % number)

    def region_image(self, page: int, regions: Sequence[Box]) -> PageImage:
        """The regions are answered as one: the first one is the part."""
        return PageImage(page, b"png of regions of page %d" % page, regions[0])

    def cut(self, pages: Sequence[int]) -> bytes:
        return b"%PDF of pages " + ",".join(map(str, pages)).encode()

    @classmethod
    def scanned(cls, pages: int = 1, kind: FileKind = FileKind.PDF) -> "FakeFile":
        """A file without any text layer."""
        numbers = range(1, pages + 1)
        blank = tuple(PageText(number, 595, 842, Route.BLANK) for number in numbers)
        return cls(DocumentText(blank), tuple(numbers), kind)


@dataclass
class FakeFileOpener:
    """Opens files by their bytes; an error represents a refused file, unknown bytes are unsupported."""

    files: dict[bytes, FakeFile | Exception] = field(default_factory=dict)

    @contextmanager
    def open(self, content: bytes) -> Iterator[OpenedFile]:
        found = self.files.get(content, Rejection("unsupported_type", "This is no file that can be read."))
        if isinstance(found, Exception):
            raise found
        yield found


@dataclass
class FakePageOcr:
    """A ``PageOcr`` over ``ocr`` that knows the answers of ``known`` pages, and charges nothing."""

    ocr: "FakeOcr"
    is_busy: bool = False
    known: dict[tuple[int, str], RecognizedPage] = field(default_factory=dict)

    def has(self, page: int, part: str) -> bool:
        return (page, part) in self.known

    def detect(self, page: int, part: str, render: Callable[[], bytes]) -> RecognizedPage:
        return self.known.get((page, part)) or self.ocr.detect(render())

    def analyze(self, page: int, render: Callable[[], bytes]) -> RecognizedPage:
        return self.known.get((page, "expense")) or self.ocr.analyze(render())

    def check_time(self) -> None:
        return

    def charged(self, text: DocumentText) -> DocumentText:
        return text


@dataclass
class FakeOcr:
    """Recognises the configured words, and returns ``fields`` with their types.

    ``throttles`` is how many of the next calls are refused. A started job runs until ``finish`` (or ``fail``);
    ``started`` maps its id to the object's key.
    """

    words: tuple[Word, ...] = ()
    throttles: int = 0
    detected: list[bytes] = field(default_factory=list)
    analyzed: list[bytes] = field(default_factory=list)
    fields: tuple[ServiceField, ...] = ()
    turn: int = 0
    started: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    results: dict[str, tuple[RecognizedPage, ...] | Exception] = field(default_factory=dict)

    def detect(self, image: bytes) -> RecognizedPage:
        self._breathe()
        self.detected.append(image)
        return RecognizedPage(self.words, self.turn)

    def analyze(self, image: bytes) -> RecognizedPage:
        self._breathe()
        self.analyzed.append(image)
        return RecognizedPage(self.words, self.turn, self.fields)

    def start(self, *, object_key: str, token: str, tag: str) -> str:
        self._breathe()
        if token not in self.tokens:
            self.tokens[token] = f"ocr-{len(self.tokens) + 1}-{tag}"
            self.started[self.tokens[token]] = object_key
        return self.tokens[token]

    def collect(self, ocr_job_id: str) -> Sequence[RecognizedPage] | None:
        self._breathe()
        found = self.results.get(ocr_job_id)
        if isinstance(found, Exception):
            raise found
        return found

    def finish(self, ocr_job_id: str, *pages: tuple[Word, ...]) -> None:
        self.results[ocr_job_id] = tuple(map(RecognizedPage, pages))

    def fail(self, ocr_job_id: str, reason: str = "unreadable") -> None:
        self.results[ocr_job_id] = Rejection(reason, "The reader gave up.")

    def _breathe(self) -> None:
        if self.throttles:
            self.throttles -= 1
            raise Throttled("Slow down.")
