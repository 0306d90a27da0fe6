"""Codes on pages: found with place on text pages and scans, in all symbols; covered ones are never wrong."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import segno
import zxingcpp
from PIL import Image, ImageDraw
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import createBarcodeDrawing
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandbox.worker import SandboxWorker
from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import DocumentText, ScannedCode, Symbology
from billhook.domain.errors import Rejection
from tests.adapters.sandbox.sample_files import LINES, a_pdf, bill_page, picture, write
from tests.extraction.machine_readable.codes import SWISS_LINES

MM = 72 / 25.4
SWISS = "\n".join(SWISS_LINES)
UTILITY = "83620000000667800481001809756573100158963608"
FINNISH = "437159030000007760000122500000000000000000011112161221"
GS1 = "(415)7709998001022(8020)0047110000123(3900)0000123456(96)20260521"

NO_BRACKETS = str.maketrans("", "", "()")

Paint = Callable[[Canvas], None]


def drawn(kind: str, value: str, width: float, height: float, **options: object) -> Paint:
    """A code of reportlab, drawn as rectangles at the foot of the page; sides in millimetres."""

    def paint(canvas: Canvas) -> None:
        drawing = createBarcodeDrawing(kind, value=value, width=width * MM, height=height * MM, **options)
        renderPDF.draw(drawing, canvas, 60, 60)

    return paint


def pasted(image: Image.Image, width: float, height: float) -> Paint:
    """A code as an image at the foot of the page; sides in millimetres."""
    return lambda canvas: picture(canvas, image, (60, 60, width * MM, height * MM))


def qr_image(text: str) -> Image.Image:
    target = BytesIO()
    segno.make(text, error="m").save(target, kind="png", scale=6, border=4)
    return Image.open(target)


def image_of(text: str, symbol: zxingcpp.BarcodeFormat, **options: object) -> Image.Image:
    pixels: Any = zxingcpp.create_barcode(text, symbol, **options).to_image(scale=4)
    view = memoryview(pixels)
    height, width = view.shape or (0, 0)
    return Image.frombytes("L", (width, height), bytes(view))


CODES: dict[str, tuple[Paint, Symbology, str]] = {
    "QR image": (pasted(qr_image(SWISS), 50, 50), Symbology.QR_CODE, SWISS),
    "QR drawn": (drawn("QR", SWISS, 50, 50, barLevel="M"), Symbology.QR_CODE, SWISS),
    "ITF drawn": (drawn("I2of5", UTILITY, 120, 13, checksum=0), Symbology.ITF, UTILITY),
    "Code 128 drawn": (drawn("Code128", FINNISH, 115, 12), Symbology.CODE_128, FINNISH),
    "PDF417 image": (
        pasted(image_of("HRVHUB30\n" * 8, zxingcpp.BarcodeFormat.PDF417), 60, 26),
        Symbology.PDF417,
        "HRVHUB30\n" * 8,
    ),
}
ON_TEXT_PAGES: dict[str, tuple[Paint, Symbology, str]] = {
    **CODES,
    "Data Matrix image": (
        pasted(image_of(SWISS, zxingcpp.BarcodeFormat.DataMatrix), 35, 35),
        Symbology.DATA_MATRIX,
        SWISS,
    ),
    "Aztec image": (pasted(image_of(SWISS, zxingcpp.BarcodeFormat.Aztec), 35, 35), Symbology.AZTEC, SWISS),
}


def bill_with(paint: Paint) -> bytes:
    def page(canvas: Canvas) -> None:
        write(canvas, LINES)
        paint(canvas)

    return a_pdf(page)


def text_of(content: bytes) -> DocumentText:
    with SandboxedFiles().open(content) as file:
        return file.text_layer


def codes_of(content: bytes) -> tuple[ScannedCode, ...]:
    return text_of(content).pages[0].codes


def scan_of(content: bytes, dpi: int = 200) -> Image.Image:
    page = pypdfium2.PdfDocument(content)[0]
    image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return image


def file_of(image: Image.Image, kind: str = "JPEG") -> bytes:
    target = BytesIO()
    image.save(target, kind, quality=60)
    return target.getvalue()


@pytest.mark.parametrize(("paint", "symbology", "text"), ON_TEXT_PAGES.values(), ids=ON_TEXT_PAGES)
def test_code_on_a_text_page_is_found_at_its_place(paint: Paint, symbology: Symbology, text: str) -> None:
    (code,) = codes_of(bill_with(paint))

    assert (code.symbology, code.content.decode()) == (symbology, text)
    assert 0.08 < code.box.x0 < code.box.x1 < 0.75
    assert 0.7 < code.box.y0 < code.box.y1 < 0.95


@pytest.mark.parametrize(("paint", "symbology", "text"), CODES.values(), ids=CODES)
@pytest.mark.parametrize("turn", [0, 3, 90, 180])
def test_code_on_a_scan_is_found_turned_and_skewed(paint: Paint, symbology: Symbology, text: str, turn: int) -> None:
    scan = scan_of(bill_with(paint)).rotate(
        turn, expand=turn % 90 == 0, fillcolor=255, resample=Image.Resampling.BICUBIC
    )

    (code,) = codes_of(file_of(scan))

    assert (code.symbology, code.content.decode()) == (symbology, text)


def test_code_on_a_scanned_pdf_is_found() -> None:
    scan = scan_of(bill_with(CODES["QR image"][0]))

    (code,) = codes_of(a_pdf(lambda canvas: picture(canvas, scan)))

    assert code.content.decode() == SWISS


def test_gs1_code_keeps_its_separators() -> None:
    image = image_of(GS1, zxingcpp.BarcodeFormat.Code128, gs1=True)

    (code,) = codes_of(bill_with(pasted(image, 150, 15)))

    assert code.is_gs1
    assert (
        code.content == GS1.replace("(3900)", "\x1d(3900)").replace("(96)", "\x1d(96)").translate(NO_BRACKETS).encode()
    )


def test_covered_itf_is_whole_or_nothing() -> None:
    scan = scan_of(bill_with(CODES["ITF drawn"][0]))
    found = []
    for left in range(300, 1000, 50):
        covered = scan.copy()
        ImageDraw.Draw(covered).rectangle((left, 1900, left + 220, 2300), fill=255)
        found += [code.content.decode() for code in codes_of(file_of(covered, "PNG"))]

    assert set(found) <= {UTILITY}


def test_page_without_a_code_has_none() -> None:
    assert codes_of(a_pdf(bill_page)) == ()


def test_search_that_fails_leaves_the_file_as_without_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, request = text_of(bill_with(CODES["QR image"][0])), SandboxWorker.request

    def failing(worker: SandboxWorker, header: dict[str, object], content: bytes = b"") -> object:
        if header["do"] == "codes":
            worker._process.kill()
            raise Rejection("unsafe", "The file crashed the sandbox process (SIGSEGV).")
        return request(worker, header, content)

    monkeypatch.setattr(SandboxWorker, "request", failing)
    with SandboxedFiles().open(bill_with(CODES["QR image"][0])) as file:
        images = list(file.images([1]))

    assert file.text_layer.pages[0].words == whole.pages[0].words
    assert file.text_layer.pages[0].codes == ()
    assert len(images) == 1


def test_code_in_a_large_white_image_is_found() -> None:
    slip = Image.new("L", (1600, 840), 255)
    slip.paste(qr_image(SWISS).convert("L").resize((360, 360)), (60, 200))

    (code,) = codes_of(bill_with(pasted(slip, 190, 100)))

    assert code.content.decode() == SWISS
