#!/usr/bin/env bash
# Expected: an XML comment in an invoice changes nothing, as in every XML vocabulary.
# Seen: the parser of drafthorse, which is strict by default, takes a comment for an unknown element and refuses the invoice.
#   25 of 68 official CII samples have a comment. strict=False reads them.
# Versions: drafthorse 2025.2.0 (PyPI)
# Source: XML 1.0, 2.5; samples in https://github.com/itplr-kosit/xrechnung-testsuite
# Billhook: touched; comments are no elements of the tree.
# Test: tests/adapters/sandbox/test_xml_file.py::test_tree_has_local_names_texts_and_attributes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check drafthorse==2025.2.0
venv/bin/python - <<'PYTHON'
import importlib.metadata
import sys
from datetime import date

from drafthorse.models.document import Document

made = Document()
made.context.guideline_parameter.id = "urn:cen.eu:en16931:2017"
made.header.id, made.header.type_code, made.header.issue_date_time = "R-7", "380", date(2026, 1, 2)
invoice = made.serialize(schema=None)
commented = invoice.replace(b"<rsm:ExchangedDocument>", b"<!-- Head --><rsm:ExchangedDocument>")


def number(content: bytes, strict: bool) -> str:
    try:
        return str(Document.parse(content, strict=strict).header.id)
    except TypeError as error:
        return f"refused: {str(error).partition(' <')[0]}"


print(f"drafthorse {importlib.metadata.version('drafthorse')}")
seen = [number(invoice, strict=True), number(commented, strict=True), number(commented, strict=False)]
print(f"plain: {seen[0]}; with a comment: {seen[1]}; with a comment, not strict: {seen[2]}")
if seen != ["R-7", "refused: Unknown element", "R-7"]:
    sys.exit("The behaviour has changed.")
PYTHON
