"""Build the body of an event from stored data: the same for webhooks and buses."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.document import Document
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId, DocumentId, JobId
from billhook.ports.companies import Companies
from billhook.ports.deliveries import Destinations
from billhook.ports.documents import Contents, Documents, Jobs
from billhook.ports.parameters import ApiUrl
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.usecases.documents.create_file_link import CreateFileLink
from billhook.wire.events import challenge_event_json, destination_event_json, document_event_json, job_event_json
from billhook.wire.samples import sample_event_json


@dataclass(frozen=True)
class DescribeEvent:
    """Bodies contain a fresh file link."""

    documents: Documents
    contents: Contents
    jobs: Jobs
    destinations: Destinations
    companies: Companies
    create_file_link: CreateFileLink
    issue_challenge: IssueChallenge
    api_url: ApiUrl

    def body_of(self, event: Event) -> dict[str, Any] | None:
        """The body; None when the subject of the event does not exist any more, or its company is deleted."""
        if event.test:
            return sample_event_json(event)
        company = self.companies.get(event.company_id)
        if company is not None and company.deleted:
            return None
        if event.document_id:
            return self._document(event, event.document_id)
        if event.type is EventType.DESTINATION_DISABLED:
            return self._destination(event, DestinationId(event.subject_id))
        if event.type is EventType.DESTINATION_VERIFICATION:
            return self._challenge(event, DestinationId(event.subject_id))
        return self._job(event, JobId(event.subject_id)) if event.type is EventType.JOB_COMPLETED else None

    def _document(self, event: Event, document_id: DocumentId) -> dict[str, Any] | None:
        head = self.documents.get(document_id)
        if head is None or head.file.is_archive or head.deleted:
            return None
        described = self._version(head, event.version)
        is_update = event.type is EventType.DOCUMENT_UPDATED
        old = self.documents.version(document_id, event.version - 1) if is_update else None
        url = self.create_file_link(head, self.api_url)
        before = (old, self.contents.get(old)) if old else None
        return document_event_json(event, described, self.contents.get(described), old=before, url=url)

    def _version(self, head: Document, version: int) -> Document:
        """The document in the version of the event, which may be published late."""
        is_newest = head.version == version and head.status.is_final
        return head if is_newest else self.documents.version(head.id, version) or head

    def _destination(self, event: Event, destination_id: DestinationId) -> dict[str, Any] | None:
        destination = self.destinations.get(destination_id)
        return destination_event_json(event, destination) if destination else None

    def _challenge(self, event: Event, destination_id: DestinationId) -> dict[str, Any] | None:
        """The body of the newest challenge; the tokens of older ones are invalid."""
        destination = self.destinations.get(destination_id)
        if destination is None or destination.challenge != event.version:
            return None
        return challenge_event_json(event, token=self.issue_challenge.issue(destination), api_url=self.api_url)

    def _job(self, event: Event, job_id: JobId) -> dict[str, Any] | None:
        job = self.jobs.get(job_id)
        return job_event_json(event, job, self.jobs.entries(job_id)) if job else None
