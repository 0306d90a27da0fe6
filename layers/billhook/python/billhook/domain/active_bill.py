"""Rank of a site's bills by each policy; the bill with the highest rank is the active one."""

from billhook.domain.company import ActiveBillPolicy
from billhook.domain.document import Document
from billhook.domain.document_status import Status


def rank_of(policy: ActiveBillPolicy, document: Document) -> str | None:
    """Text that sorts by the policy; None if the document cannot be the active bill.

    A document that is being reprocessed keeps the rank of its last version.
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
