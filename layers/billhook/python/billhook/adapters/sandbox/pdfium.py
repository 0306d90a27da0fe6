"""ctypes declarations of the pdfium functions in use: pypdfium2's bindings declare all, at 20 ms per file.

The library is that of pypdfium2; ``tests/adapters/sandbox/test_pdfium.py`` compares the declarations with its bindings.
A function is declared on first access. Runs in the child.
"""

import os.path
import sys
from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint,
    c_ulong,
    c_ushort,
    c_void_p,
)
from typing import Any

FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY = 4, 5
FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_SHADING, FPDF_PAGEOBJ_FORM = 1, 2, 3, 4, 5
FPDF_TEXTRENDERMODE_FILL, FPDF_TEXTRENDERMODE_INVISIBLE, FPDF_TEXTRENDERMODE_CLIP = 0, 3, 7
FPDF_ANNOT_FREETEXT, FPDF_ANNOT_STAMP, FPDF_ANNOT_WIDGET = 3, 13, 20
FPDF_ANNOT, FPDFBitmap_Gray, FLAT_NORMALDISPLAY = 1, 1, 0
FORMTYPE_NONE, FORMTYPE_XFA_FULL = 0, 2


class FS_RECTF(Structure):  # noqa: N801  pdfium's own name
    """A rectangle, y upwards."""

    _fields_ = (("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float))


class FS_MATRIX(Structure):  # noqa: N801  pdfium's own name
    """A transformation of the plane."""

    _fields_ = tuple((name, c_float) for name in "abcdef")


class FPDF_FILEWRITE(Structure):  # noqa: N801  pdfium's own name
    """The target of ``FPDF_SaveAsCopy``; ``version`` is 1."""

    _fields_ = (("version", c_int), ("WriteBlock", CFUNCTYPE(c_int, c_void_p, c_void_p, c_ulong)))


class FPDF_FORMFILLINFO(Structure):  # noqa: N801  pdfium's own name
    """Callbacks of an interactive form, all absent; ``version`` is 2. As large as pdfium's structure or larger."""

    _fields_ = (("version", c_int), ("callbacks", c_void_p * 64))


_HANDLE, _WORD = c_void_p, c_ulong
_RECT, _FLOAT = POINTER(FS_RECTF), POINTER(c_float)
_UNSIGNED, _DOUBLE = POINTER(c_uint), POINTER(c_double)
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "FPDF_InitLibrary": (None,),
    "FPDF_GetLastError": (_WORD,),
    "FPDF_LoadMemDocument64": (_HANDLE, c_void_p, c_size_t, c_char_p),
    "FPDF_CreateNewDocument": (_HANDLE,),
    "FPDF_CloseDocument": (None, _HANDLE),
    "FPDF_GetPageCount": (c_int, _HANDLE),
    "FPDF_GetFormType": (c_int, _HANDLE),
    "FPDFDoc_GetAttachmentCount": (c_int, _HANDLE),
    "FPDFDoc_GetAttachment": (_HANDLE, _HANDLE, c_int),
    "FPDFAttachment_GetFile": (c_int, _HANDLE, c_void_p, c_ulong, POINTER(c_ulong)),
    "FPDFDOC_InitFormFillEnvironment": (_HANDLE, _HANDLE, POINTER(FPDF_FORMFILLINFO)),
    "FORM_OnAfterLoadPage": (None, _HANDLE, _HANDLE),
    "FORM_OnBeforeClosePage": (None, _HANDLE, _HANDLE),
    "FPDF_ImportPagesByIndex": (c_int, _HANDLE, _HANDLE, POINTER(c_int), c_ulong, c_int),
    "FPDF_SaveAsCopy": (c_int, _HANDLE, POINTER(FPDF_FILEWRITE), _WORD),
    "FPDF_LoadPage": (_HANDLE, _HANDLE, c_int),
    "FPDF_ClosePage": (None, _HANDLE),
    "FPDF_GetPageBoundingBox": (c_int, _HANDLE, _RECT),
    "FPDF_RenderPageBitmap": (None, _HANDLE, _HANDLE, c_int, c_int, c_int, c_int, c_int, c_int),
    "FPDFPage_GetRotation": (c_int, _HANDLE),
    "FPDFPage_SetRotation": (None, _HANDLE, c_int),
    "FPDFPage_SetMediaBox": (None, _HANDLE, c_float, c_float, c_float, c_float),
    "FPDFPage_SetCropBox": (None, _HANDLE, c_float, c_float, c_float, c_float),
    "FPDFPage_TransFormWithClip": (c_int, _HANDLE, POINTER(FS_MATRIX), _RECT),
    "FPDFPage_Flatten": (c_int, _HANDLE, c_int),
    "FPDFPage_CountObjects": (c_int, _HANDLE),
    "FPDFPage_GetObject": (_HANDLE, _HANDLE, c_int),
    "FPDFPage_GetAnnotCount": (c_int, _HANDLE),
    "FPDFPage_GetAnnot": (_HANDLE, _HANDLE, c_int),
    "FPDFPage_CloseAnnot": (None, _HANDLE),
    "FPDFAnnot_GetSubtype": (c_int, _HANDLE),
    "FPDFPageObj_GetType": (c_int, _HANDLE),
    "FPDFPageObj_GetBounds": (c_int, _HANDLE, _FLOAT, _FLOAT, _FLOAT, _FLOAT),
    "FPDFPageObj_HasTransparency": (c_int, _HANDLE),
    "FPDFPageObj_GetFillColor": (c_int, _HANDLE, _UNSIGNED, _UNSIGNED, _UNSIGNED, _UNSIGNED),
    "FPDFPageObj_GetMatrix": (c_int, _HANDLE, POINTER(FS_MATRIX)),
    "FPDFPageObj_GetClipPath": (_HANDLE, _HANDLE),
    "FPDFClipPath_CountPaths": (c_int, _HANDLE),
    "FPDFClipPath_CountPathSegments": (c_int, _HANDLE, c_int),
    "FPDFClipPath_GetPathSegment": (_HANDLE, _HANDLE, c_int, c_int),
    "FPDFPath_CountSegments": (c_int, _HANDLE),
    "FPDFPath_GetPathSegment": (_HANDLE, _HANDLE, c_int),
    "FPDFPath_GetDrawMode": (c_int, _HANDLE, POINTER(c_int), POINTER(c_int)),
    "FPDFPathSegment_GetPoint": (c_int, _HANDLE, _FLOAT, _FLOAT),
    "FPDFFormObj_CountObjects": (c_int, _HANDLE),
    "FPDFFormObj_GetObject": (_HANDLE, _HANDLE, c_ulong),
    "FPDFBitmap_CreateEx": (_HANDLE, c_int, c_int, c_int, c_void_p, c_int),
    "FPDFBitmap_FillRect": (c_int, _HANDLE, c_int, c_int, c_int, c_int, _WORD),
    "FPDFBitmap_Destroy": (None, _HANDLE),
    "FPDFText_LoadPage": (_HANDLE, _HANDLE),
    "FPDFText_ClosePage": (None, _HANDLE),
    "FPDFText_CountChars": (c_int, _HANDLE),
    "FPDFText_GetText": (c_int, _HANDLE, c_int, c_int, POINTER(c_ushort)),
    "FPDFText_GetTextIndexFromCharIndex": (c_int, _HANDLE, c_int),
    "FPDFText_GetLooseCharBox": (c_int, _HANDLE, c_int, _RECT),
    "FPDFText_GetCharBox": (c_int, _HANDLE, c_int, _DOUBLE, _DOUBLE, _DOUBLE, _DOUBLE),
    "FPDFText_GetCharOrigin": (c_int, _HANDLE, c_int, _DOUBLE, _DOUBLE),
    "FPDFText_GetFontSize": (c_double, _HANDLE, c_int),
    "FPDFText_GetMatrix": (c_int, _HANDLE, c_int, POINTER(FS_MATRIX)),
    "FPDFText_GetTextObject": (_HANDLE, _HANDLE, c_int),
    "FPDFTextObj_GetTextRenderMode": (c_int, _HANDLE),
}
"""Return type and argument types by function name."""


def __getattr__(name: str) -> Any:
    """Declare a function of pdfium and return it."""
    if name not in _FUNCTIONS:
        raise AttributeError(f"pdfium.{name} is not declared")
    function = _LIBRARY[name]
    function.restype, *function.argtypes = _FUNCTIONS[name]
    globals()[name] = function
    return function


def _library_path() -> str:
    """Return the path of pypdfium2's library, without importing the package, which takes most of the time."""
    file = "libpdfium.dylib" if sys.platform == "darwin" else "libpdfium.so"
    candidates = (f"{folder}/pypdfium2_raw/{file}" for folder in sys.path)
    path = next(filter(os.path.exists, candidates), None)
    if path is None:
        raise ImportError("The library of pypdfium2 is not on the path.")
    return path


_LIBRARY = CDLL(_library_path())
