"""Enter a document by hand, without a file."""

from dataclasses import dataclass

from billhook.domain.bill import Bill
from billhook.domain.company import Principal
from billhook.domain.content import Content, DocumentResult
from billhook.domain.correction import corrected
from billhook.domain.document import Document, manual_content_id, reviewed
from billhook.domain.document_status import Review, Status, Verdict
from billhook.domain.head_patch import HeadPatch
from billhook.domain.identity import Identity
from billhook.domain.ids import CompanyId, DocumentId
from billhook.domain.patch import patched
from billhook.domain.stored_file import StoredFile
from billhook.domain.submission import SourceType, Submission
from billhook.extraction.validate.checks import rechecked
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Contents, Documents
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.correct_document import DocumentPatch
from billhook.usecases.processing.steps.deduplicate import FindNearDuplicates
from billhook.usecases.processing.steps.finish_document import FinishDocument

DEFAULT_FILE_NAME = "manual entry"


@dataclass(frozen=True)
class EnterDocument:
    """Final from the start, with events like an extracted one; it belongs to no job."""

    scope: AccessPolicy
    documents: Documents
    contents: Contents
    find_near_duplicates: FindNearDuplicates
    finish_document: FinishDocument
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, patch: DocumentPatch, *, file_name: str | None = None
    ) -> tuple[Document, Content]:
        """Raises NotFound for the company, UnknownReference for the site, Invalid."""
        company = self.scope(principal, company_id)
        site_id = self.scope.site_of(company, patched(patch.head.site_id, None))
        bill = rechecked(corrected(Bill(), patch.correction))
        now = self.clock.now()
        identity = Identity(id=DocumentId(self.ids.new()), company_id=company.id, site_id=site_id, created=now)
        document = _entered(identity, principal, patch.head, file_name or DEFAULT_FILE_NAME)
        content = Content(
            id=manual_content_id(document, self.ids.new()),
            document_id=document.id,
            version=document.version + 1,
            created=now,
            bill=bill,
        )
        self.contents.put(company.id, content, None)
        near = self.find_near_duplicates.find(document, bill)
        entered = document.with_content(content.id).compared(near)
        final, event = self.finish_document.close(entered, reviewed(entered, bill))
        self.documents.add(final, (event,))
        return final, content


def _entered(identity: Identity, principal: Principal, head: HeadPatch, file_name: str) -> Document:
    """The document before its bill is reviewed."""
    submission = Submission(
        email=principal.email,
        notes=patched(head.notes, None),
        info=patched(head.info, None),
        source_type=SourceType.MANUAL,
    )
    return Document(
        identity=identity,
        submission=submission,
        file=StoredFile(file_name=file_name),
        verdict=Verdict(status=Status.PROCESSING),
        result=DocumentResult(parsed=identity.created),
        review=Review(flagged_by_hand=patched(head.flagged_by_hand, None), changed_by=principal.email),
        updated=identity.created,
    )
