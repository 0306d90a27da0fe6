"""A customer deploys the template, answers the challenge, and receives events on its own bus."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from billhook.local.aws import ACCOUNT, REGION, Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.journeys.customer import TIMEOUT, Customer, wait_until

TEMPLATE = Path(__file__).parents[2] / "examples" / "customer_account" / "template.yaml"
CHALLENGE = "destination.verification"


@dataclass
class CustomerBus:
    """The customer's stack: a bus, a rule, and a queue that receives all events of Billhook."""

    cloud: LocalCloud
    stack: str
    outputs: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    def deploy(self, trust: dict[str, str]) -> None:
        """``trust`` is the API's answer about the required policy."""
        parameters = {
            "DispatcherRoleArn": trust["dispatcherRoleArn"],
            "CompanyId": trust["company"],
            "BusName": self.stack,
        }
        self._formation.create_stack(
            StackName=self.stack,
            TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        )
        stack = wait_until(self._finished, f"stack {self.stack} deployed", 60)
        assert stack["StackStatus"] == "CREATE_COMPLETE", stack
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def remove(self) -> None:
        self._formation.delete_stack(StackName=self.stack)

    def wait_for_event(self, kind: str, subject: str) -> dict[str, Any]:
        """The first event of a type about a document, job or destination, in EventBridge's format."""

        def about() -> dict[str, Any] | None:
            matching = [
                item
                for item in self.received_events()
                if item["detail-type"] == kind and item["detail"]["id"] == subject
            ]
            return matching[0] if matching else None

        event: dict[str, Any] = wait_until(about, f"{kind} about {subject} on the bus", TIMEOUT)
        return event

    def received_events(self) -> list[dict[str, Any]]:
        """Every event received so far, oldest first."""
        queue = Emulator(self.cloud.aws_endpoint_url).client("sqs")
        answer = queue.receive_message(QueueUrl=self.outputs["InboxUrl"], MaxNumberOfMessages=10)
        for message in answer.get("Messages", ()):
            self.events.append(json.loads(message["Body"]))
            queue.delete_message(QueueUrl=self.outputs["InboxUrl"], ReceiptHandle=message["ReceiptHandle"])
        return self.events

    def _finished(self) -> dict[str, Any] | None:
        (stack,) = self._formation.describe_stacks(StackName=self.stack)["Stacks"]
        return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

    @property
    def _formation(self) -> Any:
        return Emulator(self.cloud.aws_endpoint_url).client("cloudformation")


@pytest.fixture
def bus(cloud: LocalCloud, customer: Customer) -> Iterator[CustomerBus]:
    bus = CustomerBus(cloud, f"bus-{customer.company_id[-12:]}-{time.monotonic_ns()}")
    bus.deploy(customer.api.get(f"/v2.2/trust/company/{customer.company_id}"))
    yield bus
    bus.remove()


def test_bus_after_verification_receives_events(customer: Customer, bus: CustomerBus) -> None:
    request = {"type": "eventbridge", "busArn": bus.outputs["BusArn"]}
    destination = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", request)
    assert destination["status"] == "PENDING_VERIFICATION"

    too_early = customer.submit_and_wait("early.pdf", text_bill(71))
    customer.wait_for_event("document.created.v2", too_early["id"])
    challenge = bus.wait_for_event(CHALLENGE, destination["id"])
    assert [item["detail-type"] for item in bus.received_events()] == [CHALLENGE]
    assert challenge["source"] == f"billhook.{customer.company_id}"

    verified = customer.api.post(
        f"/v2.2/destination/{destination['id']}/verify", {"token": challenge["detail"]["token"]}
    )
    assert verified["status"] == "ACTIVE"

    document = customer.submit_and_wait("bill.pdf", text_bill(72))
    webhook = customer.wait_for_event("document.created.v2", document["id"])
    event = bus.wait_for_event("document.created.v2", document["id"])
    assert event["source"] == f"billhook.{customer.company_id}"
    assert event["detail"]["eventId"] == webhook.event_id
    assert event["detail"] | {"url": None} == webhook.body | {"url": None}
    assert customer.download(event["detail"]["url"]) == text_bill(72)
    assert too_early["id"] not in {item["detail"]["id"] for item in bus.received_events()}

    bus.wait_for_event("job.completed.v2", document["jobId"])
    path = f"/v2.2/delivery/destination/{destination['id']}"
    delivered = {item["eventId"]: item for item in customer.api.get(path)["results"]}
    assert delivered[webhook.event_id]["status"] == "DELIVERED"
    attempts = customer.api.get(f"/v2.2/delivery/{delivered[webhook.event_id]['id']}")["attempts"]
    assert [attempt["statusCode"] for attempt in attempts] == [200]


def test_resend_to_bus_has_the_same_event_id(customer: Customer, bus: CustomerBus) -> None:
    request = {"type": "eventbridge", "busArn": bus.outputs["BusArn"]}
    destination = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", request)
    token = bus.wait_for_event(CHALLENGE, destination["id"])["detail"]["token"]
    customer.api.post(f"/v2.2/destination/{destination['id']}/verify", {"token": token})
    document = customer.submit_and_wait("bill.pdf", text_bill(73))
    first = bus.wait_for_event("document.created.v2", document["id"])

    deliveries = customer.api.get(f"/v2.2/delivery/destination/{destination['id']}")["results"]
    delivery = next(item for item in deliveries if item["eventId"] == first["detail"]["eventId"])
    customer.api.post(f"/v2.2/delivery/{delivery['id']}/resend", {})

    def twice() -> bool:
        ids = [item["detail"]["eventId"] for item in bus.received_events()]
        return ids.count(first["detail"]["eventId"]) == 2

    assert wait_until(twice, "the same event once more", TIMEOUT)


def test_bus_that_is_unreachable_stays_unverified(customer: Customer) -> None:
    absent = f"arn:aws:events:{REGION}:111122223333:event-bus/nowhere"
    request = {"type": "eventbridge", "busArn": absent}
    destination = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", request)

    def failed() -> dict[str, Any] | None:
        (delivery,) = customer.api.get(f"/v2.2/delivery/destination/{destination['id']}")["results"]
        return delivery if delivery["lastError"] else None

    assert wait_until(failed, "the challenge failed", 60)["lastError"] in {"access_denied", "no_such_bus"}
    assert customer.api.get(f"/v2.2/destination/{destination['id']}")["status"] == "PENDING_VERIFICATION"


def test_destination_on_billhooks_own_bus_is_refused(customer: Customer, cloud: LocalCloud) -> None:
    ours = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{cloud.bus_name}"

    answer = customer.request(
        "POST",
        f"/v2.2/destination/company/{customer.company_id}",
        json={"type": "eventbridge", "busArn": ours},
    )

    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (422, "/busArn")
