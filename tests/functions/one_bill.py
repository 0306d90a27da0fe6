"""What uploads lead to, taken through the handlers on fakes, with the real extraction."""

import json
from collections.abc import Iterable
from typing import Any

import functions.deliver.handler
import functions.enqueue_file.handler
import functions.fetch_url.handler
import functions.parse_document.handler
import functions.plan_deliveries.handler
import functions.publish_events.handler
import functions.unpack_archive.handler
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from tests.builders import COMPANY
from tests.fakes import FakeFile, World
from tests.functions.calling import Caller, form_body

CONTENT = b"%PDF-1.7 one bill"


def upload_to_webhook(caller: Caller, text: DocumentText) -> None:
    """Upload a file with ``text`` to the company of ``caller``, then handle each message that follows from it."""
    caller.world.file_opener.files[CONTENT] = FakeFile(text)
    caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("bill.pdf", CONTENT)))
    handle_messages(caller.world)


def handle_messages(world: World) -> None:
    """Handle each message that uploads and changes led to; those about files come again, as they may."""
    if fetches := world.fetch_queue.take():
        functions.fetch_url.handler.handler(_queued(sent.message for sent in fetches), None)
    for key in list(world.files.versions):
        functions.enqueue_file.handler.handler(_queued([_object_created(key)]), None)
        functions.parse_document.handler.handler(_queued(sent.message for sent in world.parse_queue.take()), None)
    if archives := world.unpack_queue.take():
        functions.unpack_archive.handler.handler(_queued(sent.message for sent in archives), None)
        handle_messages(world)
    events = list(world.memory.events.values())
    functions.publish_events.handler.handler(
        {"Records": [_inserted(number, event) for number, event in enumerate(events)]}, None
    )
    functions.plan_deliveries.handler.handler(_queued(_envelopes(world)), None)
    world.bus.published.clear()
    deliveries = [{"deliveryId": delivery, "attempt": 1} for delivery in list(world.memory.deliveries)]
    functions.deliver.handler.handler(_queued(deliveries), None)


def _queued(bodies: Iterable[Any]) -> dict[str, Any]:
    return {"Records": [{"messageId": str(number), "body": json.dumps(body)} for number, body in enumerate(bodies)]}


def _object_created(key: str) -> dict[str, Any]:
    stored = {"bucket": {"name": "bills"}, "object": {"key": key.replace("/", "%2F"), "versionId": "v1"}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": stored}]}


def _inserted(number: int, event: Event) -> dict[str, Any]:
    keys = {"pk": {"S": f"OUT#{event.subject_id}"}, "sk": {"S": f"{event.version:08d}#{event.type}"}}
    row = {"subject_id": {"S": event.subject_id}, "version": {"N": str(event.version)}, "type": {"S": event.type}}
    change = {"Keys": keys, "NewImage": keys | row, "SequenceNumber": str(number)}
    return {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}


def _envelopes(world: World) -> list[dict[str, Any]]:
    return [
        {"source": entry.source, "detail-type": entry.detail_type, "detail": json.loads(entry.detail)}
        for entry in world.bus.published
    ]
