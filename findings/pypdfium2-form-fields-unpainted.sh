#!/usr/bin/env bash
# Expected: a page is rendered as a viewer shows it, values of its form fields included: render() has may_draw_forms=True.
# Seen: the fields stay blank unless init_forms() was called on the document before the page was loaded; the option alone does
#   nothing and nobody warns. The values are not in the extracted text either, so OCR of the picture does not help.
# Versions: pypdfium2 5.15.2 (PyPI)
# Source: https://pypdfium2.readthedocs.io/en/stable/python_api.html (PdfDocument.init_forms, PdfPage.render)
# Billhook: touched; a page with fields is flattened before it is read and rendered: values are words, and OCR sees them.
# Test: tests/adapters/sandbox/test_page.py::test_form_value_is_a_word_and_is_painted
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0 numpy==2.4.6
venv/bin/python - <<'PYTHON'
import importlib.metadata
import io
import sys

from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

written = io.BytesIO()
canvas = Canvas(written, pagesize=(400, 100))
canvas.drawString(20, 50, "Account number")
canvas.acroForm.textfield(name="account", value="9900112233", x=150, y=42, width=200, height=20, borderWidth=0, fillColor=None)
canvas.save()


def rendered(with_forms: bool) -> tuple[bool, str]:
    document = PdfDocument(written.getvalue())
    if with_forms:
        document.init_forms()
    page = document[0]
    pixels = page.render(grayscale=True, may_draw_forms=True).to_numpy()
    return bool((pixels[40:58, 152:348] < 128).any()), page.get_textpage().get_text_bounded()


print(f"pypdfium2 {importlib.metadata.version('pypdfium2')}")
seen = [rendered(with_forms) for with_forms in (False, True)]
for called, (painted, text) in zip(("no init_forms", "init_forms"), seen, strict=True):
    print(f"{called}: value painted: {painted}; text: {text!r}")
if seen != [(False, "Account number"), (True, "Account number")]:
    sys.exit("The behaviour has changed.")
PYTHON
