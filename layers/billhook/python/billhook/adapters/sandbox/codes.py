"""Codes in gray pixels, by zxing-cpp: bytes without any guess of a charset, and the place. Runs in the child."""

from collections.abc import Iterator, Sequence
from typing import Any

import zxingcpp

from billhook.adapters.sandbox.text import Rect

Image = tuple[tuple[int, int], bytes]
"""Width and height in pixels, and the gray pixels row by row."""

FoundCode = tuple[str, str, bool, Rect]
"""Symbology, bytes in hexadecimal, whether GS1, and the box in fractions of the image."""

LINEAR = (zxingcpp.BarcodeFormat.ITF, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.PDF417)
USUAL = (*LINEAR, zxingcpp.BarcodeFormat.QRCode)
ALL = (*USUAL, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec)
"""The last two cost as much again on a whole page as the others together, and payment codes of bills are rarely one."""

NAMES = {
    "ITF": "itf",
    "Code128": "code_128",
    "PDF417": "pdf417",
    "QRCode": "qr_code",
    "DataMatrix": "data_matrix",
    "Aztec": "aztec",
}
FULL_ITF = 44
"""Digits of the only ITF that bills have. A covered one comes back shorter and as valid as a whole one."""

MOST_CODES = 20
GS1_MARKS = frozenset({"]C1", "]d2", "]Q3"})

_DARK, _LIGHT = 96, 160
_MIN_DARK, _MIN_LIGHT = 0.01, 0.2
_SAMPLE = 5
_IS_DARK = bytes(level < _DARK for level in range(256))
_IS_LIGHT = bytes(level > _LIGHT for level in range(256))


def codes_of_page(image: Image) -> list[FoundCode]:
    """Return the codes of a page, but Data Matrix and Aztec: upright, and bars on their side on a wide page."""
    found = _read(image, USUAL, thorough=False)
    (width, height), _ = image
    if not found and width > height:
        found = _read(image, LINEAR, thorough=True)
    return found


def codes_of_region(image: Image) -> list[FoundCode]:
    """Return the codes of a part of a page, in any direction; a part that is not dark on light is not searched."""
    return _read(image, ALL, thorough=True) if _has_contrast(image[1]) else []


def _has_contrast(pixels: bytes) -> bool:
    """Whether enough pixels are dark and enough are light for a code, in a sample of every fifth pixel."""
    sample = pixels[::_SAMPLE]
    dark, light = sample.translate(_IS_DARK).count(1), sample.translate(_IS_LIGHT).count(1)
    return dark >= _MIN_DARK * len(sample) and light >= _MIN_LIGHT * len(sample)


def _read(image: Image, formats: Any, *, thorough: bool) -> list[FoundCode]:
    (width, height), pixels = image
    found = zxingcpp.read_barcodes(
        memoryview(pixels).cast("B", shape=(height, width)),
        formats=formats,
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=False,
    )
    return list(_accepted(found[:MOST_CODES], width, height))


def _accepted(found: Sequence[Any], width: int, height: int) -> Iterator[FoundCode]:
    for code in found:
        name = NAMES.get(code.format.name)
        if name is None or not code.valid or (name == "itf" and len(code.bytes) != FULL_ITF):
            continue
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        xs, ys = [corner.x / width for corner in corners], [corner.y / height for corner in corners]
        yield name, code.bytes.hex(), code.symbology_identifier in GS1_MARKS, (min(xs), min(ys), max(xs), max(ys))
