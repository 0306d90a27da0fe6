#!/usr/bin/env bash
# Expected: the library of Factur-X and ZUGFeRD finds the invoice of any ZUGFeRD file, and where two XML files are attached
#   takes the one that is named factur-x.xml.
# Seen: get_facturx_xml_from_pdf looks for two names: the XRECHNUNG profile, whose attachment is called xrechnung.xml, has
#   "no invoice". get_xml_from_pdf takes any .xml, and the first in the order of the names that is an invoice: an earlier
#   invoice attached as a supplement wins over factur-x.xml. Neither looks at the relationship.
# Versions: factur-x 7.8, pypdf 7.1.0 (PyPI)
# Source: ZUGFeRD 2.3 specification, file name by profile; docstrings of factur-x
# Billhook: touched; attachments are known by their root element, and several invoices are witnesses each.
# Test: tests/adapters/sandbox/test_attachments.py::test_invoice_under_any_key_and_name_is_found
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check factur-x==7.8 pypdf==7.1.0
venv/bin/python - 2>> log <<'PYTHON' || { cat log >&2; exit 1; }
import importlib.metadata
import io
import sys

import facturx
from pypdf import PdfWriter

RSM, UDT = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
INVOICE = f"""<r:CrossIndustryInvoice xmlns:r="{RSM}" xmlns="{RAM}" xmlns:u="{UDT}">
<r:ExchangedDocumentContext><GuidelineSpecifiedDocumentContextParameter><ID>urn:factur-x.eu:1p0:minimum</ID>
</GuidelineSpecifiedDocumentContextParameter></r:ExchangedDocumentContext>
<r:ExchangedDocument><ID>NUMBER</ID><TypeCode>380</TypeCode><IssueDateTime><u:DateTimeString format="102">20260102</u:DateTimeString>
</IssueDateTime></r:ExchangedDocument><r:SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement><SellerTradeParty>
<Name>Stadtwerke Muster</Name><PostalTradeAddress><CountryID>DE</CountryID></PostalTradeAddress></SellerTradeParty>
<BuyerTradeParty><Name>Kundin</Name></BuyerTradeParty></ApplicableHeaderTradeAgreement><ApplicableHeaderTradeDelivery/>
<ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><SpecifiedTradeSettlementHeaderMonetarySummation>
<TaxBasisTotalAmount>100.00</TaxBasisTotalAmount><TaxTotalAmount currencyID="EUR">19.00</TaxTotalAmount><GrandTotalAmount>119.00
</GrandTotalAmount><DuePayableAmount>119.00</DuePayableAmount></SpecifiedTradeSettlementHeaderMonetarySummation>
</ApplicableHeaderTradeSettlement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""


def found(*names: str) -> list[str]:
    """What both functions take of a PDF with these attachments."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for number, name in enumerate(names):
        writer.add_attachment(name, INVOICE.replace("NUMBER", f"R-{number}").encode())
    pdf = io.BytesIO()
    writer.write(pdf)
    return [str(take(pdf.getvalue())[0]) for take in (facturx.get_facturx_xml_from_pdf, facturx.get_xml_from_pdf)]


print(f"factur-x {importlib.metadata.version('factur-x')}")
cases = [("factur-x.xml",), ("xrechnung.xml",), ("a-previous-invoice.xml", "factur-x.xml")]
seen = [found(*names) for names in cases]
for names, (by_profile, any_xml) in zip(cases, seen, strict=True):
    print(f"attached {', '.join(names)}: get_facturx_xml_from_pdf {by_profile}; get_xml_from_pdf {any_xml}")
if seen != [["factur-x.xml"] * 2, ["False", "xrechnung.xml"], ["factur-x.xml", "a-previous-invoice.xml"]]:
    sys.exit("The behaviour has changed.")
PYTHON
