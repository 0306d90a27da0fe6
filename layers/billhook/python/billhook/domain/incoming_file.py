"""Where an uploaded file is stored, and the object metadata from which its rows can be rebuilt."""

from billhook import names
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, DocumentId

UNDECLARED_TYPE = "application/octet-stream"


def incoming_key(company_id: CompanyId, document_id: DocumentId) -> str:
    """The object key of a document's bytes: made of our ids only, never of text from the sender."""
    return f"{names.INCOMING_PREFIX}{company_id}/{document_id}"


def object_metadata(document: Document) -> dict[str, str]:
    return {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id or "",
        names.META_FILE_NAME: document.file.file_name,
    }
