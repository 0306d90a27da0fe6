"""Messages of queues and streams: S3 notifications, Billhook's own, Textract's, the bus's and the outbox's."""

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
    """A document whose file is to be processed; with object key and version when S3 sent the notification."""

    document_id: DocumentId
    object_version: str | None = None
    object_key: str | None = None

    @property
    def company_id(self) -> CompanyId | None:
        """The company in the object's key; None for an object that was put elsewhere by hand."""
        parts = (self.object_key or "").split("/")
        return CompanyId(parts[1]) if len(parts) > 2 and is_id(parts[1]) else None


@dataclass(frozen=True)
class OcrEnded:
    """A Textract job that succeeded or failed."""

    document_id: DocumentId
    ocr_job_id: str


@dataclass(frozen=True)
class EventPointer:
    """The key of an event in the outbox."""

    subject_id: str
    version: int
    type: EventType


@dataclass(frozen=True)
class EventNotice:
    """An event from the bus, with all that planning its deliveries needs."""

    event_id: EventId
    type: EventType
    company_id: CompanyId
    subject_id: str
    version: int
    body: Mapping[str, Any] = field(default_factory=dict)


def document_message(document_id: DocumentId) -> dict[str, Any]:
    """Return a message of the fetch and parse queues."""
    return {"documentId": document_id}


def arrival_message(arrived: FileArrived) -> dict[str, Any]:
    """Return a message of the parse queue for a stored file, whose document may have no rows yet."""
    fields = {"objectKey": arrived.object_key, "objectVersion": arrived.object_version}
    return {"documentId": arrived.document_id, **{name: text for name, text in fields.items() if text}}


def company_message(company_id: CompanyId) -> dict[str, Any]:
    """Return a message of the erase queue for a company."""
    return {"companyId": company_id}


def delivery_message(delivery_id: DeliveryId, attempt: int) -> dict[str, Any]:
    """Return a message of the deliver queue for one attempt."""
    return {"deliveryId": delivery_id, "attempt": attempt}


def resend_message(delivery_id: DeliveryId, resend_id: str) -> dict[str, Any]:
    """Return a message of the deliver queue for a resend request."""
    return {"deliveryId": delivery_id, "resendId": resend_id}


def recovery_message(destination_id: DestinationId, recovery_id: str) -> dict[str, Any]:
    """Return a message of the deliver queue for a recovery step."""
    return {"destinationId": destination_id, "recoveryId": recovery_id}


def files_arrived(body: str) -> tuple[FileArrived, ...]:
    """Parse a notification of S3, or a message of the parse queue; none for S3's test event. Raises Invalid."""
    message = _json(body)
    if "documentId" in message:
        version, key = (_text_or_none(message, name) for name in ("objectVersion", "objectKey"))
        return (FileArrived(_document_id(message), version, key),)
    if message.get("Event") == "s3:TestEvent":
        return ()
    records = message.get("Records")
    if not isinstance(records, list):
        raise Invalid("The message is neither an S3 notification nor a document message.")
    arrived = (_arrival(record) for record in records)
    return tuple(arrival for arrival in arrived if arrival)


def arrival_at(key: str) -> FileArrived | None:
    """Return the document of an object key, or None for a key outside the upload prefixes.

    Keys are ``incoming/{company}/{document}`` and ``drop/{company}/{drop}/{document}``. An object put there by hand
    gets an id derived from its key.
    """
    if not key.startswith((names.INCOMING_PREFIX, names.DROP_PREFIX)) or key.endswith("/"):
        return None
    last = key.rsplit("/", 1)[-1]
    return FileArrived(DocumentId(last if is_id(last) else derived("object", key)), object_key=key)


def document_of(body: str) -> DocumentId:
    """Parse the document id of a message. Raises Invalid."""
    return _document_id(_json(body))


def company_of(body: str) -> CompanyId | None:
    """Parse the company id of a message of the erase queue; None for a document message. Raises Invalid."""
    message = _json(body)
    return CompanyId(_id(_required(message, "companyId", str))) if "companyId" in message else None


