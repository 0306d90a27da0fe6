"""Totals and balances: the amounts that a label names."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet, TaxedAmount
from billhook.extraction.candidates.locate import BESIDE, find_values
from billhook.extraction.candidates.printed_rows import untaxed_amounts
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

FIELDS = (
    "total_charges",
    "previous_close_balance",
    "after_previous_total_payment",
    "current_open_balance",
    "after_previous_charges",
    "current_charges",
    "net_charges",
    "tax_charges",
    "adjustments",
)
OWED_BACK = frozenset({"after_previous_total_payment"})
"""Amounts that lower what is owed: negative in the document, however they are printed."""

HEADING = frozenset({"adjustments"})
"""Amounts whose label begins its cell: within words it is part of the name of a charge."""

CREDITED = {"total_credit": "total_charges"}
"""Labels of an amount that the issuer owes: a negative total, regardless of the printed sign."""

LONGEST_TABLE = 40
"""How many lines below its heading a column may end."""

GROSS = frozenset({"total_charges", "current_charges"})
"""Labels that stand in front of a line of three amounts, too."""

FEWEST_TAXED = 3
"""Net, tax and gross."""

SET_ASIDE = frozenset({"nothing_money"})

_WHOLE = re.compile(r"[1-9]\d{0,2}(?:\d{0,4}|(?:[,.']\d{2,3})*[,.']\d{3})")
"""A whole amount as printed, its digits grouped by thousands or lakh."""

TO_PAY, BILL_TOTAL = 0.9, 0.4
"""The score of an amount to pay that is sure, and the factor of a total of the bill that differs from it."""


def propose_amounts(doc: AnnotatedDocument) -> CandidateSet:
    """The amounts that labels name, and what the page states of taxes."""
    amounts = {field: tuple(candidates) for field, candidates in labelled_amounts(doc).items()}
    return CandidateSet(
        amounts=amounts,
        taxed_amounts=tuple(_taxed_amounts(doc)),
        vat_cells=frozenset(tax.cell for tax in amounts["tax_charges"] if _names_vat(doc, tax)),
    )


def _taxed_amounts(doc: AnnotatedDocument) -> Iterator[TaxedAmount]:
    """The taxes and gross amounts of lines of net, tax and gross."""
    for line in doc.layout.lines:
        if sum([len(doc.amounts.get(cell, ())) for cell in line.cells]) < FEWEST_TAXED:
            continue
        amounts = _amounts(doc, line.cells)
        for net, tax, gross in zip(amounts, amounts[1:], amounts[2:], strict=False):
            if _are_taxed(net, tax, gross) and _is_under_tax(doc, tax.cell):
                yield TaxedAmount(tax, gross.value)


def _names_vat(doc: AnnotatedDocument, tax: Candidate[Decimal]) -> bool:
    """Whether the words for a tax, in its cell or in the cell to its left, name value added tax."""
    cell = tax.cell if len(tax.cell.words) > 2 else tax.cell.line.cells[max(0, tax.cell.position - 1)]
    return "VAT" in doc.charges.get(cell, ())


def labelled_amounts(doc: AnnotatedDocument) -> dict[str, list[Candidate[Decimal]]]:
    """For each of ``FIELDS`` the amounts that its labels point at, best first."""
    spoilt = _set_aside(doc)
    found: dict[str, list[Candidate[Decimal]]] = {}
    taxes = {cell: amounts for cell in doc.amounts if (amounts := untaxed_amounts(doc, cell))}
    for field in FIELDS:
        claims: list[Candidate[Decimal]] = []
        bill_totals: list[Candidate[Decimal]] = []
        for match in doc.labels.get(field, ()):
            if field in HEADING and match.start:
                continue
            spans = taxes if field == "tax_charges" else doc.amounts
            if field == "total_charges":
                claims += _whole(doc, match)
            for candidate in _gross(doc, match, find_values(doc, match, spans, most=2)):
                value = -abs(candidate.value) if field in OWED_BACK else candidate.value
                score = candidate.score * (0.3 if (candidate.cell, candidate.start) in spoilt else 1.0)
                named = bill_totals if _is_bill_total(match) else claims
                named.append(Candidate(value, score, candidate.cell, candidate.start, candidate.end))
        claims += _credited(doc, field)
        found[field] = merge_candidates([*claims, *_beside_amount_to_pay(bill_totals, claims)])
    return found


def _whole(doc: AnnotatedDocument, match: LabelMatch) -> list[Candidate[Decimal]]:
    """The amount in whole units without a currency right of a sure label, where other amounts have decimals."""
    beside = match.cell.line.cells[match.cell.position + 1 : match.cell.position + 2]
    if match.weight < TO_PAY or match.end < len(match.cell.text.rstrip(" :")) or not beside:
        return []
    (cell,) = beside
    if cell in doc.amounts or not _WHOLE.fullmatch(cell.text):
        return []
    return [
        Candidate(number.value, match.weight * BESIDE, cell, number.start, number.end)
        for number in doc.numbers[cell]
        if number.end == len(cell.text)
    ]


def _is_bill_total(match: LabelMatch) -> bool:
    """Whether a label names the total of the bill, to which bonuses, other services or a balance may be added."""
    return normalized(match.cell.text[match.start : match.end]) in word_set("bill_totals")


def _beside_amount_to_pay(
    bill_totals: list[Candidate[Decimal]], to_pay: list[Candidate[Decimal]]
) -> list[Candidate[Decimal]]:
    """The totals of the bill; where a label names another amount to pay, they are unlikely totals."""
    sure = {amount.value for amount in to_pay if amount.score >= TO_PAY}
    return [total.scored(total.score * BILL_TOTAL) if sure - {total.value} else total for total in bill_totals]


def _gross(doc: AnnotatedDocument, match: LabelMatch, named: list[Candidate[Decimal]]) -> list[Candidate[Decimal]]:
    """A label before net, tax and gross names the gross, which comes last."""
    amounts = _amounts(doc, match.cell.line.cells[match.cell.position + 1 :]) if match.name in GROSS and named else []
    if len(amounts) != 3 or not named[0].is_at(amounts[0]) or not _are_taxed(*amounts):
        return named
    return [amounts[2].scored(named[0].score), *named[1:]]


def _credited(doc: AnnotatedDocument, field: str) -> list[Candidate[Decimal]]:
    """The amounts that a label of credit gives to ``field``: negative, and none where nothing is owed back."""
    matches = [match for name, credited in CREDITED.items() if credited == field for match in doc.labels.get(name, ())]
    claims = [candidate for match in matches for candidate in find_values(doc, match, doc.amounts, most=1)]
    return [
        Candidate(-abs(candidate.value), candidate.score, candidate.cell, candidate.start, candidate.end)
        for candidate in claims
        if candidate.value
    ]


def _amounts(doc: AnnotatedDocument, cells: Iterable[Cell]) -> list[Candidate[Decimal]]:
    return [
        Candidate(value, 0.9, cell, start, end) for cell in cells for value, start, end in doc.amounts.get(cell, ())
    ]


def _are_taxed(net: Candidate[Decimal], tax: Candidate[Decimal], gross: Candidate[Decimal]) -> bool:
    return 0 < tax.value < net.value and net.value + tax.value == gross.value


def _is_under_tax(doc: AnnotatedDocument, cell: Cell) -> bool:
    lines = doc.layout.lines[max(0, cell.line.number - LONGEST_TABLE) : cell.line.number]
    over = [other for line in lines if line.page == cell.page for other in line.cells if other.under(cell, 0.01)]
    return any("VAT" in doc.charges.get(other, ()) for other in over if not doc.numbers[other] or len(other.words) < 5)


def _set_aside(doc: AnnotatedDocument) -> set[tuple[Cell, int]]:
    """Amounts that a label declares to be none of the bill's: due only if late, enclosed, a year's estimate."""
    taken = set()
    for field in SET_ASIDE:
        for match in doc.labels.get(field, ()):
            for candidate in find_values(doc, match, doc.amounts, most=1):
                if candidate.score > 0.5:
                    taken.add((candidate.cell, candidate.start))
    return taken
