"""A recognizer that needs no model: it finds one line of two words on every page, unless the page is blank."""

from typing import Any

from billhook.local.ocr import PrintedLine, PrintedWord, Quad


def quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


LINE = PrintedLine(
    text="Total 12.50",
    confidence=0.98,
    quad=quad(0.1, 0.2, 0.5, 0.25),
    words=(
        PrintedWord("Total", 0.99, quad(0.1, 0.2, 0.25, 0.25)),
        PrintedWord("12.50", 0.97, quad(0.3, 0.2, 0.5, 0.25)),
    ),
)


class FakeRecognizer:
    def lines(self, pixels: Any) -> tuple[PrintedLine, ...]:
        return () if pixels.min() == 255 else (LINE,)


class FakeCloud:
    """Objects and topics in memory."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.published: list[tuple[str, str]] = []

    def fetch(self, bucket: str, key: str, version: str | None) -> bytes:
        return self.objects[bucket, key]

    def publish(self, topic: str, message: str) -> None:
        self.published.append((topic, message))
