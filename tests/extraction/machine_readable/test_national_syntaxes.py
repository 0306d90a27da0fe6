"""The national syntaxes by their roots."""

from billhook.extraction.machine_readable.national_syntaxes import NATIONAL_SYNTAXES


def test_syntaxes_have_their_roots() -> None:
    assert {syntax.root for syntax in NATIONAL_SYNTAXES} == {
        "FatturaElettronica",
        "Facturae",
        "NF3e",
        "NFCom",
        "Faktura",
    }
