"""Event bodies: fields, size limit, and the committed samples and schemas."""

import json
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Bill
from billhook.domain.events import EventType
from billhook.wire.document import document_json
from billhook.wire.event_schemas import event_schemas
from billhook.wire.events import MAX_BYTES, document_event_json, encoded
from tests.builders import a_bill, a_content, a_final_document, a_line_item, a_usage, an_event
from tests.documents import altered
from tests.wire import published
from tests.wire.conformance import faults

DOCUMENT = a_final_document(size=10)
EVENT = an_event(DOCUMENT)


def body_of(bill: Bill, old: Bill | None = None, **fields: Any) -> dict[str, Any]:
    document = altered(DOCUMENT, **fields)
    before = (document, a_content(document, bill=old)) if old else None
    return document_event_json(EVENT, document, a_content(document, bill=bill), old=before, url=None)


def test_committed_samples_and_schemas_match_the_code() -> None:
    """When it fails, run ``python -m tests.wire.published`` and review the change for compatibility."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in published.FOLDER.iterdir()}

    assert committed == published.files()


@pytest.mark.parametrize("kind", list(published.samples()))
def test_event_sample_matches_its_schema(kind: EventType) -> None:
    schema = event_schemas()[kind]

    assert faults(published.samples()[kind], schema, schema.get("$defs", {})) == []


def test_event_samples_cover_every_public_event_type() -> None:
    assert set(published.samples()) == {kind for kind in EventType if kind.is_public or kind.is_direct}


def test_event_body_is_the_document_without_evidence() -> None:
    body = body_of(a_bill())
    whole = document_json(DOCUMENT, a_content(DOCUMENT), url=None)

    envelope = {"type": "document.created.v2", "eventId": EVENT.id, "occurred": "2026-11-20T12:00:00.000Z"}
    assert body == envelope | {name: value for name, value in whole.items() if name != "evidence"}


def test_event_body_keeps_letters_of_all_languages() -> None:
    text = encoded(body_of(a_bill(utility_name="Forêt 水道局")))

    assert "Forêt 水道局".encode() in text
    assert json.loads(text)["utilityName"] == "Forêt 水道局"


def a_long_bill() -> Bill:
    lines = tuple(a_line_item(description=f"Charge {number}") for number in range(600))
    usages = tuple(a_usage(usage=Decimal(number)) for number in range(600))
    return a_bill(line_items=lines, usage_data=usages)


def test_event_body_over_the_limit_is_truncated() -> None:
    body = body_of(a_long_bill())

    assert (body["truncated"], body["usageData"], body["lineItems"]) == (True, [], [])
    assert len(encoded(body)) <= MAX_BYTES
    assert body["totalCharges"] == "121.00"


def test_event_body_with_long_old_bill_is_truncated() -> None:
    body = body_of(a_bill(), old=a_long_bill())

    assert (body["truncated"], body["old"]["truncated"], body["old"]["lineItems"]) == (True, True, [])
    assert len(encoded(body)) <= MAX_BYTES


def test_event_body_with_long_info_is_truncated() -> None:
    body = body_of(a_bill(), info={"note": "x" * 300_000})

    assert (body["info"], body["truncated"]) == (None, True)
    assert len(encoded(body)) <= MAX_BYTES


def test_event_body_of_usual_length_is_complete() -> None:
    assert "truncated" not in body_of(a_bill(line_items=tuple(a_line_item() for _ in range(100))))
