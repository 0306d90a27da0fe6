#!/usr/bin/env bash
# Expected: attachments of a PDF are listed however deep their names tree is; two PDF libraries list the same.
# Seen: pypdf reads a node and its children. With one level more, as writers of many attachments make it, the list is empty
#   without a word, and so an embedded e-invoice is "not there". pdfium finds it at every depth.
# Versions: pypdf 7.1.1, pypdfium2 5.15.2 (PyPI)
# Source: ISO 32000-2, 7.9.6 (intermediate nodes may stand below each other)
# Billhook: touched; attachments are listed by pdfium, and streams of type EmbeddedFile are searched beside it.
# Test: tests/adapters/sandbox/test_attachments.py::test_invoice_in_a_deep_names_tree_is_found
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypdf==7.1.1 pypdfium2==5.15.2
venv/bin/python - <<'PYTHON'
import importlib.metadata
import io
import sys

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from pypdfium2 import PdfDocument


def bill(levels: int) -> bytes:
    """One page and one attachment; ``levels`` intermediate nodes stand between the root of the tree and the leaf."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("factur-x.xml", b"<invoice/>")
    files = writer.root_object["/Names"]["/EmbeddedFiles"]
    name, node = TextStringObject("factur-x.xml"), DictionaryObject(files)
    for _ in range(levels):
        node[NameObject("/Limits")] = ArrayObject([name, name])
        node = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(node)])})
    files.clear()
    files.update(node)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pypdf", "pypdfium2")))
seen = []
for levels in range(4):
    content = bill(levels)
    seen.append((len(PdfReader(io.BytesIO(content)).attachments), PdfDocument(content).count_attachments()))
    print(f"{levels} levels below the root: pypdf {seen[-1][0]}, pdfium {seen[-1][1]}")
if seen != [(1, 1), (1, 1), (0, 1), (0, 1)]:
    sys.exit("The behaviour has changed.")
PYTHON
