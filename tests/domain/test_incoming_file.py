"""Object key and metadata of an uploaded file."""

from billhook import names
from billhook.domain.incoming_file import incoming_key, object_metadata
from tests.builders import a_document


def test_incoming_key_is_made_of_ids_only() -> None:
    document = a_document(file_name="../secret.pdf")

    assert incoming_key(document.company_id, document.id) == f"incoming/{document.company_id}/{document.id}"


def test_object_metadata_names_company_document_job_and_file() -> None:
    document = a_document()

    assert object_metadata(document) == {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id,
        names.META_FILE_NAME: document.file.file_name,
    }
