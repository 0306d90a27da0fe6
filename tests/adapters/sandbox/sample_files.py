"""Generated files: bills as PDF, scans and photos, and malicious files."""

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf", asciiReadable=False))

A4 = (595.0, 842.0)
LINES = (
    "Northfield Power and Light     Electricity statement",
    "Account number 4410 9925 71    Statement date 2031-03-14",
    "Service period 2031-02-10 to 2031-03-11 (30 days)",
    "Meter 88123   previous reading 40,118   current reading 40,730   usage 612 kWh",
    "Energy charge 612 kWh at 0.1185    72.52",
    "Delivery charge                    31.10",
    "State tax                           4.15",
    "Total amount due by 2031-04-02    $107.77",
)
"""Draw a bill of some forty words, with amounts and dates."""


def a_pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """Return a PDF whose pages are drawn by ``pages``."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size)
    for paint in pages:
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def bill_page(canvas: Canvas) -> None:
    write(canvas, LINES)


def write(canvas: Canvas, lines: Sequence[str], *, mode: int = 0, top: float = 790, font: str = "Helvetica") -> None:
    """Write lines of text from ``top`` down; mode 3 is invisible."""
    text = canvas.beginText(40, top)
    text.setFont(font, 11)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def picture(canvas: Canvas, image: Image.Image, box: tuple[float, float, float, float] = (0, 0, *A4)) -> None:
    canvas.drawImage(ImageReader(image), *box)


def white_box(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A white rectangle without an outline."""
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(x, y, width, height, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)


def a_text_picture(text: str, size: int = 40) -> Image.Image:
    """A line of text as pixels, black on white."""
    font = ImageFont.load_default(size)
    _, _, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right) + 8, int(bottom) + 8), 255)
    ImageDraw.Draw(image).text((4, 2), text, fill=0, font=font)
    return image


def with_unicode_map(content: bytes, replace: Callable[[int], int]) -> bytes:
    """The PDF with fonts whose ToUnicode maps name other characters: ``replace`` takes and gives code points."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            if "/ToUnicode" in font.get_object():
                old = font.get_object()["/ToUnicode"].get_object().get_data().decode()
                stream = DecodedStreamObject()
                stream.set_data(_with_targets(old, replace).encode())
                font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
    return written(writer)


def _with_targets(unicode_map: str, replace: Callable[[int], int]) -> str:
    def target(match: re.Match[str]) -> str:
        return f"<{replace(int(match[1], 16)):04X}>"

    lines = []
    for line in unicode_map.split("\n"):
        sources = 2 if "[" in line else 1
        parts = re.split(r"(?<=>)", line, maxsplit=sources)
        is_entry = re.match(r"<[0-9A-Fa-f]+>", line) and "codespace" not in unicode_map.split(line, maxsplit=1)[0][-40:]
        lines.append("".join(parts[:-1]) + re.sub(r"<([0-9A-Fa-f]{4})>", target, parts[-1]) if is_entry else line)
    return "\n".join(lines)


def a_text_bill(pages: int = 1) -> bytes:
    return a_pdf(*[bill_page] * pages)


def a_drawing(lines: Sequence[str] = LINES, size: tuple[int, int] = (600, 840), mode: str = "RGB") -> Image.Image:
    """Return the same bill as pixels, black on white."""
    image = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((40, 40 + 24 * row), line, fill="black")
    return image


def a_scan(pages: int = 1) -> bytes:
    """Return a PDF of pictures without text."""
    return a_pdf(*[lambda canvas: picture(canvas, a_drawing())] * pages)


def an_image(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def turned(content: bytes, *, degrees: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """Return the PDF with each page rotated clockwise and its CropBox (left, bottom, right, top) set."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages:
        if crop:
            page.cropbox = RectangleObject(crop)
        page.rotate(degrees)
        writer.add_page(page)
    return written(writer)


def without_meaning(content: bytes) -> bytes:
    """Return the PDF with fonts that lack a map from glyphs to Unicode."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            font.get_object().pop("/ToUnicode", None)
        writer.add_page(page)
    return written(writer)


def encrypted(content: bytes, *, user: str, owner: str = "owner", algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user, owner, algorithm=algorithm)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def a_raw_pdf(*objects: bytes) -> bytes:
    """Return a PDF of raw objects, numbered from 1; the first is the catalogue."""
    target = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(target))
        target += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(target)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return target + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, rows, size, start)
    )


def a_page_of(stream: bytes, *, filters: str = "/FlateDecode") -> bytes:
    """Return a PDF of one page whose content stream is ``stream``, with the given ``filters``."""
    return a_raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(stream), filters.encode(), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def deflated(megabytes: int, unit: bytes) -> bytes:
    """Return ``megabytes`` of repeated ``unit``, deflated in chunks."""
    packer = zlib.compressobj(9)
    block = unit * (1_000_000 // len(unit))
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def a_png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG whose header declares a huge size, with almost no data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    header = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
