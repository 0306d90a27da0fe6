"""Create a pre-signed form for one file, for the holder of a drop's link."""

from dataclasses import dataclass, field

from billhook import names
from billhook.domain.ids import DocumentId
from billhook.domain.page_limits import PageLimits
from billhook.domain.stored_file import UNDECLARED_TYPE
from billhook.domain.sweep_delays import FORM_LIFETIME
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Companies
from billhook.ports.files import Files
from billhook.usecases.access.limit_rate import LimitFiles
from billhook.usecases.intake.create_presigned_uploads import Upload
from billhook.usecases.intake.queries import FindOpenDrop


@dataclass(frozen=True)
class UploadToDrop:
    """Writes the count of files only: an uploaded file becomes a job when it arrives."""

    drop_of: FindOpenDrop
    companies: Companies
    limit_files: LimitFiles
    files: Files
    clock: Clock
    ids: Ids
    limits: PageLimits = field(default_factory=PageLimits)

    def __call__(self, token: str, *, file_name: str, content_type: str = UNDECLARED_TYPE) -> Upload:
        """Raises NotFound for an unknown token, Gone for a drop that is revoked or has expired, QuotaExceeded."""
        drop = self.drop_of(token)
        if company := self.companies.get(drop.company_id):
            self.limit_files.count(company, 1)
        document_id = DocumentId(self.ids.new())
        metadata = {
            names.META_COMPANY: drop.company_id,
            names.META_DROP: drop.id,
            names.META_DOCUMENT: document_id,
            names.META_FILE_NAME: file_name,
        }
        post = self.files.presigned_post(
            f"{names.DROP_PREFIX}{drop.company_id}/{drop.id}/{document_id}",
            content_type=content_type,
            metadata=metadata,
            max_bytes=self.limits.file_bytes,
            expires=FORM_LIFETIME,
        )
        return Upload(document_id, post, self.clock.now() + FORM_LIFETIME, self.limits.file_bytes)
