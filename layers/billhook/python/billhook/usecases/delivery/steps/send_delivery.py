"""Make one delivery attempt: build the body of the event, post or send it, and record the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from billhook import names
from billhook.domain.callback import FAILED, SUCCEEDED, filled
from billhook.domain.delivery import GONE, Attempt, Delivery, Trigger
from billhook.domain.destination import Destination, DestinationType, PayloadFormat
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId, DocumentId, JobId
from billhook.domain.signing import body_digest, signing_headers
from billhook.ports.clock import Clock, Timer
from billhook.ports.companies import Companies
from billhook.ports.crypto import Encryptor
from billhook.ports.deliveries import Destinations
from billhook.ports.documents import Contents, Documents, Jobs
from billhook.ports.events import BusEntry, Outbox
from billhook.ports.parameters import ApiUrl
from billhook.ports.senders import CustomerBuses, DeliveryResponse, HttpClient, OutboundMessage, Sender
from billhook.usecases.delivery.steps.disable_destination import DisableDestination
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit
from billhook.usecases.documents.create_file_link import CreateFileLink
from billhook.wire.agent import USER_AGENT
from billhook.wire.events import (
    challenge_event_json,
    destination_event_json,
    document_event_json,
    formatted,
    job_event_json,
)
from billhook.wire.invofox_events import SIGNATURE_HEADER
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


@dataclass(frozen=True)
class PostWebhook:
    """A ``ports.Sender``. Raises ValueError for a secret that was encrypted for another context."""

    encryptor: Encryptor
    http_client: HttpClient

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        destination = message.destination
        content_type, body = formatted(message.body, destination.format)
        keys = self._keys(message)
        headers = {
            "content-type": content_type,
            "user-agent": USER_AGENT,
            **signing_headers(
                keys,
                event_id=message.delivery.event_id,
                timestamp=int(message.at.timestamp()),
                body=body,
            ),
        }
        if destination.format is PayloadFormat.INVOFOX:
            headers[SIGNATURE_HEADER] = body_digest(keys[0], body)
        return self.http_client.post(destination.url or "", headers=headers, body=body)

    def _keys(self, message: OutboundMessage) -> list[bytes]:
        """The live secrets, the newest first."""
        live = message.destination.live_secrets(message.at)
        secrets = sorted(live, key=lambda secret: secret.created, reverse=True)
        return [self.encryptor.decrypt(secret.sealed, context=message.destination.id) for secret in secrets]


@dataclass(frozen=True)
class SendCallback:
    """A ``ports.Sender``. Raises ValueError for a header that was encrypted for another context."""

    encryptor: Encryptor
    http_client: HttpClient

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        destination, body = message.destination, message.body
        values = {
            "job_id": body["jobId"],
            "utility_bill_id": body["id"],
            "project_id": body.get("siteId") or body["company"],
            "tenant_id": body["company"],
            "status": FAILED if body["status"] == Status.REJECTED else SUCCEEDED,
        }
        headers = {"user-agent": USER_AGENT, "accept": "*/*"}
        if destination.header:
            opened = self.encryptor.decrypt(destination.header.sealed, context=destination.id)
            headers[destination.header.name] = opened.decode()
        return self.http_client.get(filled(destination.url or "", values), headers=headers)


@dataclass(frozen=True)
class SendToBus:
    """A ``ports.Sender``. The source names the company: a customer's bus admits only its own company's events."""

    buses: CustomerBuses

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        delivery = message.delivery
        form = PayloadFormat.DOCUMENT if delivery.event_type.is_direct else message.destination.format
        _, detail = formatted(message.body, form)
        entry = BusEntry(
            event_id=delivery.event_id,
            source=f"{names.EVENT_SOURCE_PREFIX}{message.destination.company_id}",
            detail_type=delivery.event_type.value,
            detail=detail.decode(),
        )
        return self.buses.put(message.destination.bus_arn or "", entry)


@dataclass(frozen=True)
class Senders:
    webhook: PostWebhook
    callback: SendCallback
    eventbridge: SendToBus

    def of(self, destination_type: DestinationType) -> Sender:
        return self._by_type[destination_type]

    @cached_property
    def _by_type(self) -> Mapping[DestinationType, Sender]:
        return {
            DestinationType.WEBHOOK: self.webhook,
            DestinationType.CALLBACK: self.callback,
            DestinationType.EVENTBRIDGE: self.eventbridge,
        }


ANSWERED_GONE = "The receiver answered 410 Gone."
FAILED_TOO_LONG = "Every attempt failed for five days."


@dataclass(frozen=True)
class SendDelivery:
    outbox: Outbox
    describe_event: DescribeEvent
    senders: Senders
    track_circuit: TrackCircuit
    disable_destination: DisableDestination
    timer: Timer
    clock: Clock

    def send(
        self, delivery: Delivery, destination: Destination, *, number: int = 0, trigger: Trigger = Trigger.AUTOMATIC
    ) -> tuple[Attempt, DeliveryResponse] | None:
        """The attempt and the response; None if the event no longer exists.

        Disables a destination that responds with 410 Gone, or whose attempts have all failed for too long.
        """
        event = self._event(delivery)
        body = self.describe_event.body_of(event) if event else None
        if body is None:
            return None
        at, mark_slow = self.clock.now(), partial(self.track_circuit.mark_slow, destination.id)
        with self.timer.run_after(self.track_circuit.rules.slow_after, mark_slow):
            response = self.senders.of(destination.type)(OutboundMessage(destination, delivery, body, at))
        attempt = _attempt_of(response, number, trigger, at)
        breaker = self.track_circuit.record(destination.id, attempt)
        if attempt.status_code == GONE:
            self.disable_destination.disable(destination.id, ANSWERED_GONE)
        elif not attempt.succeeded and breaker.is_given_up(self.track_circuit.rules):
            self.disable_destination.disable(destination.id, FAILED_TOO_LONG)
        return attempt, response

    def _event(self, delivery: Delivery) -> Event | None:
        kind, subject_id, version = delivery.event_type, delivery.subject_id, delivery.version
        if not kind.is_direct and not delivery.test:
            return self.outbox.get(subject_id, version, kind)
        return Event.about(
            kind,
            company_id=delivery.company_id,
            subject_id=subject_id,
            version=version,
            occurred=delivery.created,
            test=delivery.test,
        )


def _attempt_of(response: DeliveryResponse, number: int, trigger: Trigger, at: datetime) -> Attempt:
    return Attempt(
        number=number,
        trigger=trigger,
        at=at,
        duration_ms=response.duration_ms,
        status_code=response.status_code,
        error=response.error,
        response=response.body or None,
    )
