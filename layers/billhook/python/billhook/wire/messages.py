"""What arrives in queues and streams: S3 notifications, our own messages, Textract's, the bus's, the outbox's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote_plus

from billhook import names
from billhook.domain.errors import Invalid
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, DocumentId, EventId, derived, is_id


@dataclass(frozen=True)
class FileArrived:
    """A document whose file should be read; ``object_version`` and ``object_key`` when S3 told which bytes arrived."""

    document_id: DocumentId
    object_version: str | None = None
    object_key: str | None = None


@dataclass(frozen=True)
class OcrEnded:
    """Textract is done with a job, well or badly."""

    document_id: DocumentId
    ocr_job_id: str


@dataclass(frozen=True)
class EventPointer:
    """Where an event stands in the outbox."""

    subject_id: str
    version: int
    type: EventType


@dataclass(frozen=True)
class EventNotice:
    """An event as the bus tells of it: enough to plan its deliveries without reading anything."""

    event_id: EventId
    type: EventType
    company_id: CompanyId
    subject_id: str
    version: int
    body: Mapping[str, Any] = field(default_factory=dict)


def document_message(document_id: DocumentId) -> dict[str, Any]:
    """What the fetch and parse queues carry."""
    return {"documentId": document_id}


def orphan_message(document_id: DocumentId, object_key: str) -> dict[str, Any]:
    """What the parse queue carries for a file of which no row knows."""
    return {"documentId": document_id, "objectKey": object_key}


def company_message(company_id: CompanyId) -> dict[str, Any]:
    """What the erase queue carries beside documents."""
    return {"companyId": company_id}


def delivery_message(delivery_id: DeliveryId, attempt: int) -> dict[str, Any]:
    """What the deliver queue carries."""
    return {"deliveryId": delivery_id, "attempt": attempt}


def resend_message(delivery_id: DeliveryId, resend_id: str) -> dict[str, Any]:
    """What the deliver queue carries when somebody wants one more attempt."""
    return {"deliveryId": delivery_id, "resendId": resend_id}


def recovery_message(destination_id: DestinationId, recovery_id: str) -> dict[str, Any]:
    """What the deliver queue carries while a destination is recovered."""
    return {"destinationId": destination_id, "recoveryId": recovery_id}


def files_arrived(body: str) -> tuple[FileArrived, ...]:
    """The documents that a message of the parse queue is about; none for S3's test event. Raises Invalid."""
    message = _json(body)
    if "documentId" in message:
        key = message.get("objectKey")
        return (FileArrived(_document_id(message), object_key=key if isinstance(key, str) else None),)
    if message.get("Event") == "s3:TestEvent":
        return ()
    records = message.get("Records")
    if not isinstance(records, list):
        raise Invalid("The message is neither an S3 notification nor one of ours.")
    arrived = (_arrival(record) for record in records)
    return tuple(arrival for arrival in arrived if arrival)


def arrival_at(key: str) -> FileArrived | None:
    """The document whose bytes lie at ``key``; None when files that are handed in lie elsewhere.

    Keys are ``incoming/{company}/{document}`` and ``drop/{company}/{drop}/{document}``; something else that was put
    there by hand gets an id that is derived, so that it is not overlooked.
    """
    if not key.startswith((names.INCOMING_PREFIX, names.DROP_PREFIX)) or key.endswith("/"):
        return None
    last = key.rsplit("/", 1)[-1]
    return FileArrived(DocumentId(last if is_id(last) else derived("object", key)), object_key=key)


def document_of(body: str) -> DocumentId:
    """The document that a message of ours is about. Raises Invalid."""
    return _document_id(_json(body))


def company_of(body: str) -> CompanyId | None:
    """The company that a message of the erase queue is about; None when it is about a document. Raises Invalid."""
    message = _json(body)
    return CompanyId(_id(_wanted(message, "companyId", str))) if "companyId" in message else None


