#!/usr/bin/env bash
# Expected: the call of the package's own README, account and then amount, gives a payment with that amount; an asterisk in
#   the message, which is the separator of SPAYD, is escaped as %2A.
# Seen: the second parameter is the BIC. The amount lands in the account field after "+", AM is missing, and the payer sees an
#   open amount. The asterisk is written as it is, so the message falls into two parts, of which the second has no key.
# Versions: qrplatba 1.2.0 (PyPI)
# Source: README of qrplatba; Short Payment Descriptor 1.0, https://qr-platba.cz/pro-vyvojare/specifikace-formatu/
# Billhook: touched; what follows "+" is no amount, and a part without a key continues the message.
# Test: tests/extraction/machine_readable/test_spayd.py::test_parse_generated_code_with_asterisk_and_misplaced_amount
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check qrplatba==1.2.0
venv/bin/python - <<'PYTHON'
import importlib.metadata
import sys

from qrplatba import QRPlatbaGenerator

account = "CZ5855000000001265098001"
as_in_readme = QRPlatbaGenerator(account, 400.56, x_vs="2034456", message="Voda * leden").get_text()
by_name = QRPlatbaGenerator(account=account, amount=400.56, x_vs="2034456", message="Voda").get_text()
print(f"qrplatba {importlib.metadata.version('qrplatba')}")
print(f"as in the README: {as_in_readme}\nby name: {by_name}")
without_key = [part for part in as_in_readme.split("*")[2:] if ":" not in part]
if f"ACC:{account}+400.56*" not in as_in_readme or "*AM:" in as_in_readme or without_key != [" leden"]:
    sys.exit("The behaviour has changed.")
if "*AM:400.56*" not in by_name:
    sys.exit("The behaviour has changed.")
PYTHON
