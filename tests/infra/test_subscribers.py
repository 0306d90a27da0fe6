"""Buses of subscribers: a rule for each, none by default; and what a rule really forwards across two accounts."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from billhook.adapters.eventbridge_bus import EventBridgeBus
from billhook.domain.ids import EventId
from billhook.ports.events import BusEntry
from infra.stage import stage_of
from tests.infra import rules
from tests.infra.conftest import run_app
from tests.infra.intrinsics import resolved
from tests.infra.template import Template, flat, target

OURS, THEIRS = "123456789012", "111122223333"
REGION = "us-east-1"
NEAR = f"arn:aws:events:{REGION}:{THEIRS}:event-bus/from-billhook"
FAR = "arn:aws:events:ap-southeast-2:222233334444:event-bus/default"
COMPANY = "0197b1de-5f5c-7000-8000-000000000001"


@pytest.fixture(scope="session")
def subscribed(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Production with two subscribers. That it synthesises at all means that cdk-nag is content."""
    out = tmp_path_factory.mktemp("subscribed")
    run = run_app(out, {"stage": "prod", "subscriberBuses": f"{NEAR}, {FAR}"})
    assert run.returncode == 0, run.stderr[-3000:]
    return Template("prod", json.loads((out / "Billhook-prod.template.json").read_text()))


def forwards(template: Template) -> list[dict[str, Any]]:
    """The rules that lead to other buses."""
    found = template.of_type("AWS::Events::Rule").values()
    return [rule for rule in found if ":event-bus/" in flat(rule["Targets"][0]["Arn"])]


def test_subscribers_are_empty_by_default(each):
    assert forwards(each) == []


def test_subscriber_has_rule_dead_letters_and_role(subscribed):
    found = forwards(subscribed)

    assert [rule["Targets"][0]["Arn"] for rule in found] == [NEAR, FAR]
    for rule in found:
        (aim,) = rule["Targets"]
        role = subscribed.resource(target(aim["RoleArn"]))["Properties"]
        assert flat(role["RoleName"]) == "billhook-prod-subscribers-AWS::Region"
        assert "DeadLetterConfig" in aim
        assert "RetryPolicy" not in aim, "EventBridge refuses one for a bus"


def test_subscriber_role_can_put_events_only(subscribed):
    role = target(forwards(subscribed)[0]["Targets"][0]["RoleArn"])
    (policy,) = [p for p in subscribed.of_type("AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"]]

    (statement,) = policy["PolicyDocument"]["Statement"]

    assert (statement["Action"], set(statement["Resource"])) == ("events:PutEvents", {NEAR, FAR})


def test_rules_hold_with_subscribers(subscribed):
    assert list(rules.rule_targets_have_dead_letters(subscribed)) == []
    assert list(rules.dead_letters_raise_an_alarm(subscribed)) == []
    assert list(rules.queues_know_their_senders(subscribed)) == []


@pytest.mark.parametrize("text", ["bills", f"{NEAR},*", "arn:aws:sqs:us-east-1:111122223333:bills", f"{NEAR}*"])
def test_subscriber_with_invalid_bus_arn_is_refused(text):
    with pytest.raises(ValueError, match="is no ARN of an event bus"):
        stage_of({"stage": "prod", "subscriberBuses": text}.get)


class TwoAccounts:
    """Our bus with the template's rule in one account, a subscriber's bus with a queue in another."""

    def __init__(self, rule: dict[str, Any]) -> None:
        self.ours = boto3.client("events", region_name=REGION)
        self.theirs, self.sqs = self._of(THEIRS, "events"), self._of(THEIRS, "sqs")
        self.ours.create_event_bus(Name="billhook-prod")
        self.theirs.create_event_bus(Name="from-billhook")
        self.queue = self.sqs.create_queue(QueueName="inbox")["QueueUrl"]
        queue_arn = f"arn:aws:sqs:{REGION}:{THEIRS}:inbox"
        self._rule(self.ours, "billhook-prod", rule["EventPattern"], rule["Targets"][0]["Arn"])
        self._rule(self.theirs, "from-billhook", {"source": [{"prefix": "billhook."}]}, queue_arn)

    def publish(self, kind: str, company: str = COMPANY) -> None:
        entry = BusEntry(EventId("e1"), f"billhook.{company}", kind, json.dumps({"eventId": "e1", "type": kind}))
        assert EventBridgeBus(self.ours, "billhook-prod").publish([entry]) == {}

    def arrived(self) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", ())]

    @staticmethod
    def _of(account: str, service: str) -> Any:
        role = f"arn:aws:iam::{account}:role/test"
        session = boto3.client("sts", region_name=REGION).assume_role(RoleArn=role, RoleSessionName="test")
        given = session["Credentials"]
        connect: Callable[..., Any] = boto3.client
        return connect(
            service,
            region_name=REGION,
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )

    @staticmethod
    def _rule(client: Any, bus: str, pattern: dict[str, Any], arn: str) -> None:
        client.put_rule(Name="all", EventBusName=bus, EventPattern=json.dumps(pattern))
        client.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "1", "Arn": arn}])


@pytest.fixture
def accounts(subscribed: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[TwoAccounts]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield TwoAccounts(resolved(forwards(subscribed)[0], {}))


def test_subscriber_receives_public_events_only(accounts):
    """One test, because the buses of moto outlive a test when others of its process use moto too."""
    accounts.publish("document.created.v2")
    accounts.publish("document.settled")
    accounts.publish("job.completed.v2", company="another")

    first, second = accounts.arrived()
    assert (first["source"], first["detail-type"]) == (f"billhook.{COMPANY}", "document.created.v2")
    assert first["detail"] == {"eventId": "e1", "type": "document.created.v2"}
    assert (second["source"], second["detail-type"]) == ("billhook.another", "job.completed.v2")
