"""RapidOCR (PP-OCRv6 small, bundled in its wheel) as the local OCR engine: words, boxes and confidences.

The local Textract and `billhook read` use it. Coordinates are fractions of the displayed picture; confidences (0..1)
are those of the engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from billhook.domain.document_text import Box, RecognizedPage, Word
from billhook.domain.errors import Rejection
from billhook.domain.rotation import displayed, turn_of, upright_box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image
    from rapidocr import RapidOCR

    Pixels = NDArray[np.uint8]

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners clockwise, from the corner where the text starts."""

# The engine turns a crop with a larger ratio of height to width a quarter before recognition.
UPRIGHT_RATIO = 1.5

SURE = 0.9
"""Least mean confidence of upright text, which has 0.97 or more; upside-down text has about 0.75."""

AS_GOOD = 0.95
"""Share of the confident letters that a rotated page needs to replace the page as it was."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word with the lowest confidence of its characters, since one wrong digit makes a wrong number."""

    text: str
    confidence: float
    quad: Quad


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text found by the engine, with its words from left to right."""

    text: str
    confidence: float
    quad: Quad
    words: tuple[PrintedWord, ...]


class RapidOcr:
    """Implements ``ports.Ocr.detect``. Loads the models once, in ``load`` or the first call; serializes calls."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._engine: RapidOCR | None = None

    def load(self) -> None:
        """Load the models, which the engine otherwise loads during the first call."""
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

        picture = Image.new("RGB", (240, 240), "white")
        ImageDraw.Draw(picture).text((60, 100), "Total", fill="black", font=ImageFont.load_default(size=32))
        self.lines(pixels_of(picture))

    def detect(self, image: bytes) -> RecognizedPage:
        """The words of one picture, top to bottom. Raises Rejection(corrupt) when it cannot be decoded."""
        return sight_of(self.lines(decode(image)))

    def lines(self, pixels: "Pixels") -> tuple[PrintedLine, ...]:
        """The lines of a picture (height, width, BGR) in any rotation; quads start where the text starts.

        The engine recognises text that runs to the right, and most text that runs down. A page whose line shapes or
        confidences suggest another rotation is rotated and recognised again; the more confident result is returned.
        """
        with self._turn:
            lines = tuple(_recognize(self._loaded(), pixels))
            turn = _likely_turn(lines)
            if not turn:
                return lines
            again = tuple(_recognize(self._loaded(), _turned(pixels, turn)))
        if _sureness(again) * _letters(again) < AS_GOOD * _sureness(lines) * _letters(lines):
            return lines
        return tuple(_as_displayed(line, turn) for line in again)

    def _loaded(self) -> "RapidOCR":
        if self._engine is None:
            from rapidocr import RapidOCR  # noqa: PLC0415  three seconds and 260 MB: only for those who need it

            self._engine = RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})
            self._engine.return_word_box = True
        return self._engine


def decode(image: bytes) -> "Pixels":
    """Pixels of a PNG, JPEG or TIFF frame: upright by EXIF, on white, BGR. Raises Rejection(corrupt)."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(image)) as picture:
            return pixels_of(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Rejection("corrupt", "The picture cannot be decoded.") from error


def pixels_of(picture: "Image") -> "Pixels":
    """Pixels of an opened picture (height, width, BGR); transparency becomes white."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: PLC0415

    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        drawn = upright.convert("RGBA")
        paper = Image.new("RGBA", drawn.size, "white")
        upright = Image.alpha_composite(paper, drawn)
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"))[:, :, ::-1])


def _likely_turn(lines: Sequence[PrintedLine]) -> int:
    """The probable rotation in quarter turns, by line shapes and mean confidence, which is low upside down."""
    if not lines:
        return 0
    runs_down = turn_of((line.text, line.quad) for line in lines)
    return runs_down if _sureness(lines) >= SURE else (runs_down + 2) % 4


def _turned(pixels: "Pixels", turn: int) -> "Pixels":
    import numpy as np  # noqa: PLC0415

    return np.ascontiguousarray(np.rot90(pixels, turn))


def _as_displayed(line: PrintedLine, turn: int) -> PrintedLine:
    words = tuple(replace(word, quad=_quad_displayed(word.quad, turn)) for word in line.words)
    return replace(line, quad=_quad_displayed(line.quad, turn), words=words)


def _quad_displayed(quad: Quad, turn: int) -> Quad:
    a, b, c, d = (displayed(corner, turn) for corner in quad)
    return (a, b, c, d)


