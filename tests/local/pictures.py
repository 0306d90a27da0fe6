"""Documents for the local Textract: pages with a black bar, so that they are not blank."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from pypdf import PdfWriter


def page(shade: int = 0, size: tuple[int, int] = (60, 80)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    picture.paste((shade, shade, shade), (10, 10, 50, 20))
    return picture


def saved(kind: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    (picture or page()).save(buffer, kind, **options)
    return buffer.getvalue()


def many(kind: str, count: int) -> bytes:
    """A PDF or TIFF of ``count`` pages, all different."""
    first, *rest = pages(count)
    return saved(kind, first, save_all=True, append_images=rest)


def pages(count: int) -> Sequence[Image.Image]:
    return [page(shade) for shade in range(count)]


def locked(content: bytes) -> bytes:
    """The same PDF with a password."""
    writer, buffer = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()
