"""Extraction of PDF pages for OCR, with rotation applied and a single page box. Runs in the child.

OCR services differ in the page box that they use and in their coordinates of rotated pages. An unrotated page with one
box is unambiguous.
"""

from collections.abc import Sequence
from ctypes import c_int, c_void_p, cast, string_at
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.read_error import ReadError


def cut(document: Any, numbers: Sequence[int]) -> bytes:
    """Return a PDF of these pages, in this order, each as displayed. Raises ReadError(corrupt)."""
    target = pdfium.FPDF_CreateNewDocument()
    indices = (c_int * len(numbers))(*(number - 1 for number in numbers))
    if not pdfium.FPDF_ImportPagesByIndex(target, document, indices, len(numbers), 0):
        raise ReadError("corrupt", "The PDF's pages cannot be extracted.")
    for index in range(len(numbers)):
        page = pdfium.FPDF_LoadPage(target, index)
        if page:
            _apply_rotation(page)
            pdfium.FPDF_ClosePage(page)
    content = _saved(target)
    pdfium.FPDF_CloseDocument(target)
    return content


def _apply_rotation(page: Any) -> None:
    """Rotate the content instead of the page, and make the displayed area the only page box."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    width, height = box.right - box.left, box.top - box.bottom
    quarter_turns = pdfium.FPDFPage_GetRotation(page) % 4
    matrix = (
        pdfium.FS_MATRIX(1, 0, 0, 1, -box.left, -box.bottom),
        pdfium.FS_MATRIX(0, -1, 1, 0, -box.bottom, box.right),
        pdfium.FS_MATRIX(-1, 0, 0, -1, box.right, box.top),
        pdfium.FS_MATRIX(0, 1, -1, 0, box.top, -box.left),
    )[quarter_turns]
    if quarter_turns % 2:
        width, height = height, width
    pdfium.FPDFPage_TransFormWithClip(page, matrix, None)
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
