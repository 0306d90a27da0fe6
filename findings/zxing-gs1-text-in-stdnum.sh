#!/usr/bin/env bash
# Expected: the text of a GS1-128 code, "(415)...(8020)...", goes into python-stdnum's GS1-128 parser, which says that it
#   ignores brackets; or the bytes do, which hold the separators.
# Seen: zxing-cpp's default text is the human-readable one: it has brackets and no FNC1. stdnum drops the brackets and cannot
#   know any longer where a field of variable length ends. The bytes are refused as well, since stdnum expects no separator
#   unless it is told one. Only the bytes together with separator="\x1d" give the fields of a payment slip.
# Versions: zxing-cpp 3.1.1, python-stdnum 2.2 (PyPI)
# Source: GS1 General Specifications, 7.8; https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.gs1_128
# Billhook: touched; slips are parsed from the bytes, and FNC1 ends a field.
# Test: tests/extraction/machine_readable/test_gs1_slip.py::test_parse_gives_all_values
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check zxing-cpp==3.1.1 python-stdnum==2.2 numpy==2.4.6
venv/bin/python - <<'PYTHON'
import importlib.metadata
import sys

import numpy
import zxingcpp
from stdnum import gs1_128
from stdnum.exceptions import ValidationError

slip = "(415)7701234567897(8020)0123456789(3900)00045900(96)20261215"
bars = zxingcpp.create_barcode(slip, zxingcpp.BarcodeFormat.Code128, gs1=True).to_image(scale=3)
[found] = zxingcpp.read_barcodes(numpy.pad(numpy.array(bars), 60, constant_values=255))


def fields(text: str, **separator: str) -> str:
    try:
        return ", ".join(gs1_128.info(text, **separator))
    except ValidationError as error:
        return type(error).__name__


raw = found.bytes.decode("ascii")
seen = [fields(found.text), fields(raw), fields(raw, separator="\x1d")]
print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("zxing-cpp", "python-stdnum")))
print(f"text: {found.text}; bytes: {found.bytes!r}")
print(f"fields by text: {seen[0]}; by bytes: {seen[1]}; by bytes and separator: {seen[2]}")
if seen != ["InvalidLength", "InvalidComponent", "415, 8020, 3900, 96"]:
    sys.exit("The behaviour has changed.")
PYTHON
