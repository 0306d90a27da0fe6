"""From the bytes of a document to pictures of its pages, within Textract's limits."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from billhook.local.ocr import pixels_of
from billhook.local.textract.errors import TextractError, bad_document, too_large, unsupported_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfDocument

    Pixels = NDArray[np.uint8]

SYNC_BYTES = 10 * 1024 * 1024
ASYNC_BYTES = 500 * 1024 * 1024
ASYNC_PAGES = 3000
LONGEST_SIDE = 10_000
LONGEST_SIDE_POINTS = 2880
RENDER_DPI = 200

_PDFIUM = Lock()
"""pdfium must never be entered by two threads."""

_PDF, _PNG, _JPEG, _TIFF = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"II*\0", b"MM\0*")


def pages(content: bytes, most_bytes: int, most_pages: int) -> Iterator["Pixels"]:
    """The pages of a PDF or TIFF, or the one of a PNG or JPEG. Raises TextractError."""
    if content[:1024].find(_PDF) >= 0:
        return _pdf_pages(_within(content, most_bytes), most_pages)
    if content.startswith(_TIFF):
        return _picture_pages(_within(content, most_bytes), most_pages)
    if content.startswith((_PNG, _JPEG)):
        return _picture_pages(_within(content, min(most_bytes, SYNC_BYTES)), 1)
    raise unsupported_document()


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise too_large(limit)
    return content


def _pdf_pages(content: bytes, most: int) -> Iterator["Pixels"]:
    with _PDFIUM:
        document = _opened(content)
    try:
        if len(document) > most:
            raise unsupported_document()
        for number in range(len(document)):
            with _PDFIUM, closing(document[number]) as page:
                if max(page.get_size()) > LONGEST_SIDE_POINTS:
                    raise bad_document()
                pixels = pixels_of(page.render(scale=RENDER_DPI / 72).to_pil())
            yield pixels
    finally:
        with _PDFIUM:
            document.close()  # type: ignore[no-untyped-call]


def _opened(content: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError, raw  # noqa: PLC0415  only a PDF needs it

    try:
        return PdfDocument(content)  # type: ignore[no-untyped-call]
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise (unsupported_document() if locked else bad_document()) from error


def _picture_pages(content: bytes, most: int) -> Iterator["Pixels"]:
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as picture:
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            if frames > most:
                raise unsupported_document()
            for _, frame in zip(range(frames), ImageSequence.Iterator(picture), strict=False):
                if max(frame.size) > LONGEST_SIDE:
                    raise bad_document()
                yield pixels_of(frame)
    except TextractError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise bad_document() from error