def delivery_of(body: str) -> tuple[DeliveryId, int]:
    """The delivery that a message is about, and the number of the attempt to make. Raises Invalid."""
    message = _json(body)
    attempt = _wanted(message, "attempt", int)
    return DeliveryId(_id(_wanted(message, "deliveryId", str))), attempt


def resend_of(body: str) -> tuple[DeliveryId, str] | None:
    """The delivery and the wish that a message is about; None when it is about an attempt of the schedule."""
    message = _json(body)
    if "resendId" not in message:
        return None
    return DeliveryId(_id(_wanted(message, "deliveryId", str))), _id(_wanted(message, "resendId", str))


def recovery_of(body: str) -> tuple[DestinationId, str] | None:
    """The destination and the recovery that a message is about; None when it is about a delivery. Raises Invalid."""
    message = _json(body)
    if "recoveryId" not in message:
        return None
    return DestinationId(_id(_wanted(message, "destinationId", str))), _id(_wanted(message, "recoveryId", str))


def ocr_ended(body: str) -> OcrEnded:
    """What Textract tells, in an SNS envelope or bare. Raises Invalid."""
    message = _json(body)
    if isinstance(message.get("Message"), str):
        message = _json(message["Message"])
    return OcrEnded(DocumentId(_id(_wanted(message, "JobTag", str))), _wanted(message, "JobId", str))


def event_notice(body: str) -> EventNotice:
    """The event in an EventBridge envelope, whose detail is the event's public body. Raises Invalid."""
    detail = _wanted(_json(body), "detail", dict)
    return EventNotice(
        event_id=EventId(_wanted(detail, "eventId", str)),
        type=_event_type(_wanted(detail, "type", str)),
        company_id=CompanyId(_wanted(detail, "company", str)),
        subject_id=_wanted(detail, "id", str),
        version=_wanted(detail, "version", int),
        body=detail,
    )


def outbox_insert(record: Mapping[str, Any]) -> EventPointer | None:
    """The event whose outbox row a stream record tells to be new, or None for any other change. Raises Invalid."""
    change = _wanted(record, "dynamodb", dict)
    key = change.get("Keys", {}).get(names.PK, {}).get("S", "")
    if record.get("eventName") != "INSERT" or not key.startswith(names.OUTBOX_KEY_PREFIX):
        return None
    row = _wanted(change, "NewImage", dict)
    return EventPointer(
        subject_id=_attribute(row, "subject_id"),
        version=int(_attribute(row, "version")),
        type=_event_type(_attribute(row, "type")),
    )


def _arrival(record: Any) -> FileArrived | None:
    """S3 URL-encodes keys once."""
    if not isinstance(record, dict) or not str(record.get("eventName", "")).startswith("ObjectCreated"):
        return None
    stored = _wanted(_wanted(record, "s3", dict), "object", dict)
    arrived = arrival_at(unquote_plus(_wanted(stored, "key", str)))
    return replace(arrived, object_version=stored.get("versionId")) if arrived else None


def _json(body: str) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError:
        raise Invalid("The message is not JSON.") from None
    if not isinstance(message, dict):
        raise Invalid("The message is not a JSON object.")
    return message


def _wanted(message: Mapping[str, Any], name: str, kind: type) -> Any:
    value = message.get(name)
    if not isinstance(value, kind):
        raise Invalid(f"The message lacks {name}.")
    return value


def _attribute(row: Mapping[str, Any], name: str) -> str:
    """A scalar of a DynamoDB item as the stream writes it: ``{"S": "text"}`` or ``{"N": "7"}``."""
    return str(next(iter(_wanted(row, name, dict).values()), ""))


def _document_id(message: Mapping[str, Any]) -> DocumentId:
    return DocumentId(_id(_wanted(message, "documentId", str)))


def _id(text: str) -> str:
    if not is_id(text):
        raise Invalid("The message names something that is not an id.")
    return text


def _event_type(text: str) -> EventType:
    try:
        return EventType(text)
    except ValueError:
        raise Invalid("The message tells of an event that we do not know.") from None
