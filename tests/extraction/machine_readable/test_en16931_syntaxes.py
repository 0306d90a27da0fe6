"""The syntaxes of EN 16931 by their roots."""

from billhook.extraction.machine_readable.en16931_syntaxes import EN16931_SYNTAXES


def test_syntaxes_have_their_roots() -> None:
    assert {syntax.root for syntax in EN16931_SYNTAXES} == {
        "CrossIndustryInvoice",
        "CrossIndustryDocument",
        "Invoice",
        "CreditNote",
    }
