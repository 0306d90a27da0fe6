"""The queue and stream functions on fakes: samples of ``events/``, partial batch responses."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import functions.deliver.handler
import functions.enqueue_file.handler
import functions.fetch_url.handler
import functions.finish_reading.handler
import functions.parse_document.handler
import functions.plan_deliveries.handler
import functions.publish_events.handler
import functions.sweep.handler
from billhook.domain.bill import Extraction
from billhook.domain.delivery import DeliveryStatus
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Rejection, Unavailable
from billhook.domain.ids import DeliveryId, DocumentId
from billhook.domain.recovery import Recovery
from billhook.ports.sweeper import DueKind
from billhook.runtime.container import Container
from billhook.runtime.observability import logger
from billhook.runtime.processing_monitor import LoggedProcessing
from tests.builders import (
    COMPANY,
    a_bill,
    a_content,
    a_delivery,
    a_destination,
    a_document,
    a_document_text,
    a_final_document,
    a_job,
    a_word,
    an_event,
    an_id,
)
from tests.fakes import NOW, FakeFile, World
from tests.functions.calling import EVENTS
from tests.functions.calling import an_event as a_sample
from tests.usecases.wiring import wired

FUNCTIONS = (
    functions.deliver.handler,
    functions.enqueue_file.handler,
    functions.fetch_url.handler,
    functions.finish_reading.handler,
    functions.parse_document.handler,
    functions.plan_deliveries.handler,
    functions.publish_events.handler,
    functions.sweep.handler,
)
FIRST, SECOND = DocumentId("019a9d2e-4000-7000-8000-000000000031"), DocumentId("019a9d2e-4000-7000-8000-000000000032")
ALL_DONE: dict[str, Any] = {"batchItemFailures": []}
CONTENT = b"%PDF-1.7 a bill"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def pipeline_on_fakes(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    """Give each test its own containers, with an extractor that finds a bill in every file."""
    pipeline = wired(world, extract=lambda _: Extraction(bills=(a_bill(),)))
    monkeypatch.setattr(Container, "of", lambda _: pipeline)
    yield
    for function in FUNCTIONS:
        function.container.cache_clear()


def handed_in(world: World, document_id: DocumentId, content: bytes | None = CONTENT, **fields: Any) -> Document:
    document = a_document(id=document_id, **fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    if content is not None:
        world.files.land(str(document.file.object_key), content)
        world.file_opener.files.setdefault(content, FakeFile(a_document_text()))
    return document


def message_ids(event: dict[str, Any]) -> list[str]:
    return [record["messageId"] for record in event["Records"]]


def failures(*message_ids: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in message_ids]}


@pytest.mark.parametrize("name", ["file_arrived", "look_again"])
def test_parse_document_processes_uploaded_files(name: str, world: World) -> None:
    handed_in(world, FIRST)

    answer = functions.parse_document.handler.handler(a_sample(f"parse_document/{name}"), None)

    assert answer == ALL_DONE
    assert world.memory.documents[FIRST].status is Status.PARSED


def test_enqueue_file_sends_an_object_in_its_company_turn(world: World) -> None:
    answer = functions.enqueue_file.handler.handler(a_sample("enqueue_file/object_created"), None)

    (sent,) = world.parse_queue.take()
    assert answer == ALL_DONE
    assert (sent.message["documentId"], sent.company_id) == (FIRST, sent.message["objectKey"].split("/")[1])


def test_enqueue_file_acknowledges_the_test_event_of_s3(world: World) -> None:
    assert functions.enqueue_file.handler.handler(a_sample("enqueue_file/s3_test_event"), None) == ALL_DONE
    assert world.parse_queue.take() == []


def test_parse_document_processes_others_after_a_failure(world: World) -> None:
    handed_in(world, FIRST)
    handed_in(world, SECOND, b"%PDF-1.7 another bill")
    event = a_sample("parse_document/one_poison_of_three")

    answer = functions.parse_document.handler.handler(event, None)

    assert answer == failures(message_ids(event)[1])
    assert {world.memory.documents[item].status for item in (FIRST, SECOND)} == {Status.PARSED}


@pytest.mark.parametrize("fault", [RuntimeError("Canary Lane 7"), BaseExceptionGroup("Canary", [ValueError("x")])])
def test_batch_reports_a_record_that_raises(fault: Exception, world: World, log: StringIO) -> None:
    handed_in(world, FIRST)
    world.parse_queue.breaks = fault
    world.file_opener.files[CONTENT] = Unavailable("Out of order.")
    event = a_sample("parse_document/file_arrived")

    assert functions.parse_document.handler.handler(event, None) == failures(*message_ids(event))
    assert (type(fault).__name__ in log.getvalue(), "anary" in log.getvalue()) == (True, False)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the functions log."""
    written = StringIO()
    monkeypatch.setattr(logger().registered_handler, "stream", written)
    return written


