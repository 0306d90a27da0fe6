#!/usr/bin/env bash
# Expected: a QR code written by one library and read by another gives the text that went in.
# Seen: segno's EPC code takes the first ISO 8859 part that fits the text, says so only in line 3 of the content, and puts no
#   ECI into the symbol. zxing-cpp has nothing but the symbol to go by and guesses Latin-1: a Polish payee gets other letters.
#   The bytes are right; line 3 says how to decode them.
# Versions: segno 1.6.6, zxing-cpp 3.1.1 (PyPI)
# Source: EPC069-12 version 3.1, "Character set"; https://segno.readthedocs.io/en/latest/api.html#segno.helpers.make_epc_qr
# Billhook: touched; codes are kept as bytes and decoded by line 3.
# Test: tests/extraction/machine_readable/test_epc_qr.py::test_parse_generated_code_in_its_own_charset
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check segno==1.6.6 zxing-cpp==3.1.1 pillow==13.0.0
venv/bin/python - <<'PYTHON'
import importlib.metadata
import io
import sys

import zxingcpp
from PIL import Image
from segno import helpers

payee = "Zakład Wodociągów Łódź"
code = helpers.make_epc_qr(name=payee, iban="PL61109010140000071219812874", amount="12.30", text="Faktura 7")
png = io.BytesIO()
code.save(png, kind="png", scale=6)
[found] = zxingcpp.read_barcodes(Image.open(png).convert("L"))
charset, by_text = found.text.split("\n")[2], found.text.split("\n")[5]
by_line_3 = found.bytes.decode({"3": "iso-8859-2"}[charset]).split("\n")[5]
print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("segno", "zxing-cpp")))
print(f"written: {payee}; charset of line 3: {charset}; text: {by_text}; bytes by line 3: {by_line_3}")
if by_text == payee or by_line_3 != payee:
    sys.exit("The behaviour has changed.")
PYTHON
