"""From claims to a bill: the parts of it are filled in, its checks are made."""

from billhook.domain.bill import Extraction
from billhook.extraction.checks import checks
from billhook.extraction.claims import gather
from billhook.extraction.draft import Draft
from billhook.extraction.parts import codes, dates, history, items, money, usage
from billhook.extraction.rules.kind import REASONS, other_kind
from billhook.extraction.view import View

NO_WORDS = "no words could be read"
NOT_A_BILL = "too little speaks for a utility bill: nothing metered, no service period, no supply point"


def assemble(view: View) -> Extraction:
    """The bill that ``view`` shows, or the reason why it shows none."""
    if not view.layout.cells:
        return Extraction(reason=NO_WORDS)
    claims = gather(view)
    if not claims.is_bill:
        return Extraction(reason=_why_not(view))
    draft = Draft()
    codes.put(draft, claims)
    period = dates.put(draft, claims)
    money.put(draft, claims)
    items.put(draft, claims, period)
    usage.put(draft, claims, period)
    history.put(draft, claims)
    bill = draft.bill(pages=tuple(sorted({line.page for line in view.layout.lines})))
    return Extraction(bills=(bill.model_copy(update={"checks": checks(bill)}),))


def _why_not(view: View) -> str:
    """The kind of document in one stable word, and why it is no bill."""
    kind = other_kind(view)
    return f"{kind}: {REASONS[kind]}; {NOT_A_BILL}" if kind in REASONS else f"{kind}: {NOT_A_BILL}"