def _letters(lines: Sequence[PrintedLine]) -> int:
    return sum(len(line.text) for line in lines)


def _sureness(lines: Sequence[PrintedLine]) -> float:
    """The mean confidence, weighted by letters."""
    return sum(len(line.text) * line.confidence for line in lines) / max(1, _letters(lines))


def sight_of(lines: Sequence[PrintedLine]) -> RecognizedPage:
    """The words of the lines on the upright page."""
    turn = turn_of((line.text, line.quad) for line in lines)
    words = (word for line in lines for word in line.words)
    return RecognizedPage(tuple(Word(word.text, upright_box(word.quad, turn), word.confidence) for word in words), turn)


def bounds(quad: Quad) -> Box:
    """The upright rectangle around a quad, kept inside the page."""
    xs = [min(max(x, 0.0), 1.0) for x, _ in quad]
    ys = [min(max(y, 0.0), 1.0) for _, y in quad]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _recognize(engine: "RapidOCR", pixels: "Pixels") -> Iterator[PrintedLine]:
    # The engine's own __call__ would crop every line a second time to make word boxes, and loses its place when a
    # line has none; its steps are public and give the columns of every character, from which boxes are arithmetic.
    from rapidocr.utils.process_img import map_boxes_to_original  # noqa: PLC0415

    height, width = pixels.shape[:2]
    resized, record = engine.preprocess_img(pixels)
    boxes, _, recognized, _ = engine.run_ocr_steps(resized, record)
    if boxes.boxes is None or recognized.txts is None:
        return
    corners = map_boxes_to_original(boxes.boxes, record, height, width)
    rows = zip(corners.tolist(), recognized.txts, recognized.scores, recognized.word_results, strict=True)
    for points, text, score, info in rows:
        if text.strip() and score >= engine.text_score:
            quad = _reading_order([(x / width, y / height) for x, y in points], points)
            yield PrintedLine(" ".join(text.split()), score, quad, tuple(_words(text, quad, info)))


def _reading_order(quad: Sequence[Point], points: Sequence[Sequence[float]]) -> Quad:
    # Recognition reads a tall crop from its right side, turned a quarter: there the text starts at the second corner.
    across = max(_distance(points[0], points[1]), _distance(points[2], points[3]))
    down = max(_distance(points[0], points[3]), _distance(points[1], points[2]))
    a, b, c, d = quad
    return (b, c, d, a) if down >= UPRIGHT_RATIO * max(across, 1.0) else (a, b, c, d)


def _distance(a: Sequence[float], b: Sequence[float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _words(text: str, quad: Quad, info: Any) -> Iterator[PrintedWord]:
    """Split a line at its spaces. ``info`` has the recognizer's column and confidence of every character."""
    columns = iter([column for group in info.word_cols for column in group])
    runs: list[list[tuple[str, float, float]]] = [[]]
    for character, confidence in zip(text, info.confs, strict=True):
        if not character.isspace():
            runs[-1].append((character, (next(columns) + 0.5) / info.line_txt_len, confidence))
        elif runs[-1]:
            runs.append([])
    words = [run for run in runs if run]
    for run, (start, end) in zip(words, _spans([[at for _, at, _ in run] for run in words]), strict=True):
        spelled = "".join(character for character, _, _ in run)
        yield PrintedWord(spelled, min(confidence for _, _, confidence in run), _slice(quad, start, end))


def _spans(words: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Start and end of words along their line, from the centres of their characters, without overlap."""
    count = sum(len(centres) for centres in words)
    advances = [(centres[-1] - centres[0]) / (len(centres) - 1) for centres in words if len(centres) > 1]
    mean_advance = sum(advances) / len(advances) if advances else 1.0 / max(count, 1)
    spans = []
    for index, centres in enumerate(words):
        half = (centres[-1] - centres[0]) / (len(centres) - 1) / 2 if len(centres) > 1 else mean_advance / 2
        left = (words[index - 1][-1] + centres[0]) / 2 if index else 0.0
        right = (centres[-1] + words[index + 1][0]) / 2 if index + 1 < len(words) else 1.0
        spans.append((max(centres[0] - half, left), min(centres[-1] + half, right)))
    return spans


def _slice(quad: Quad, start: float, end: float) -> Quad:
    top_left, top_right, bottom_right, bottom_left = quad
    return (
        _along(top_left, top_right, start),
        _along(top_left, top_right, end),
        _along(bottom_left, bottom_right, end),
        _along(bottom_left, bottom_right, start),
    )


def _along(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
