"""The declarations of pdfium, compared with those that pypdfium2 generates from its headers."""

import ctypes
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2_raw
import pytest

from billhook.adapters.sandbox import pdfium

FUNCTIONS = sorted(pdfium._FUNCTIONS)
CONSTANTS = sorted(name for name in vars(pdfium) if re.fullmatch(r"F[A-Z]+_[A-Z_]+|FPDFBitmap_Gray", name))
VALUES = [name for name in CONSTANTS if isinstance(getattr(pdfium, name), int)]
POINTERS = (ctypes._Pointer, ctypes.c_void_p, ctypes.c_char_p)


def shape(kind: Any) -> Any:
    """Describe a parameter: nothing, an address, or a number of this kind and size."""
    if kind is None:
        return None
    if issubclass(kind, ctypes.Structure):
        return [(name, shape(part)) for name, part in kind._fields_]
    if issubclass(kind, POINTERS) or not hasattr(kind, "_type_"):
        return "address"
    return kind._type_, ctypes.sizeof(kind)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_pdfium_function_matches_the_generated_signature(name: str) -> None:
    ours, generated = getattr(pdfium, name), getattr(pypdfium2_raw, name)

    assert shape(ours.restype) == shape(generated.restype)
    assert list(map(shape, ours.argtypes)) == list(map(shape, generated.argtypes))


@pytest.mark.parametrize("name", ["FS_RECTF", "FS_MATRIX", "FPDF_FILEWRITE"])
def test_pdfium_structure_matches_the_generated_fields(name: str) -> None:
    assert shape(getattr(pdfium, name)) == shape(getattr(pypdfium2_raw, name))


def test_pdfium_constants_match_the_generated_values() -> None:
    assert {name: getattr(pdfium, name) for name in VALUES} == {name: getattr(pypdfium2_raw, name) for name in VALUES}
    assert len(VALUES) >= 14


def test_pdfium_declarations_cover_every_use_in_the_sandbox() -> None:
    folder = Path(pdfium.__file__).parent
    used = {name for file in folder.glob("*.py") for name in re.findall(r"\bpdfium\.(F\w+)", file.read_text())}

    assert used
    assert used <= {*FUNCTIONS, *vars(pdfium)}
    with pytest.raises(AttributeError):
        _ = pdfium.FPDF_LoadDocument


def test_pdfium_reads_a_pdf_without_pypdfium2_bindings() -> None:
    code = (
        "import sys; from billhook.adapters.sandbox import child, pdf; print([m for m in sys.modules if 'pypdf' in m])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "[]"
