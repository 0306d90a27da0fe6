"""Decoding of queue messages and stream records; foreign ones are ignored or rejected."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.errors import Invalid
from billhook.domain.events import EventType
from billhook.domain.ids import DeliveryId, DocumentId, is_id
from billhook.wire.messages import (
    EventPointer,
    FileArrived,
    arrival_message,
    delivery_message,
    delivery_of,
    document_message,
    document_of,
    event_notice,
    files_arrived,
    ocr_ended,
    outbox_insert,
)
from tests.builders import COMPANY, an_event, an_id

DOCUMENT = DocumentId(an_id())


def a_notification(key: str, name: str = "ObjectCreated:Put", **stored: str) -> str:
    record = {"eventSource": "aws:s3", "eventName": name, "s3": {"object": {"key": key, **stored}}}
    return json.dumps({"Records": [record]})


@pytest.mark.parametrize(
    ("key", "decoded"),
    [
        (f"incoming/{COMPANY}/{DOCUMENT}", f"incoming/{COMPANY}/{DOCUMENT}"),
        (f"incoming%2F{COMPANY}%2F{DOCUMENT}", f"incoming/{COMPANY}/{DOCUMENT}"),
        (f"incoming/a+b%C3%BC/{DOCUMENT}", f"incoming/a bü/{DOCUMENT}"),
        (f"drop/{COMPANY}/drop-id/{DOCUMENT}", f"drop/{COMPANY}/drop-id/{DOCUMENT}"),
    ],
)
def test_object_created_names_document_version_and_key(key: str, decoded: str) -> None:
    assert files_arrived(a_notification(key, versionId="v7")) == (FileArrived(DOCUMENT, "v7", decoded),)


def test_object_created_without_metadata_gets_a_stable_id() -> None:
    key = f"incoming/{COMPANY}/readme.txt"

    (first,), (second,) = (files_arrived(a_notification(key)) for _ in range(2))

    assert first == second
    assert (is_id(first.document_id), first.object_key) == (True, key)


def test_arrival_message_names_object_and_version() -> None:
    arrived = FileArrived(DOCUMENT, "v7", "incoming/c/d")

    assert files_arrived(json.dumps(arrival_message(arrived))) == (arrived,)


@given(folder=st.text(min_size=1))
def test_object_key_is_decoded_once(folder: str) -> None:
    key = quote_plus(f"incoming/{folder}/{DOCUMENT}".encode("utf-8", "surrogatepass"))

    assert [file.document_id for file in files_arrived(a_notification(key))] == [DOCUMENT]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "bills"}),
        a_notification(f"work/{DOCUMENT}/1.pdf"),
        a_notification(f"incoming/{COMPANY}/"),
        a_notification(f"incoming/{COMPANY}/{DOCUMENT}", "ObjectRemoved:Delete"),
        json.dumps({"Records": []}),
        json.dumps({"Records": ["odd"]}),
    ],
)
def test_object_without_document_is_ignored(body: str) -> None:
    assert files_arrived(body) == ()


def test_queue_message_decodes_to_what_was_encoded() -> None:
    delivery_id = DeliveryId(an_id())

    assert files_arrived(json.dumps(document_message(DOCUMENT))) == (FileArrived(DOCUMENT),)
    assert document_of(json.dumps(document_message(DOCUMENT))) == DOCUMENT
    assert delivery_of(json.dumps(delivery_message(delivery_id, 3))) == (delivery_id, 3)


@pytest.mark.parametrize(
    "wrap", [lambda text: text, lambda text: json.dumps({"Type": "Notification", "Message": text})]
)
def test_textract_notice_is_decoded_with_and_without_envelope(wrap: Callable[[str], str]) -> None:
    ended = ocr_ended(wrap(json.dumps({"JobId": "ocr-1", "Status": "SUCCEEDED", "JobTag": DOCUMENT})))

    assert (ended.document_id, ended.ocr_job_id) == (DOCUMENT, "ocr-1")


def test_bus_event_is_decoded_from_its_body() -> None:
    event = an_event()
    detail = {"eventId": event.id, "type": event.type.value, "company": COMPANY, "id": event.subject_id, "version": 1}

    notice = event_notice(json.dumps({"detail-type": event.type.value, "detail": detail}))

    assert (notice.event_id, notice.type, notice.company_id) == (event.id, event.type, COMPANY)
    assert (notice.subject_id, notice.version) == (event.subject_id, 1)


def an_insert(**change: Any) -> dict[str, Any]:
    row = {"subject_id": {"S": "subject"}, "version": {"N": "2"}, "type": {"S": "document.updated.v2"}}
    dynamodb = {"Keys": {"pk": {"S": "OUT#subject"}}, "NewImage": row, "SequenceNumber": "1"}
    return {"eventName": "INSERT", "dynamodb": {**dynamodb, **change}}


def test_stream_insert_of_an_event_is_decoded() -> None:
    assert outbox_insert(an_insert()) == EventPointer("subject", 2, EventType.DOCUMENT_UPDATED)


@pytest.mark.parametrize(
    "record",
    [
        an_insert() | {"eventName": "MODIFY"},
        an_insert() | {"eventName": "REMOVE"},
        an_insert(Keys={"pk": {"S": "DOC#subject"}}),
        an_insert(Keys={}),
    ],
)
def test_stream_records_of_other_changes_are_ignored(record: dict[str, Any]) -> None:
    assert outbox_insert(record) is None


DECODERS: list[Callable[[str], object]] = [files_arrived, document_of, delivery_of, ocr_ended, event_notice]


@pytest.mark.parametrize("decode", DECODERS)
@pytest.mark.parametrize("body", ["", "no json", "[]", "7", "null", "{}", '{"Records": 7}', '{"documentId": "x"}'])
def test_malformed_message_raises_invalid(decode: Callable[[str], object], body: str) -> None:
    with pytest.raises(Invalid):
        decode(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize("decode", DECODERS)
@given(body=JSON.map(json.dumps) | st.text())
def test_decoders_accept_or_reject_any_json(decode: Callable[[str], object], body: str) -> None:
    with suppress(Invalid):
        decode(body)


def test_unknown_event_type_raises_invalid() -> None:
    with pytest.raises(Invalid, match="unknown event type"):
        event_notice(json.dumps({"detail": {"eventId": "1", "type": "document.burnt.v9"}}))
