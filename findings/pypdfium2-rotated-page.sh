#!/usr/bin/env bash
# Expected: size of a page and boxes of its characters are in one system of coordinates, so that their ratio is a place.
# Seen: on a page with /Rotate 90 the size is that of the turned page (792 x 612) and the boxes are those of the page before
#   (a box reaches x=72, y=708, beyond the height). And the lines come in another order: the text runs by the turned page.
# Versions: pypdfium2 5.15.2 (PyPI), with pypdf 7.1.1 for /Rotate
# Source: https://pypdfium2.readthedocs.io/en/stable/python_api.html (PdfPage.get_size, PdfTextPage.get_charbox)
# Billhook: touched; boxes are transformed by crop box and rotation, and lines are formed from boxes.
# Test: tests/adapters/sandbox/test_page.py::test_word_box_lies_where_the_word_is_displayed
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.1 reportlab==5.1.0
venv/bin/python - <<'PYTHON'
import importlib.metadata
import io
import sys

from pypdf import PdfWriter
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

upright = io.BytesIO()
canvas = Canvas(upright, pagesize=(612, 792))
canvas.drawString(72, 720, "Account number")
canvas.drawString(72, 700, "Amount due")
canvas.save()


def page(turn: int) -> tuple[tuple[float, float], float, list[str]]:
    """Size, the top of the highest character, and the lines of the text."""
    writer = PdfWriter(clone_from=io.BytesIO(upright.getvalue()))
    writer.pages[0].rotate(turn)
    turned = io.BytesIO()
    writer.write(turned)
    shown = PdfDocument(turned.getvalue())[0]
    text = shown.get_textpage()
    return shown.get_size(), max(text.get_charbox(0)[3], text.get_charbox(12)[3]), text.get_text_range().splitlines()


print(f"pypdfium2 {importlib.metadata.version('pypdfium2')}")
for turn in (0, 90):
    size, top, lines = page(turn)
    print(f"/Rotate {turn}: size {size}, top of the highest character {top:.0f}, lines {lines}")
if not (size == (792, 612) and top > size[1] and lines == ["Amount due", "Account number"]):
    sys.exit("The behaviour has changed.")
PYTHON
