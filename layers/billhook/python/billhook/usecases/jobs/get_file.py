"""A file as it was handed in, an archive or not, with the files and the documents that came out of it."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents, Jobs
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetFile:
    scope: AccessPolicy
    jobs: Jobs
    documents: Documents

    def __call__(self, principal: Principal, file_id: DocumentId) -> tuple[Document, tuple[Document, ...]]:
        """The file, and the documents that have it as their archive or that were split from it. Raises NotFound."""
        file = self.scope.file(principal, file_id)
        entries = self.jobs.entries(file.job_id) if file.job_id else ()
        others = [entry.document_id for entry in entries if entry.document_id != file.id]
        of_the_job = self.documents.get_many(others)
        living = (one for one in of_the_job if not one.deleted)
        return file, tuple(one for one in living if file.id in {one.archive_id, one.split_from})
