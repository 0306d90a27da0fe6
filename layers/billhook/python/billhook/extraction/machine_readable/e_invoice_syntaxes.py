"""All syntaxes of e-invoices by their root elements."""

from billhook.extraction.machine_readable.en16931_syntaxes import EN16931_SYNTAXES
from billhook.extraction.machine_readable.national_syntaxes import NATIONAL_SYNTAXES

SYNTAXES = {syntax.root: syntax for syntax in (*EN16931_SYNTAXES, *NATIONAL_SYNTAXES)}
"""By the local name of the root element."""

ENVELOPES = frozenset({"nf3eProc", "NFComProc", "nfcomProc"})
"""Roots whose child is the invoice: Brazil's authorised files."""