def test_failure_log_has_ids_only(world: World, log: StringIO) -> None:
    handed_in(world, FIRST, file_name="Canary Lane 7.pdf", email="canary@example.org")
    world.parse_queue.breaks = Unavailable("Out of order.")
    world.file_opener.files[CONTENT] = Unavailable("Out of order.")
    event = a_sample("parse_document/file_arrived")

    answer = functions.parse_document.handler.handler(event, None)

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert answer == failures(*message_ids(event))
    assert [(line["message"], line["code"], line["correlation_id"]) for line in lines] == [
        ("retry scheduled", "unavailable", message_ids(event)[0])
    ]
    assert "anary" not in json.dumps(lines)


def test_document_fault_is_logged_without_its_message(
    world: World, log: StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(world, FIRST, file_name="Canary Lane 7.pdf", email="canary@example.org")
    world.file_opener.files[CONTENT] = ValueError("Canary Lane 7 is no number")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "parse_document")  # as every deployed function has it
    pipeline = wired(world, processing_monitor=LoggedProcessing("prod"))
    monkeypatch.setattr(Container, "of", lambda _: pipeline)

    answer = functions.parse_document.handler.handler(a_sample("parse_document/file_arrived"), None)

    line, metric = json.loads(log.getvalue()), json.loads(capsys.readouterr().out)
    found = (answer, line["message"], line["documentId"], line["fault"])
    assert found == (ALL_DONE, "document fault", FIRST, "ValueError")
    assert line["frames"][-1].split()[-1] == "open"
    dimensions = metric["_aws"]["CloudWatchMetrics"][0]["Dimensions"]
    assert (metric["DocumentFaults"], metric["stage"], dimensions) == ([1.0], "prod", [["stage"]])
    assert "anary" not in log.getvalue() + json.dumps(metric)


def test_final_document_is_counted_by_stage_and_by_outcome(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(world, FIRST, file_name="Canary Lane 7.pdf")
    world.file_opener.files[CONTENT] = Rejection(StatusReason.ENCRYPTED, "It needs a password.")
    world.clock.advance(timedelta(seconds=7))
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "parse_document")
    pipeline = wired(world, processing_monitor=LoggedProcessing("prod"))
    monkeypatch.setattr(Container, "of", lambda _: pipeline)

    functions.parse_document.handler.handler(a_sample("parse_document/file_arrived"), None)

    by_stage, by_outcome = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [m["_aws"]["CloudWatchMetrics"][0]["Dimensions"] for m in (by_stage, by_outcome)] == [
        [["stage"]],
        [["stage", "outcome"]],
    ]
    values = {name: by_stage[name] for name in ("Documents", "RejectedDocuments", "SecondsToRead", "OcrCost")}
    assert values == {"Documents": [1.0], "RejectedDocuments": [1.0], "SecondsToRead": [7.0], "OcrCost": [0.0]}
    assert (by_outcome["outcome"], by_outcome["Outcomes"]) == ("encrypted", [1.0])
    assert "anary" not in json.dumps([by_stage, by_outcome])


def test_fetch_url_fetches_the_file(world: World) -> None:
    document = handed_in(world, FIRST, None, source_url="https://files.example.org/a.pdf")
    world.fetcher.files[str(document.file.source_url)] = (CONTENT, None)

    assert functions.fetch_url.handler.handler(a_sample("fetch_url/document"), None) == ALL_DONE
    assert world.files.get(str(document.file.object_key)) == CONTENT


def test_finish_reading_continues_after_textract(world: World) -> None:
    handed_in(world, FIRST)
    world.file_opener.files[CONTENT] = FakeFile.scanned(9)
    functions.parse_document.handler.handler(a_sample("parse_document/file_arrived"), None)
    world.ocr.finish(f"ocr-1-{FIRST}", *[(a_word(),)] * 9)

    assert functions.finish_reading.handler.handler(a_sample("finish_reading/succeeded"), None) == ALL_DONE
    assert world.memory.documents[FIRST].status is Status.PARSED


def finished(world: World, *ids: DocumentId) -> None:
    for document_id in ids:
        document = a_final_document(id=document_id)
        world.jobs.add(a_job(id=document.job_id, expected=9), [document])
        world.contents.put(COMPANY, a_content(document), None)
        world.memory.keep(an_event(document))


def test_publish_events_publishes_inserted_outbox_rows_only(world: World) -> None:
    finished(world, FIRST, SECOND)

    assert functions.publish_events.handler.handler(a_sample("publish_events/inserted"), None) == ALL_DONE
    assert [json.loads(entry.detail)["id"] for entry in world.bus.published] == [FIRST, SECOND]


