"""From claims to a bill: the parts of it are filled in, its checks are made."""

from billhook.domain.bill import Extraction
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.build import dates, header, history, line_items, money, usage
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.candidates.classify import REASONS, other_kind
from billhook.extraction.resolve.resolution import resolve_candidates
from billhook.extraction.validate.checks import checked

NO_WORDS = "no words could be read"
NOT_A_BILL = "too little speaks for a utility bill: nothing metered, no service period, no supply point"


def assemble(doc: AnnotatedDocument) -> Extraction:
    """The bill that ``doc`` shows, or the reason why it shows none."""
    if not doc.layout.cells:
        return Extraction(reason=NO_WORDS)
    claims = resolve_candidates(doc)
    if not claims.is_bill:
        return Extraction(reason=_why_not(doc))
    draft = BillBuilder()
    header.put(draft, claims)
    period = dates.put(draft, claims)
    money.put(draft, claims)
    line_items.put(draft, claims, period)
    usage.put(draft, claims, period)
    history.put(draft, claims)
    bill = draft.bill(pages=tuple(sorted({line.page for line in doc.layout.lines})))
    return Extraction(bills=(checked(bill),))


def _why_not(doc: AnnotatedDocument) -> str:
    """The kind of document in one stable word, and why it is no bill."""
    kind = other_kind(doc)
    return f"{kind}: {REASONS[kind]}; {NOT_A_BILL}" if kind in REASONS else f"{kind}: {NOT_A_BILL}"
