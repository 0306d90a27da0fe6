"""Correct a document: a person's values as its next version."""

from dataclasses import dataclass, field, replace
from typing import NoReturn

from billhook.domain.bill import Bill
from billhook.domain.company import Principal
from billhook.domain.content import Content
from billhook.domain.correction import Correction, corrected
from billhook.domain.document import Document, manual_content_id, reviewed
from billhook.domain.errors import Conflict, Outdated, Problem, StaleLease, UnknownReference, VersionRequired
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import DocumentId, is_id
from billhook.domain.patch import UNSET, patched
from billhook.extraction.validate.checks import rechecked
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Contents, Documents
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.processing.steps.deduplicate import FindNearDuplicates
from billhook.usecases.processing.steps.finish_document import FinishDocument


@dataclass(frozen=True)
class DocumentPatch:
    """A person's changes to a document: to its bill and to its head."""

    correction: Correction = field(default_factory=Correction)
    head: HeadPatch = field(default_factory=HeadPatch)

    @property
    def is_empty(self) -> bool:
        return self.correction.is_empty and self.head.is_empty


@dataclass(frozen=True)
class CorrectDocument:
    """Other fields keep their value and evidence; checks and status are computed again.

    Of concurrent corrections of one version one wins, the others raise Outdated.
    """

    scope: AccessPolicy
    documents: Documents
    contents: Contents
    find_near_duplicates: FindNearDuplicates
    finish_document: FinishDocument
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, document_id: DocumentId, version: int | None, patch: DocumentPatch
    ) -> tuple[Document, Content | None]:
        """The document's next version; ``version`` is the one that the caller has read.

        Raises NotFound, VersionRequired, Outdated, Conflict while it is being read, UnknownReference or Invalid.
        """
        document = self.scope.document(principal, document_id)
        _check(document, version)
        content = self.contents.get(document)
        if patch.is_empty:
            return document, content
        head = self._head(principal, document, patch.head)
        return self._corrected(principal, document, replace(patch, head=head), content)

    def _head(self, principal: Principal, document: Document, head: HeadPatch) -> HeadPatch:
        """The changes of the head, with checked references."""
        company = self.scope(principal, document.company_id)
        site_id = head.site_id if head.site_id is UNSET else self.scope.site_of(company, head.site_id)
        revised_id = patched(head.revised_document_id, None)
        revised = self.documents.get(revised_id) if revised_id and is_id(revised_id) else None
        is_ours = revised and revised.company_id == company.id and not revised.deleted and revised.id != document.id
        if revised_id and not is_ours:
            problem = Problem("/revisedDocumentId", "The company has no other document with this id.")
            raise UnknownReference("Unknown reference.", (problem,))
        return replace(head, site_id=site_id)

    def _corrected(
        self, principal: Principal, document: Document, patch: DocumentPatch, before: Content | None
    ) -> tuple[Document, Content]:
        bill = rechecked(corrected((before and before.bill) or Bill(), patch.correction))
        content = Content(
            id=manual_content_id(document, self.ids.new()),
            document_id=document.id,
            version=document.version + 1,
            created=self.clock.now(),
            bill=bill,
            page_routes=document.result.page_routes,
        )
        self.contents.put(document.company_id, content, None)
        near = self.find_near_duplicates.find(document, bill)
        amended = document.compared(near).amended(patch.head, content_id=content.id, changed_by=principal.email)
        try:
            return self.finish_document.finish(amended, reviewed(amended, bill)), content
        except StaleLease:
            self._raise_conflict(principal, document)

    def _raise_conflict(self, principal: Principal, document: Document) -> NoReturn:
        """The document was corrected, deleted or reprocessed meanwhile."""
        _check(self.scope.document(principal, document.id), document.version)
        raise Outdated("The document was changed concurrently. Fetch it and try again.")


def _check(document: Document, version: int | None) -> None:
    if version is None:
        raise VersionRequired('Give the version in If-Match: "{version}".')
    if version != document.version:
        raise Outdated(f"The document is at version {document.version}. Fetch it and try again.")
    if not document.status.is_final:
        raise Conflict("The document is being processed. Correct it when processing is complete.")
