"""Submit one bill for a site: a file of a type that the Aurora API accepts."""

from dataclasses import dataclass, field

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.errors import Invalid
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.text_recognition import FileKind, FileKindDetector
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.intake.submit_documents import SubmissionOptions, SubmitDocuments, UploadedFile

IMAGES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.WEBP})
TAKEN = IMAGES | {FileKind.PDF, FileKind.XML, FileKind.SIGNED}
"""The five types of the Aurora API, and e-invoices."""


@dataclass(frozen=True)
class SubmitRawBill:
    scope: AccessPolicy
    submit_documents: SubmitDocuments
    kind_of: FileKindDetector = field(repr=False)

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId, file_name: str, content: bytes
    ) -> Document:
        """The document, in a job of its own. Raises NotFound, or Invalid for a file of another type."""
        site = self.scope.site_at(principal, company_id, site_id)
        kind = self.kind_of(content)
        if kind not in TAKEN:
            raise Invalid("The file must be a PDF, JPG, JPEG, PNG, GIF, WEBP or XML.", code="unsupported-file")
        handed_in = UploadedFile(file_name, content, kind)
        options = SubmissionOptions(site_id=None if site.is_default else site.id)
        _, (document,) = self.submit_documents(principal, site.company_id, (handed_in,), options)
        return document
