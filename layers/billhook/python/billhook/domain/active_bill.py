"""Which of a site's bills is its active one: each policy gives bills a rank, and the highest wins."""

from billhook.domain.company import ActiveBillPolicy
from billhook.domain.document import Document
from billhook.domain.document_status import Status


def rank_of(policy: ActiveBillPolicy, document: Document) -> str | None:
    """Text that sorts as the policy wants; None when the document cannot be the active bill by it.

    A bill that is being read again competes as what it was before.
    """
    if document.deleted or document.result.digest is None or document.status is Status.REJECTED:
        return None
    parsed = (document.result.parsed or document.updated).isoformat(timespec="microseconds")
    match policy:
        case ActiveBillPolicy.LAST_UPLOADED:
            return f"{document.created.isoformat(timespec='microseconds')} {document.id}"
        case ActiveBillPolicy.LATEST_STATEMENT:
            billed = document.result.digest.bill_date
            return f"{billed} {parsed} {document.id}" if billed else None
        case _:
            return f"{parsed} {document.id}"
