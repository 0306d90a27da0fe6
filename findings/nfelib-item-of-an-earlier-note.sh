#!/usr/bin/env bash
# Expected: every detail (det) of a Brazilian electricity note (NF3e) has an item, and the class that parses tells what it gets.
# Seen: a detail has either detItem or detItemAnt, an item of an earlier note that is corrected: in the sample that the package
#   ships, the first of two has no detItem. And Nf3E.from_xml of the authorised file, which is what customers receive, gives
#   another class, Nf3EProc, without infNF3e: the root of the file decides, not the class that was asked.
# Versions: nfelib 3.2.0 (PyPI)
# Source: Manual de Orientação do Contribuinte NF3e, schema 1.00 (det, nf3eProc); nfelib/nf3e/samples/v1_0
# Billhook: touched; the note is found below any root, and only details with an item become line items.
# Test: tests/extraction/machine_readable/test_e_invoices.py::test_item_of_an_earlier_note_is_no_line
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check nfelib==3.2.0
venv/bin/python - <<'PYTHON'
import importlib.metadata
import importlib.resources
import sys

from nfelib.nf3e.bindings.v1_0 import Nf3E

sample = importlib.resources.files("nfelib") / "nf3e/samples/v1_0/nota_energia-nf3e.xml"
note = sample.read_text(encoding="utf-8").partition("?>")[2]
namespace = "http://www.portalfiscal.inf.br/nf3e"
protocol = """<protNF3e versao="1.00"><infProt><tpAmb>2</tpAmb><verAplic>1</verAplic><chNF3e>CHAVE</chNF3e>
<dhRecbto>2025-03-17T15:48:25-03:00</dhRecbto><nProt>141250000000001</nProt><digVal>AAAA</digVal><cStat>100</cStat>
<xMotivo>Autorizado o uso da NF3e</xMotivo></infProt></protNF3e>""".replace("CHAVE", "41241142124473000199661230000000011098765432")
authorised = f'<nf3eProc xmlns="{namespace}" versao="1.00">{note}{protocol}</nf3eProc>'

print(f"nfelib {importlib.metadata.version('nfelib')}")
details = [detail for earlier in Nf3E.from_xml(note).infNF3e.NFdet for detail in earlier.det]
items = [(detail.detItem is not None, detail.detItemAnt is not None) for detail in details]
got = Nf3E.from_xml(authorised)
print(f"details with (detItem, detItemAnt): {items}")
print(f"Nf3E.from_xml of the authorised file: {type(got).__name__}, has infNF3e: {hasattr(got, 'infNF3e')}")
if items != [(False, True), (True, False)] or (type(got).__name__, hasattr(got, "infNF3e")) != ("Nf3EProc", False):
    sys.exit("The behaviour has changed.")
PYTHON