def test_publish_events_skips_events_of_the_sweeper(world: World) -> None:
    finished(world, FIRST, SECOND)
    functions.publish_events.handler.handler(a_sample("publish_events/inserted"), None)

    functions.publish_events.handler.handler(a_sample("publish_events/inserted"), None)

    assert len(world.bus.published) == 2


def test_publish_events_reports_failed_records(world: World) -> None:
    finished(world, FIRST, SECOND)
    world.bus.refuses[an_event(world.memory.documents[SECOND]).id] = "InternalFailure"
    event = a_sample("publish_events/inserted")
    del event["Records"][2]["dynamodb"]["NewImage"]
    event["Records"][2]["dynamodb"]["Keys"]["pk"]["S"] = f"OUT#{FIRST}"

    answer = functions.publish_events.handler.handler(event, None)

    assert answer == failures("103", "104")


def test_plan_deliveries_creates_deliveries(world: World) -> None:
    world.destinations.add(a_destination())

    assert functions.plan_deliveries.handler.handler(a_sample("plan_deliveries/document_created"), None) == ALL_DONE
    (delivery,) = world.memory.deliveries.values()
    assert (delivery.subject_id, delivery.event_type.value) == (FIRST, "document.created.v2")


def planned(world: World, count: int) -> list[DeliveryId]:
    """Deliveries of one event to as many destinations."""
    finished(world, FIRST)
    event = an_event(world.memory.documents[FIRST])
    ids = []
    for number in range(count):
        destination = a_destination(url=f"https://hooks.example.org/{number}")
        world.destinations.add(destination)
        delivery = a_delivery(event, destination)
        world.deliveries.add(delivery)
        ids.append(delivery.id)
    return ids


def test_deliver_makes_the_attempt(world: World) -> None:
    (delivery_id,) = planned(world, 1)
    event = a_sample("deliver/first_attempt")
    event["Records"][0]["body"] = json.dumps(json.loads(event["Records"][0]["body"]) | {"deliveryId": delivery_id})

    assert functions.deliver.handler.handler(event, None) == ALL_DONE
    assert world.memory.deliveries[delivery_id].status is DeliveryStatus.DELIVERED


def test_deliver_makes_attempts_of_a_batch_independently(world: World) -> None:
    ids = planned(world, 9)
    record = a_sample("deliver/first_attempt")["Records"][0]
    bodies = [*(json.dumps({"deliveryId": item, "attempt": 1}) for item in ids), "no json"]
    event = {"Records": [{**record, "messageId": str(number), "body": body} for number, body in enumerate(bodies)]}

    answer = functions.deliver.handler.handler(event, None)

    assert answer == failures("9")
    assert {posted.url for posted in world.http_client.posted} == {f"https://hooks.example.org/{n}" for n in range(9)}


def test_deliver_runs_a_recovery_step(world: World) -> None:
    (delivery_id,) = planned(world, 1)
    given_up = {"status": DeliveryStatus.EXHAUSTED, "due_at": None, "next_attempt_at": None, "created": NOW - HOUR}
    delivery = world.memory.deliveries[delivery_id].model_copy(update=given_up)
    world.memory.deliveries[delivery_id] = delivery
    mine = {"company_id": COMPANY, "destination_id": delivery.destination_id}
    times = {"since": NOW - 2 * HOUR, "created": NOW, "updated": NOW, "due_at": NOW}
    recovery = Recovery(id=an_id(), **mine, **times)
    world.recoveries.add(recovery)
    record = a_sample("deliver/first_attempt")["Records"][0]
    body = json.dumps({"destinationId": delivery.destination_id, "recoveryId": recovery.id})

    assert functions.deliver.handler.handler({"Records": [{**record, "body": body}]}, None) == ALL_DONE

    assert world.memory.recoveries[recovery.id].recovered == 1
    assert world.deliver_queue.messages == [{"deliveryId": delivery_id, "attempt": 1}]


def test_sweep_returns_counts_by_kind(world: World) -> None:
    handed_in(world, FIRST)
    world.clock.advance(timedelta(minutes=5))

    counts = functions.sweep.handler.handler(a_sample("sweep/scheduled"), None)

    assert counts == {kind.value: int(kind is DueKind.DOCUMENT) for kind in DueKind}


def test_queue_tests_cover_every_sample_event() -> None:
    folders = {function.__name__.split(".")[1] for function in FUNCTIONS}
    samples = {path.stem for folder in folders for path in (EVENTS / folder).glob("*.json")}

    tried = Path(__file__).read_text(encoding="utf-8")

    assert {name for name in samples if name not in tried} == set()