def delivery_of(body: str) -> tuple[DeliveryId, int]:
    """Parse a delivery's id and the number of its next attempt. Raises Invalid."""
    message = _json(body)
    attempt = _required(message, "attempt", int)
    return DeliveryId(_id(_required(message, "deliveryId", str))), attempt


def resend_of(body: str) -> tuple[DeliveryId, str] | None:
    """Parse the ids of delivery and resend request; None for a scheduled attempt. Raises Invalid."""
    message = _json(body)
    if "resendId" not in message:
        return None
    return DeliveryId(_id(_required(message, "deliveryId", str))), _id(_required(message, "resendId", str))


def recovery_of(body: str) -> tuple[DestinationId, str] | None:
    """Parse the ids of destination and recovery; None for a delivery message. Raises Invalid."""
    message = _json(body)
    if "recoveryId" not in message:
        return None
    return DestinationId(_id(_required(message, "destinationId", str))), _id(_required(message, "recoveryId", str))


def ocr_ended(body: str) -> OcrEnded:
    """Parse Textract's completion message, with or without SNS envelope. Raises Invalid."""
    message = _json(body)
    if isinstance(message.get("Message"), str):
        message = _json(message["Message"])
    return OcrEnded(DocumentId(_id(_required(message, "JobTag", str))), _required(message, "JobId", str))


def event_notice(body: str) -> EventNotice:
    """Parse the event in an EventBridge envelope; its detail is the event's public body. Raises Invalid."""
    detail = _required(_json(body), "detail", dict)
    return EventNotice(
        event_id=EventId(_required(detail, "eventId", str)),
        type=_event_type(_required(detail, "type", str)),
        company_id=CompanyId(_required(detail, "company", str)),
        subject_id=_required(detail, "id", str),
        version=_required(detail, "version", int),
        body=detail,
    )


def outbox_insert(record: Mapping[str, Any]) -> EventPointer | None:
    """Return the event whose outbox row a stream record inserts, or None for any other change. Raises Invalid."""
    change = _required(record, "dynamodb", dict)
    key = change.get("Keys", {}).get(names.PK, {}).get("S", "")
    if record.get("eventName") != "INSERT" or not key.startswith(names.OUTBOX_KEY_PREFIX):
        return None
    row = _required(change, "NewImage", dict)
    return EventPointer(
        subject_id=_attribute(row, "subject_id"),
        version=int(_attribute(row, "version")),
        type=_event_type(_attribute(row, "type")),
    )


def _arrival(record: Any) -> FileArrived | None:
    """Parse one record of an S3 notification; keys in it are URL-encoded."""
    if not isinstance(record, dict) or not str(record.get("eventName", "")).startswith("ObjectCreated"):
        return None
    stored = _required(_required(record, "s3", dict), "object", dict)
    arrived = arrival_at(unquote_plus(_required(stored, "key", str)))
    return replace(arrived, object_version=stored.get("versionId")) if arrived else None


def _json(body: str) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError:
        raise Invalid("The message is not JSON.") from None
    if not isinstance(message, dict):
        raise Invalid("The message is not a JSON object.")
    return message


def _required(message: Mapping[str, Any], name: str, kind: type) -> Any:
    value = message.get(name)
    if not isinstance(value, kind):
        raise Invalid(f"The message lacks {name}.")
    return value


def _text_or_none(message: Mapping[str, Any], name: str) -> str | None:
    value = message.get(name)
    return value if isinstance(value, str) else None


def _attribute(row: Mapping[str, Any], name: str) -> str:
    """Return a scalar attribute of a DynamoDB stream image: ``{"S": "text"}`` or ``{"N": "7"}``."""
    return str(next(iter(_required(row, name, dict).values()), ""))


def _document_id(message: Mapping[str, Any]) -> DocumentId:
    return DocumentId(_id(_required(message, "documentId", str)))


def _id(text: str) -> str:
    if not is_id(text):
        raise Invalid("The message has an invalid id.")
    return text


def _event_type(text: str) -> EventType:
    try:
        return EventType(text)
    except ValueError:
        raise Invalid("The message has an unknown event type.") from None
