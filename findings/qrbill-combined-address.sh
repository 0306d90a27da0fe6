#!/usr/bin/env bash
# Expected: a maintained generator of Swiss QR-bills writes what banks accept today, or warns.
# Seen: an address given as two lines is still written with type K (combined). The guidelines allow only S (structured) since
#   22 November 2025. There is no warning, and the version line is 0200 in both. The lines mean different things: with K, line
#   7 of the content has street and number together, line 8 postcode and town, and lines 9 and 10 are empty.
# Versions: qrbill 1.2.0 (PyPI)
# Source: SIX, Swiss Implementation Guidelines for the QR-bill, version 2.3, address types
# Billhook: touched; bills of both kinds are about. The name is the same line in both, and no other part of an address is read.
# Test: tests/extraction/machine_readable/test_swiss_qr_bill.py::test_parse_combined_address_has_the_same_payee
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check qrbill==1.2.0
venv/bin/python -W always - <<'PYTHON'
import importlib.metadata
import sys
import warnings

from qrbill import QRBill

two_lines = {"name": "Wasserwerk Muster", "line1": "Hauptstrasse 1", "line2": "8000 Zürich"}
parts = {"name": "Wasserwerk Muster", "street": "Hauptstrasse", "house_num": "1", "pcode": "8000", "city": "Zürich"}
print(f"qrbill {importlib.metadata.version('qrbill')}")
seen = []
with warnings.catch_warnings(record=True) as warned:
    for address in (two_lines, parts):
        bill = QRBill(account="CH9300762011623852957", creditor=address, amount="123.45")
        lines = bill.qr_data().split("\r\n")
        seen.append(lines[4])
        print(f"version {lines[1]}, creditor {lines[4:11]}")
print(f"warnings: {len(warned)}")
if seen != ["K", "S"] or warned:
    sys.exit("The behaviour has changed.")
PYTHON
