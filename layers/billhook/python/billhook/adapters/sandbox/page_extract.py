"""Pages cut out of a PDF and laid straight, so that whoever reads them next has nothing to get wrong.

Readers differ in which box of a page they show and in whose coordinates they answer for a turned one. A page that
is not turned and has one box leaves no choice. Runs in the child.
"""

from collections.abc import Sequence
from ctypes import c_int, c_void_p, cast, string_at
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.read_error import ReadError


def cut(document: Any, numbers: Sequence[int]) -> bytes:
    """A PDF of these pages alone, in this order, each as it is displayed. Raises Refusal(corrupt)."""
    target = pdfium.FPDF_CreateNewDocument()
    indices = (c_int * len(numbers))(*(number - 1 for number in numbers))
    if not pdfium.FPDF_ImportPagesByIndex(target, document, indices, len(numbers), 0):
        raise ReadError("corrupt", "The PDF does not let its pages be taken apart.")
    for index in range(len(numbers)):
        page = pdfium.FPDF_LoadPage(target, index)
        if page:
            _straighten(page)
            pdfium.FPDF_ClosePage(page)
    content = _saved(target)
    pdfium.FPDF_CloseDocument(target)
    return content


def _straighten(page: Any) -> None:
    """Turn the content instead of the page, and make what is displayed the only box."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    width, height = box.right - box.left, box.top - box.bottom
    quarter_turns = pdfium.FPDFPage_GetRotation(page) % 4
    turn = (
        pdfium.FS_MATRIX(1, 0, 0, 1, -box.left, -box.bottom),
        pdfium.FS_MATRIX(0, -1, 1, 0, -box.bottom, box.right),
        pdfium.FS_MATRIX(-1, 0, 0, -1, box.right, box.top),
        pdfium.FS_MATRIX(0, 1, -1, 0, box.top, -box.left),
    )[quarter_turns]
    if quarter_turns % 2:
        width, height = height, width
    pdfium.FPDFPage_TransFormWithClip(page, turn, None)
    pdfium.FPDFPage_SetRotation(page, 0)
    pdfium.FPDFPage_SetMediaBox(page, 0, 0, width, height)
    pdfium.FPDFPage_SetCropBox(page, 0, 0, width, height)


def _saved(document: Any) -> bytes:
    blocks: list[bytes] = []

    def write(_writer: Any, data: Any, size: int) -> int:
        blocks.append(string_at(cast(data, c_void_p), size))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1)
    writer.WriteBlock = type(writer.WriteBlock)(write)
    if not pdfium.FPDF_SaveAsCopy(document, writer, 0):
        raise ReadError("corrupt", "The PDF's pages cannot be written.")
    return b"".join(blocks)
