"""Build the body of an event from what is stored: the same for webhooks and for the bus."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.events import Event, EventType
from billhook.domain.ids import DocumentId, JobId
from billhook.ports import Contents, Documents, Jobs
from billhook.usecases.mint_file_link import MintFileLink
from billhook.wire.events import document_event_json, job_event_json


@dataclass(frozen=True)
class DescribeEvent:
    """The body, its file link minted now; None when what it is about is there no more."""

    documents: Documents
    contents: Contents
    jobs: Jobs
    mint_file_link: MintFileLink
    api_url: str

    def __call__(self, event: Event) -> dict[str, Any] | None:
        if event.document_id:
            return self._document(event, event.document_id)
        return self._job(event, JobId(event.subject_id)) if event.type is EventType.JOB_COMPLETED else None

    def _document(self, event: Event, document_id: DocumentId) -> dict[str, Any] | None:
        document = self.documents.get(document_id)
        if document is None or document.is_archive:
            return None
        content = self.contents.get(event.company_id, document_id, event.version)
        is_update = event.type is EventType.DOCUMENT_UPDATED
        old = self.contents.get(event.company_id, document_id, event.version - 1) if is_update else None
        url = self.mint_file_link(document, self.api_url)
        return document_event_json(event, document, content, old=old, url=url)

    def _job(self, event: Event, job_id: JobId) -> dict[str, Any] | None:
        job = self.jobs.get(job_id)
        return job_event_json(event, job, self.jobs.entries(job_id)) if job else None
