"""Object key and metadata of an uploaded file; its rows can be recreated from the metadata."""

from billhook import names
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, DocumentId

UNDECLARED_TYPE = "application/octet-stream"


def incoming_key(company_id: CompanyId, document_id: DocumentId) -> str:
    """The object key of a document's bytes. It contains ids only, no text of the sender."""
    return f"{names.INCOMING_PREFIX}{company_id}/{document_id}"


def object_metadata(document: Document) -> dict[str, str]:
    return {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id or "",
        names.META_FILE_NAME: document.file.file_name,
    }
