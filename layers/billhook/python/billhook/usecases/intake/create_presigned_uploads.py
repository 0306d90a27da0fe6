"""Create presigned forms for files that are too large for the API; the client uploads them to the bucket."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, DocumentId
from billhook.domain.job import Job
from billhook.domain.page_limits import PageLimits
from billhook.domain.stored_file import UNDECLARED_TYPE, object_metadata
from billhook.domain.sweep_delays import FORM_LIFETIME
from billhook.ports.files import Files, PresignedPost
from billhook.usecases.intake.submit_documents import PendingUpload, SubmissionOptions, SubmitDocuments


@dataclass(frozen=True)
class Upload:
    """A form for one file, good until ``expires_at``, for 1 to ``max_bytes`` bytes."""

    document_id: DocumentId
    post: PresignedPost = field(repr=False)
    expires_at: datetime
    max_bytes: int


@dataclass(frozen=True)
class CreatePresignedUploads:
    """Rows now, bytes when their owner puts them there; who never does has a rejected document half an hour later."""

    submit: SubmitDocuments
    files: Files
    limits: PageLimits = field(default_factory=PageLimits)

    def __call__(
        self,
        principal: Principal,
        company_id: CompanyId,
        announced: Sequence[PendingUpload],
        options: SubmissionOptions,
    ) -> tuple[Job, tuple[Document, ...], tuple[Upload, ...]]:
        """The new job, its documents, and a form for each. Raises as SubmitDocuments."""
        job, documents = self.submit(principal, company_id, announced, options)
        return job, documents, tuple(self._upload(job, document) for document in documents)

    def _upload(self, job: Job, document: Document) -> Upload:
        post = self.files.presigned_post(
            document.file.object_key or "",
            content_type=document.file.content_type or UNDECLARED_TYPE,
            metadata=object_metadata(document.identity, document.file.file_name),
            max_bytes=self.limits.file_bytes,
            expires=FORM_LIFETIME,
        )
        return Upload(document.id, post, job.created + FORM_LIFETIME, self.limits.file_bytes)
