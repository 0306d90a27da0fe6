"""One bill taken through the handlers on fakes, from upload to webhook, with the real extraction."""

import json
from collections.abc import Iterable
from typing import Any

import functions.deliver.handler
import functions.parse_document.handler
import functions.plan_deliveries.handler
import functions.publish_events.handler
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from tests.builders import COMPANY
from tests.fakes import FakeFile, World
from tests.functions.calling import Caller, form_body

CONTENT = b"%PDF-1.7 one bill"


def upload_to_webhook(caller: Caller, text: DocumentText) -> None:
    """Upload a file with ``text`` to the company of ``caller``, then handle each message that follows from it."""
    world = caller.world
    world.file_opener.files[CONTENT] = FakeFile(text)
    caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("bill.pdf", CONTENT)))
    for key in list(world.files.versions):
        functions.parse_document.handler.handler(_queued([_object_created(key)]), None)
    events = list(world.memory.events.values())
    functions.publish_events.handler.handler({"Records": [_inserted(event) for event in events]}, None)
    functions.plan_deliveries.handler.handler(_queued(_envelopes(world)), None)
    deliveries = [{"deliveryId": delivery, "attempt": 1} for delivery in list(world.memory.deliveries)]
    functions.deliver.handler.handler(_queued(deliveries), None)


def _queued(bodies: Iterable[Any]) -> dict[str, Any]:
    return {"Records": [{"messageId": str(number), "body": json.dumps(body)} for number, body in enumerate(bodies)]}


def _object_created(key: str) -> dict[str, Any]:
    stored = {"bucket": {"name": "bills"}, "object": {"key": key.replace("/", "%2F"), "versionId": "v1"}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": stored}]}


def _inserted(event: Event) -> dict[str, Any]:
    keys = {"pk": {"S": f"OUT#{event.subject_id}"}, "sk": {"S": f"{event.version:08d}#{event.type}"}}
    row = {"subject_id": {"S": event.subject_id}, "version": {"N": str(event.version)}, "type": {"S": event.type}}
    change = {"Keys": keys, "NewImage": keys | row, "SequenceNumber": "1"}
    return {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}


def _envelopes(world: World) -> list[dict[str, Any]]:
    return [
        {"source": entry.source, "detail-type": entry.detail_type, "detail": json.loads(entry.detail)}
        for entry in world.bus.published
    ]
