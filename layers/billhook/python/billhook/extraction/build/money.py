"""Total, balances, charges and tax."""

from decimal import Decimal

from billhook.domain.bill import ChargeType
from billhook.extraction.data.language import word_set
from billhook.extraction.resolve.charges import Charges, charge_type, described
from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.candidates.charge_rows import Row
from billhook.extraction.candidates.amounts import taxes_beside
from billhook.extraction.text.normalize import folded
from billhook.extraction.annotate.document import AnnotatedDocument

ZERO = Decimal(0)
SURE = 0.75



def put(draft: BillBuilder, claims: Resolution) -> None:
    balances = claims.balances
    draft.put("total_charges", balances.total)
    draft.put("previous_close_balance", balances.previous)
    draft.put("after_previous_total_payment", balances.payment)
    draft.put("after_previous_charges", balances.adjustment)
    _put_either(draft, "current_open_balance", balances.open, balances.printed_open)
    tax, printed = _tax(claims)
    _put_either(draft, "tax_charges", tax, printed)
    if balances.gross is not None:
        net = balances.gross - (tax or ZERO)
        named = (*claims.amounts["current_charges"], *claims.amounts["net_charges"])
        _put_either(draft, "current_charges", net, next((one for one in named if one.value == net), None))


def _put_either(draft: BillBuilder, name: str, value: Decimal | None, printed: Candidate[Decimal] | None) -> None:
    """The printed value if it is the right one, else the inferred one, which has no evidence."""
    if printed is not None and printed.value == value:
        draft.put(name, printed)
    elif value is not None:
        draft.fields[name] = value


def _tax(claims: Resolution) -> tuple[Decimal | None, Candidate[Decimal] | None]:
    """The tax of the bill: a printed total of it, else the sum of the line items that are taxes."""
    taxed, is_added = _taxed(claims.doc, claims.charges)
    summed, proven = sum(taxed, ZERO), claims.charges.proven
    printed = [one for one in claims.amounts["tax_charges"] if not is_added or _names_added_tax(claims.doc, one)]
    agreeing = next((one for one in printed if taxed and one.value == summed), None)
    if agreeing:
        return summed, agreeing
    beside = taxes_beside(claims.doc, claims.balances.gross) if claims.balances.gross else []
    if beside:
        return beside[0].value, beside[0]
    best = next(iter(printed), None)
    mixed = proven and taxed and best and _names_more(claims.doc, best)
    if best and best.score > SURE and not mixed and (not proven or not taxed or abs(best.value) > abs(summed)):
        return best.value, best
    if taxed and proven:
        return summed, None
    return (best.value, best) if best and best.score > 0.4 and not proven else (None, None)


def _taxed(doc: AnnotatedDocument, charged: Charges) -> tuple[list[Decimal], bool]:
    """The amounts of the value added taxes among the line items (True); where there are none, of all taxes."""
    named = [(row.value, doc.names(folded(described(doc, row)).split(), "charges")) for row in charged.rows]
    taxes = [(value, names) for value, names in named if not (value < 0 and "CREDIT" in names)]
    added = [value for value, names in taxes if "VAT" in names]
    if added:
        return added, True
    return [row.value for row in charged.rows if _is_tax(doc, row)], False


def _is_tax(doc: AnnotatedDocument, row: Row) -> bool:
    return charge_type(doc, folded(described(doc, row)).split(), row.value) is ChargeType.TAX


def _names_added_tax(doc: AnnotatedDocument, finding: Candidate[Decimal]) -> bool:
    return "VAT" in doc.names_in(_words_for(finding), "charges")


def _names_more(doc: AnnotatedDocument, finding: Candidate[Decimal]) -> bool:
    """Whether a printed total is one of taxes and of something else: "Taxes and other", "Taxes and fees"."""
    words = _words_for(finding)
    return "FEE" in doc.names_in(words, "charges") or not word_set("other_than_tax").isdisjoint(words.folded.split())


def _words_for(finding: Candidate[Decimal]) -> Cell:
    """The cell with the words for an amount: its own, or the one to its left."""
    own = finding.cell
    return own if len(own.words) > 2 else own.line.cells[max(0, own.position - 1)]
