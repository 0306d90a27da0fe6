"""Offer signed forms for files that a request was too large for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from billhook import names
from billhook.domain.company import Principal
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.domain.page_limits import PageLimits
from billhook.domain.stored_file import UNDECLARED_TYPE, incoming_key
from billhook.domain.sweep_delays import FORM_LIFETIME
from billhook.ports.clock import Clock, Ids
from billhook.ports.files import Files
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.access.limit_rate import LimitFiles
from billhook.usecases.intake.create_presigned_uploads import Upload


@dataclass(frozen=True)
class OfferUploads:
    """Only counts the files, because the request is refused: a file that is sent becomes a job of its own."""

    scope: AccessPolicy
    limit_files: LimitFiles
    files: Files
    clock: Clock
    ids: Ids
    limits: PageLimits = field(default_factory=PageLimits)

    def __call__(
        self, principal: Principal, company_id: CompanyId, file_names: Sequence[str], site_id: SiteId | None = None
    ) -> tuple[Upload, ...]:
        """A form for each file. Raises NotFound, QuotaExceeded, or UnknownReference for a site of another company."""
        company = self.scope(principal, company_id)
        site_id = self.scope.site_of(company, site_id)
        self.limit_files.count(company, len(file_names))
        return tuple(self._upload(company.id, site_id, name) for name in file_names)

    def _upload(self, company_id: CompanyId, site_id: SiteId | None, file_name: str) -> Upload:
        document_id = DocumentId(self.ids.new())
        metadata = {
            names.META_COMPANY: company_id,
            names.META_DOCUMENT: document_id,
            names.META_FILE_NAME: file_name,
            **({names.META_SITE: site_id} if site_id else {}),
        }
        post = self.files.presigned_post(
            incoming_key(company_id, document_id),
            content_type=UNDECLARED_TYPE,
            metadata=metadata,
            max_bytes=self.limits.file_bytes,
            expires=FORM_LIFETIME,
        )
        return Upload(document_id, post, self.clock.now() + FORM_LIFETIME, self.limits.file_bytes)
