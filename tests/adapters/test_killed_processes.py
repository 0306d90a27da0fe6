"""Functions between outbox and receiver are killed at a request; the event still arrives."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from billhook.adapters.dynamodb import rows
from billhook.adapters.dynamodb.items import marshalled
from billhook.adapters.sqs_queue import SqsQueue
from billhook.domain.delivery import DeliveryStatus, delivery_id
from billhook.domain.destination import Destination, EncryptedSecret
from billhook.domain.events import Event
from billhook.domain.ids import DestinationId
from billhook.domain.signing import secret_text
from billhook.local.receiver import Receiver
from billhook.names import PK, SK
from billhook.runtime.container import Container
from billhook.settings import Settings
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.maintenance.sweep import Sweep
from billhook.wire.messages import delivery_of, event_notice
from tests.adapters.aws_between import AwsBetween, aws_between
from tests.adapters.cloud import Cloud
from tests.builders import a_content, a_destination, a_final_document, a_job, an_event
from tests.fakes import FakeClock
from tests.fakes.container import container_of
from tests.usecases.wiring import API_URL

pytestmark = pytest.mark.enable_socket
KEY = b"k" * 32
KILLED = -signal.SIGKILL
QUEUES = ("deliver_queue", "parse_queue", "fetch_queue", "erase_queue")
"""One for all: only deliveries are waited for here."""
PORTS = (
    "jobs", "documents", "contents", "companies", "outbox", "destinations", "deliveries", "circuit_breakers",
    "rate_limits", "recoveries", "due_index", "bus", "encryptor", "hmacs", "files",
)  # fmt: skip


@dataclass
class DeliveryPath:
    """An event in the outbox, a destination with a receiver, and the functions between; each message arrives once."""

    cloud: Cloud
    aws: AwsBetween
    receiver: Receiver

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        self.event, self.destination = self._event(), self._destination()
        sqs = self.cloud.clients("sqs")
        queues = {name: sqs.create_queue(QueueName=f"{self.cloud.name}-{name}") for name in ("plan", "deliver")}
        self.urls = {name: queue["QueueUrl"] for name, queue in queues.items()}
        self._lead_bus_to(sqs.get_queue_attributes(QueueUrl=self.urls["plan"], AttributeNames=["QueueArn"]))
        self.ports = {name: getattr(self.cloud, name) for name in PORTS}
        self.settings = {
            "table": self.cloud.name,
            "bucket": self.cloud.bucket,
            "bus": self.cloud.name,
            "deliver_queue": self.urls["deliver"],
            "secrets_key": self.cloud.encryptor.key_id,
            "signing_secret": self.cloud.name,
            "api_url": API_URL,
            "lease_seconds": "25",
            "allowed_hosts": "127.0.0.1:*",
        }

    def run_killed(self, function: str) -> int:
        """Run the function in a new process with its message, which is lost when it is killed."""
        if function == "publish_events":
            return self.aws.run(function, _inserted(self.event), self.settings)
        self._publish()
        if function == "deliver":
            self._plan()
        (body,) = self._taken("plan" if function == "plan_deliveries" else "deliver")
        return self.aws.run(function, {"Records": [{"messageId": "1", "body": body}]}, self.settings)

    def run_until_idle(self) -> None:
        """Sweep every minute and process the queues, until nothing is due."""
        clock = FakeClock(self.now)
        use = self._pipeline(clock)
        for _ in range(10):
            clock.advance(timedelta(minutes=1))
            use.get(Sweep)()
            for body in self._taken("plan"):
                use.get(PlanDeliveries)(event_notice(body))
            for body in self._taken("deliver"):
                use.get(Deliver)(*delivery_of(body))
        assert list(self.cloud.due_index.due_items(clock.now() + timedelta(days=9), 10)) == []

    def _publish(self) -> None:
        self._pipeline(FakeClock(self.now)).get(PublishEvents)([self.event])

    def _plan(self) -> None:
        (body,) = self._taken("plan")
        self._pipeline(FakeClock(self.now)).get(PlanDeliveries)(event_notice(body))

    def _pipeline(self, clock: FakeClock) -> Container:
        """Build the pipeline of another process, with the clock of this test."""
        queue = SqsQueue(self.cloud.clients("sqs"), self.urls["deliver"])
        ports = self.ports | {"clock": clock} | dict.fromkeys(QUEUES, queue)
        return container_of(ports, Settings(**self.settings))

    def _event(self) -> Event:
        document = a_final_document(size=10)
        event = an_event(document, occurred=self.now, due_at=self.now + timedelta(seconds=30))
        self.cloud.jobs.add(a_job(id=document.job_id, expected=99, created=self.now, updated=self.now), [document])
        self.cloud.contents.put(document.company_id, a_content(document), None)
        self.cloud.table.add(rows.of_event(event))
        return event

    def _destination(self) -> Destination:
        destination = a_destination(url=self.receiver.url)
        sealed = self.cloud.encryptor.encrypt(KEY, context=DestinationId(destination.id))
        signed = destination.model_copy(update={"secrets": (EncryptedSecret(sealed=sealed, created=self.now),)})
        self.cloud.destinations.add(signed)
        return signed

    def _lead_bus_to(self, queue: Any) -> None:
        events, name = self.cloud.clients("events"), self.cloud.name
        assert self.cloud.bus
        events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps({"source": [{"prefix": "billhook."}]}))
        arn = queue["Attributes"]["QueueArn"]
        events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "1", "Arn": arn}])

    def _taken(self, name: str) -> list[str]:
        sqs, url = self.cloud.clients("sqs"), self.urls[name]
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]


def _inserted(event: Event) -> dict[str, Any]:
    row = marshalled(rows.of_event(event))
    change = {"Keys": {name: row[name] for name in (PK, SK)}, "NewImage": row, "SequenceNumber": "1"}
    return {"Records": [{"eventName": "INSERT", "dynamodb": change}]}


@pytest.fixture
def path(cloud: Cloud) -> Iterator[DeliveryPath]:
    with (
        aws_between() as aws,
        Receiver(secret=secret_text(KEY), on_received=lambda _: aws.strikes("webhook")) as receiver,
    ):
        yield DeliveryPath(cloud, aws, receiver)


def assert_event_arrived(path: DeliveryPath, *, times: int) -> None:
    """Assert that the event arrived ``times`` times under one id, with one attempt of one delivery."""
    planned = delivery_id(path.event.id, path.destination.id)
    assert [got.event_id for got in path.receiver.received] == [path.event.id] * times
    assert all(got.verified for got in path.receiver.received)
    delivery = path.cloud.deliveries.get(planned)
    assert delivery
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.DELIVERED, 1)
    assert [attempt.number for attempt in path.cloud.deliveries.attempts(planned)] == [1]
    event = path.cloud.outbox.get(path.event.subject_id, path.event.version, path.event.type)
    assert event
    assert (bool(event.published), bool(event.planned)) == (True, True)


@pytest.mark.parametrize(
    ("function", "request_name", "is_late", "times"),
    [
        ("publish_events", "PutEvents", False, 1),
        ("publish_events", "PutEvents", True, 1),
        ("plan_deliveries", "PutItem", True, 1),
        ("plan_deliveries", "SendMessage", True, 1),
        ("deliver", "UpdateItem", True, 1),
        ("deliver", "webhook", False, 2),
        ("deliver", "TransactWriteItems", False, 2),
        ("deliver", "TransactWriteItems", True, 1),
    ],
)
def test_function_killed_at_any_request_loses_no_event(
    function: str, request_name: str, is_late: bool, times: int, path: DeliveryPath
) -> None:
    path.aws.fatal, path.aws.is_late = request_name, is_late

    code = path.run_killed(function)

    assert (code, path.aws.struck) == (KILLED, [request_name])
    path.run_until_idle()
    assert_event_arrived(path, times=times)
