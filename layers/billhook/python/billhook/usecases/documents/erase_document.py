"""Erase a deleted document: its bytes, versions, fingerprints and its place at a site.

An archive is erased with the first of its documents: the others have their own bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from billhook import names
from billhook.domain.content import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.ids import DocumentId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.documents import Contents, Documents, Fingerprints, Jobs
from billhook.ports.files import Files
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
from billhook.usecases.jobs.steps.settle_job import SettleJob

LATEST_BYTES = timedelta(minutes=30)
"""Uploads, fetches and readers of a document that was deleted unfinished have ended by then."""


@dataclass(frozen=True)
class EraseDocument:
    """Each step can be repeated; the row is stripped last, so that an interrupted erasure stays due."""

    documents: Documents
    files: Files
    contents: Contents
    fingerprints: Fingerprints
    companies: Companies
    jobs: Jobs
    settle_job: SettleJob
    reselect_active_bill: ReselectActiveBill
    clock: Clock

    def __call__(self, document_id: DocumentId) -> None:
        """Does nothing for a document that lives. Raises Retryable."""
        document = self.documents.get(document_id)
        if document is None or document.deleted is None:
            return
        siblings = self._siblings(document)
        self._erase_bytes(document, siblings)
        self._release_fingerprints(document)
        self._leave_job(document, siblings)
        self._leave_site(document)
        self.documents.erase_versions(self._bare(document))

    def _siblings(self, document: Document) -> tuple[Document, ...]:
        """The other documents of its job."""
        entries = self.jobs.entries(document.job_id) if document.job_id else ()
        return self.documents.get_many([entry.document_id for entry in entries if entry.document_id != document.id])

    def _erase_bytes(self, document: Document, siblings: Sequence[Document]) -> None:
        self._erase_file(document, siblings)
        archive = self.documents.get(document.identity.archive_id) if document.identity.archive_id else None
        if archive and archive.status is Status.UNPACKED and archive.file.object_key:
            self.files.delete_all_versions(archive.file.object_key)
        self.files.delete_all_below(f"{names.WORK_PREFIX}{document.id}/")
        self.contents.erase(document.company_id, document.id)

    def _erase_file(self, document: Document, siblings: Sequence[Document]) -> None:
        """A file of several bills stays while one of their documents lives."""
        shared = any(other.file.object_key == document.file.object_key and not other.deleted for other in siblings)
        if document.file.object_key and not shared:
            self.files.delete_all_versions(document.file.object_key)

    def _release_fingerprints(self, document: Document) -> None:
        bill = document.result.digest
        of_bill = (same_bill_fingerprint(bill), same_period_fingerprint(bill)) if bill else ()
        fingerprints = (document.file.sha256, *of_bill)
        for fingerprint in fingerprints:
            if fingerprint:
                self.fingerprints.release(document.company_id, fingerprint, document.id)

    def _leave_job(self, document: Document, siblings: Sequence[Document]) -> None:
        """What the sender wrote about a job goes with the last of its documents; nothing is left of an erased job."""
        job = self.jobs.get(document.job_id) if document.job_id else None
        if job is None:
            return
        self.settle_job.settle(document)
        if job.info and all(other.deleted or other.file.is_archive for other in siblings):
            self.jobs.erase_info(job.id)

    def _leave_site(self, document: Document) -> None:
        site = self.companies.site(document.site_id) if document.site_id else None
        if site and site.active_document_id == document.id:
            self.reselect_active_bill.reselect(site.id)

    def _bare(self, document: Document) -> Document:
        """The remaining row. It is due once more while bytes may still arrive."""
        latest = document.deleted and document.deleted + LATEST_BYTES
        is_late = document.verdict.status_reason is not StatusReason.DELETED or (latest and self.clock.now() >= latest)
        return document.erased(None if is_late else latest)
