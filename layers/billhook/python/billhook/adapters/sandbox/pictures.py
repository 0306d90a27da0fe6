"""The image reader, and PNG encoding for OCR: upright, gray, without metadata. Runs in the child."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from billhook.adapters.sandbox.read_error import ReadError

Rect = tuple[float, float, float, float]

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
"""Pillow's format names. Only a TIFF has pages; frames of the others are animations, previews or depth maps."""

_MARGIN = 8
"""In pixels."""

_SHRINK = 0.9
_CODE_SIDE = 2400
"""Pixels of the longer side of a page whose codes are read, about 200 dpi; larger images are reduced."""


class Picture:
    """An open image file. Methods raise ReadError."""

    def __init__(self, content: bytes, kind: str, limits: Any) -> None:
        self._limits = limits
        Image.MAX_IMAGE_PIXELS = None  # sizes are checked before decoding; Pillow only warns below twice its limit
        with _decoding():
            self._file = Image.open(BytesIO(content), formats=[FORMATS[kind]])
        self._has_pages = kind == "image/tiff"
        with _decoding():
            self._sizes = list(self._measured())
        self._first = self._upright(1)

    def layer(self) -> dict[str, Any]:
        """As ``Pdf.layer``: no words, and every page needs OCR. Sizes are in pixels."""
        return {
            "pages": [[*size, []] for size in self._sizes],
            "unread": list(range(1, len(self._sizes) + 1)),
        }

    def xml_files(self) -> list[Any]:
        """As ``Pdf.xml_files``: none."""
        return []

    def codes(self) -> list[tuple[int, str, str, bool, Rect]]:
        """As ``Pdf.codes``: the codes of the first pages, of large ones at reduced size."""
        from billhook.adapters.sandbox.codes import codes_of_page  # noqa: PLC0415  as most imports of the child

        found = []
        for number in range(1, min(len(self._sizes), self._limits.code_pages) + 1):
            image = self._gray(number)
            factor = max(1, round(max(image.size) / _CODE_SIDE))
            image = image.reduce(factor) if factor > 1 else image
            found += [(number, *code) for code in codes_of_page((image.size, image.tobytes()))]
        return found

    def image(self, number: int) -> bytes:
        """Return one page as PNG, as displayed."""
        return png(self._gray(number), self._limits.picture_bytes)

    def cut(self, numbers: Sequence[int]) -> bytes:
        """Return a PDF with one image per page."""
        first, *others = numbers
        target = BytesIO()
        rest = (self._gray(number) for number in others)
        self._gray(first).save(target, "PDF", save_all=True, append_images=rest, resolution=self._limits.dpi)
        return target.getvalue()

    def _measured(self) -> Iterator[tuple[int, int]]:
        """Yield the displayed size of each page, checked before any decoding."""
        limits = self._limits
        for index in range(limits.image_frames + 1 if self._has_pages else 1):
            try:
                self._file.seek(index)
            except EOFError:
                return
            if index == limits.image_frames:
                raise ReadError("too_many_pages", f"The image has more than {limits.image_frames} pages.")
            width, height = self._file.size
            if min(width, height) < 1:
                raise ReadError("corrupt", "The image has no pixels.")
            if max(width, height) > limits.image_side or width * height > limits.image_pixels:
                raise ReadError("too_large", f"The image has {width} x {height} pixels, which exceeds the limit.")
            yield (height, width) if _is_rotated(self._file) else (width, height)

    def _gray(self, number: int) -> Image.Image:
        return self._first if number == 1 else self._upright(number)

    def _upright(self, number: int) -> Image.Image:
        """Decode a page, apply its EXIF rotation, and convert it to gray on white."""
        with _decoding():
            self._file.seek(number - 1)
            self._file.load()
            return _gray(ImageOps.exif_transpose(self._file))


@contextmanager
def _decoding() -> Iterator[None]:
    try:
        yield
    except (MemoryError, ReadError):
        raise
    except Exception as error:  # noqa: BLE001  decoders raise any exception on malformed input
        raise ReadError("corrupt", f"The image is damaged ({type(error).__name__}).") from None


def gray_png(size: tuple[int, int], pixels: bytes, max_bytes: int) -> bytes:
    """Encode gray pixels, row by row, as PNG of at most ``max_bytes`` bytes."""
    return png(Image.frombuffer("L", size, pixels, "raw", "L", 0, 1), max_bytes)


def region_png(size: tuple[int, int], pixels: bytes, regions: Sequence[Rect], largest: int) -> tuple[Rect, bytes]:
    """PNG of the part of a page around ``regions``, white outside them, and the box of that part.

    All boxes are fractions of the page. A margin around each region keeps glyphs at its edge whole.
    """
    page = Image.frombuffer("L", size, pixels, "raw", "L", 0, 1)
    places = [_pixels_of(region, size) for region in regions]
    paper = Image.new("L", size, "white")
    for place in places:
        paper.paste(page.crop(place), place)
    x0, y0, x1, y1 = zip(*places, strict=True)
    part = min(x0), min(y0), max(x1), max(y1)
    width, height = size
    return (part[0] / width, part[1] / height, part[2] / width, part[3] / height), png(paper.crop(part), largest)


def _pixels_of(region: Rect, size: tuple[int, int]) -> tuple[int, int, int, int]:
    (x0, y0, x1, y1), (width, height) = region, size
    left, top = max(0, int(x0 * width) - _MARGIN), max(0, int(y0 * height) - _MARGIN)
    return left, top, min(width, int(x1 * width) + _MARGIN), min(height, int(y1 * height) + _MARGIN)


def png(image: Image.Image, max_bytes: int) -> bytes:
    """Encode an image as PNG without metadata, reduced in size until it has at most ``max_bytes`` bytes."""
    while True:
        target = BytesIO()
        image.save(target, "PNG", compress_level=1)
        if target.tell() <= max_bytes:
            return target.getvalue()
        factor = min(_SHRINK, (max_bytes / target.tell()) ** 0.5)
        image = image.resize((max(1, int(image.width * factor)), max(1, int(image.height * factor))))


def _gray(image: Image.Image) -> Image.Image:
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = _stretched(image)
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    gray = image.convert("L")
    gray.info = {}
    return gray


def _stretched(image: Image.Image) -> Image.Image:
    """Scale pixels of more than 8 bits to 0..255 by their range in the image."""
    image = image.convert("F")
    low, high = image.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return image.convert("L")
    factor = 255 / (high - low)
    return image.point(lambda value: value * factor - low * factor).convert("L")


def _is_rotated(image: Image.Image) -> bool:
    orientation = 0x0112
    return image.getexif().get(orientation) in (5, 6, 7, 8)
