"""Issuer, account and invoice number, currency."""

from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.candidates.identifiers import labelled_codes
from billhook.extraction.candidates.issuer import issuer

LEAST = 0.44
"""What an invoice number must score: the word "invoice" stands beside many numbers."""


def put(draft: BillBuilder, claims: Resolution) -> None:
    account = next(iter(claims.accounts), None)
    draft.put("account_number", account)
    invoices = [one for one in labelled_codes(claims.doc, "invoice_id") if one.score > LEAST]
    others = [one for one in invoices if account is None or one.value != account.value]
    elsewhere = [one for one in invoices if account is None or one.cell.line is not account.cell.line]
    draft.put("invoice_id", next(iter((*others, *elsewhere)), None))
    draft.put("utility_name", next(iter(issuer(claims.doc)), None))
    if claims.doc.locale.currency:
        draft.fields["charges_units"] = claims.doc.locale.currency
