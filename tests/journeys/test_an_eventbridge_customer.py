"""A customer on AWS deploys our template, passes the challenge, and gets events on a bus of its own."""

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
from tests.journeys.customer import PATIENCE, Customer, wait_until

TEMPLATE = Path(__file__).parents[2] / "examples" / "customer_account" / "template.yaml"
CHALLENGE = "destination.verification"


@dataclass
class OwnBus:
    """The customer's stack: a bus, a rule, and a queue that receives all events of Billhook."""

    cloud: LocalCloud
    stack: str
    outputs: dict[str, str] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def deploy(self, trust: dict[str, str]) -> None:
        """``trust`` is the API's answer about the required policy."""
        given = {"DispatcherRoleArn": trust["dispatcherRoleArn"], "CompanyId": trust["company"], "BusName": self.stack}
        self._formation.create_stack(
            StackName=self.stack,
            TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        )
        stack = wait_until(self._finished, f"stack {self.stack} deployed", 60)
        assert stack["StackStatus"] == "CREATE_COMPLETE", stack
        self.outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def remove(self) -> None:
        self._formation.delete_stack(StackName=self.stack)

    def told(self, kind: str, subject: str) -> dict[str, Any]:
        """The first event of a type about a document, job or destination, as EventBridge brought it."""

        def about() -> dict[str, Any] | None:
            found = [one for one in self.everything() if one["detail-type"] == kind and one["detail"]["id"] == subject]
            return found[0] if found else None

        event: dict[str, Any] = wait_until(about, f"{kind} about {subject} on the bus", PATIENCE)
        return event

    def everything(self) -> list[dict[str, Any]]:
        """All that has arrived by now, oldest first."""
        queue = Emulator(self.cloud.aws_endpoint_url).client("sqs")
        answer = queue.receive_message(QueueUrl=self.outputs["InboxUrl"], MaxNumberOfMessages=10)
        for message in answer.get("Messages", ()):
            self.seen.append(json.loads(message["Body"]))
            queue.delete_message(QueueUrl=self.outputs["InboxUrl"], ReceiptHandle=message["ReceiptHandle"])
        return self.seen

    def _finished(self) -> dict[str, Any] | None:
        (stack,) = self._formation.describe_stacks(StackName=self.stack)["Stacks"]
        return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

    @property
    def _formation(self) -> Any:
        return Emulator(self.cloud.aws_endpoint_url).client("cloudformation")


@pytest.fixture
def own_bus(cloud: LocalCloud, customer: Customer) -> Iterator[OwnBus]:
    bus = OwnBus(cloud, f"bus-{customer.company_id[-12:]}-{time.monotonic_ns()}")
    bus.deploy(customer.api.get(f"/v2.2/trust/company/{customer.company_id}"))
    yield bus
    bus.remove()


def test_from_a_template_to_the_first_event_on_a_bus_of_one_s_own(customer: Customer, own_bus: OwnBus) -> None:
    wanted = {"type": "eventbridge", "busArn": own_bus.outputs["BusArn"]}
    made = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", wanted)
    assert made["status"] == "PENDING_VERIFICATION"

    too_early = customer.read("early.pdf", text_bill(71))
    customer.told("document.created.v2", too_early["id"])
    challenge = own_bus.told(CHALLENGE, made["id"])
    assert [one["detail-type"] for one in own_bus.everything()] == [CHALLENGE]
    assert challenge["source"] == f"billhook.{customer.company_id}"

    verified = customer.api.post(f"/v2.2/destination/{made['id']}/verify", {"token": challenge["detail"]["token"]})
    assert verified["status"] == "ACTIVE"

    document = customer.read("bill.pdf", text_bill(72))
    webhook = customer.told("document.created.v2", document["id"])
    event = own_bus.told("document.created.v2", document["id"])
    assert event["source"] == f"billhook.{customer.company_id}"
    assert event["detail"]["eventId"] == webhook.event_id
    assert event["detail"] | {"url": None} == webhook.body | {"url": None}
    assert customer.download(event["detail"]["url"]) == text_bill(72)
    assert too_early["id"] not in {one["detail"]["id"] for one in own_bus.everything()}

    own_bus.told("job.completed.v2", document["jobId"])
    path = f"/v2.2/delivery/destination/{made['id']}"
    delivered = {one["eventId"]: one for one in customer.api.get(path)["results"]}
    assert delivered[webhook.event_id]["status"] == "DELIVERED"
    attempts = customer.api.get(f"/v2.2/delivery/{delivered[webhook.event_id]['id']}")["attempts"]
    assert [attempt["statusCode"] for attempt in attempts] == [200]


def test_what_was_told_on_a_bus_can_be_told_again_with_the_same_id(customer: Customer, own_bus: OwnBus) -> None:
    wanted = {"type": "eventbridge", "busArn": own_bus.outputs["BusArn"]}
    made = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", wanted)
    token = own_bus.told(CHALLENGE, made["id"])["detail"]["token"]
    customer.api.post(f"/v2.2/destination/{made['id']}/verify", {"token": token})
    document = customer.read("bill.pdf", text_bill(73))
    first = own_bus.told("document.created.v2", document["id"])

    deliveries = customer.api.get(f"/v2.2/delivery/destination/{made['id']}")["results"]
    delivery = next(one for one in deliveries if one["eventId"] == first["detail"]["eventId"])
    customer.api.post(f"/v2.2/delivery/{delivery['id']}/resend", {})

    def twice() -> bool:
        ids = [one["detail"]["eventId"] for one in own_bus.everything()]
        return ids.count(first["detail"]["eventId"]) == 2

    assert wait_until(twice, "the same event once more", PATIENCE)


def test_a_bus_that_does_not_admit_us_says_so_in_the_log_and_stays_unverified(customer: Customer) -> None:
    absent = f"arn:aws:events:{REGION}:111122223333:event-bus/nowhere"
    wanted = {"type": "eventbridge", "busArn": absent}
    made = customer.api.post(f"/v2.2/destination/company/{customer.company_id}", wanted)

    def failed() -> dict[str, Any] | None:
        (delivery,) = customer.api.get(f"/v2.2/delivery/destination/{made['id']}")["results"]
        return delivery if delivery["lastError"] else None

    assert wait_until(failed, "the challenge failed", 60)["lastError"] in {"access_denied", "no_such_bus"}
    assert customer.api.get(f"/v2.2/destination/{made['id']}")["status"] == "PENDING_VERIFICATION"


def test_our_own_bus_is_nobody_s_destination(customer: Customer, cloud: LocalCloud) -> None:
    ours = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{cloud.bus_name}"

    answer = customer.ask(
        "POST",
        f"/v2.2/destination/company/{customer.company_id}",
        json={"type": "eventbridge", "busArn": ours},
    )

    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (422, "/busArn")
