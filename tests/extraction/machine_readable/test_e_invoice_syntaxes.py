"""The table of syntaxes: complete, and with paths for values that the reader knows."""

import pytest

from billhook.extraction.machine_readable.e_invoice_syntaxes import SYNTAXES
from billhook.extraction.machine_readable.invoice_syntax import Syntax

NEEDED = {"number", "bill_date", "due_date", "seller", "payable", "net"}


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=lambda syntax: syntax.name)
def test_syntax_has_a_path_for_every_needed_value(syntax: Syntax) -> None:
    assert NEEDED - {*syntax.values, *syntax.header} == set()
    assert {"description", "quantity", "unit", "price", "amount"} <= set(syntax.line)


def test_syntaxes_have_names_of_their_own() -> None:
    assert len({syntax.name for syntax in SYNTAXES.values()}) == len(SYNTAXES) == 9
