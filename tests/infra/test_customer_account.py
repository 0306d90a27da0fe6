"""The template of the customer's account allows the dispatcher to put events of one company, and nothing else."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.infra.conftest import ROOT
from tests.infra.intrinsics import read_yaml, resolved
from tests.infra.policies import Request, is_allowed
from tests.infra.template import Template

OURS, THEIRS = "999999999999", "111122223333"
COMPANY, ANOTHER = "0197b1de-5f5c-7000-8000-000000000001", "0197b1de-5f5c-7000-8000-000000000002"
DISPATCHER = f"arn:aws:iam::{OURS}:role/billhook-prod-dispatcher-eu-west-1"
BUS = f"arn:aws:events:eu-west-1:{THEIRS}:event-bus/billhook"
FOLDER = ROOT / "examples" / "customer_account"
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "eu-west-1"}
GIVEN = {"DispatcherRoleArn": DISPATCHER, "CompanyId": COMPANY, "BusName": "billhook", "AlarmEmail": ""}


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """The customer's template in YAML, deployed with the usual parameters."""
    body: dict[str, Any] = resolved(read_yaml(FOLDER / "template.yaml"), {**PSEUDO, "AWS::AccountId": THEIRS, **GIVEN})
    return body


@pytest.fixture(scope="session")
def construct(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The equivalent CDK construct, synthesised by its own app."""
    out = tmp_path_factory.mktemp("customer")
    context = {"dispatcherRoleArn": DISPATCHER, "companyId": COMPANY}
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "HOME": str(out),
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(ROOT / "build" / "jsii"),
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps(context),
    }
    run = subprocess.run(
        [sys.executable, "app.py"], cwd=FOLDER / "cdk", env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    body = json.loads((out / "billhook-bus.template.json").read_text())
    (bus,) = [name for name, resource in body["Resources"].items() if resource["Type"] == "AWS::Events::EventBus"]
    values: dict[str, Any] = resolved(body, {**PSEUDO, "AWS::AccountId": THEIRS, f"{bus}.Arn": BUS})
    return values


@pytest.fixture(params=["template", "construct"])
def theirs(request: pytest.FixtureRequest) -> dict[str, Any]:
    body: dict[str, Any] = request.getfixturevalue(request.param)
    return body


@pytest.fixture(params=["dev", "prod"])
def dispatcher(request: pytest.FixtureRequest, assembly: Any) -> list[dict[str, Any]]:
    """The policies of the dispatcher's role in Billhook's stack."""
    stage = request.param
    ours = Template(stage, json.loads((assembly(stage) / f"Billhook-{stage}.template.json").read_text()))
    statements = [*ours.statements_of("deliver"), *ours.statements_of("deliver", "Deny")]
    values: list[dict[str, Any]] = resolved(statements, {**PSEUDO, "AWS::AccountId": OURS})
    return values


def policy_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of the bus's policy: inline or in separate resources."""
    buses = [
        resource["Properties"] for resource in body["Resources"].values() if resource["Type"] == "AWS::Events::EventBus"
    ]
    separate = [
        resource["Properties"]
        for resource in body["Resources"].values()
        if resource["Type"] == "AWS::Events::EventBusPolicy"
    ]
    inline = [statement for bus in buses for statement in bus.get("Policy", {}).get("Statement", [])]
    return [{**statement, "Sid": "any"} for statement in [*inline, *(resource["Statement"] for resource in separate)]]


def put(source: str = f"billhook.{COMPANY}", *, role: str = DISPATCHER, bus: str = BUS) -> Request:
    return Request(
        role, "events:PutEvents", bus, {"events:source": source, "events:detail-type": "document.created.v2"}
    )


def test_bus_policy_allows_events_of_the_company(theirs: dict[str, Any], dispatcher: list[dict[str, Any]]) -> None:
    assert is_allowed(put(), dispatcher, policy_of(theirs))


@pytest.mark.parametrize(
    "source", [f"billhook.{ANOTHER}", "billhook.", f"billhook.{COMPANY}x", f"acme.{COMPANY}", "aws.s3"]
)
def test_bus_policy_denies_events_of_another_company(
    theirs: dict[str, Any], dispatcher: list[dict[str, Any]], source: str
) -> None:
    assert not is_allowed(put(source), dispatcher, policy_of(theirs))


@pytest.mark.parametrize(
    "role",
    [
        f"arn:aws:iam::{OURS}:role/billhook-prod-api",
        f"{DISPATCHER}-2",
        DISPATCHER.replace(OURS, "222233334444"),
    ],
)
def test_bus_policy_denies_any_other_role(theirs: dict[str, Any], role: str) -> None:
    allow_all = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

    assert not is_allowed(put(role=role), allow_all, policy_of(theirs))


def test_bus_policy_denies_other_actions_of_the_dispatcher(theirs: dict[str, Any]) -> None:
    allow_all = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

    for action in ("events:PutRule", "events:PutTargets", "events:DescribeEventBus", "events:PutPermission"):
        request = Request(DISPATCHER, action, BUS, {"events:source": f"billhook.{COMPANY}"})
        assert not is_allowed(request, allow_all, policy_of(theirs))


def test_bus_without_policy_denies_the_dispatcher(dispatcher: list[dict[str, Any]]) -> None:
    assert not is_allowed(put(), dispatcher, [])


@pytest.mark.parametrize("name", ["default", "billhook-prod", "somebody-elses"])
def test_dispatcher_is_denied_every_bus_of_its_own_account(dispatcher: list[dict[str, Any]], name: str) -> None:
    bus = f"arn:aws:events:eu-west-1:{OURS}:event-bus/{name}"
    statement = [{"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": bus}]

    assert not is_allowed(put(bus=bus), dispatcher, statement)


def test_template_and_construct_are_equivalent(template: dict[str, Any], construct: dict[str, Any]) -> None:
    assert policy_of(template) == policy_of(construct)
    assert pattern_of(template) == pattern_of(construct) == {"source": [f"billhook.{COMPANY}"]}


@pytest.mark.parametrize("arn", ["arn:aws:iam::999999999999:role/*", "arn:aws:iam::999999999999:role/billhook-?"])
def test_construct_with_role_wildcard_is_refused(arn: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from aws_cdk import App, Stack\n"
        "from billhook_bus import BillhookBus\n"
        "BillhookBus(Stack(App(), 's'), 'b', dispatcher_role_arn=sys.argv[2], company_id='c')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(FOLDER / "cdk"), arn], capture_output=True, text=True, check=False
    )

    assert "names more than one role" in run.stderr


def test_undeliverable_event_goes_to_dlq_and_raises_alarm(theirs: dict[str, Any]) -> None:
    resources = theirs["Resources"]
    (rule,) = [resource["Properties"] for resource in resources.values() if resource["Type"] == "AWS::Events::Rule"]
    (alarm,) = [
        resource["Properties"] for resource in resources.values() if resource["Type"] == "AWS::CloudWatch::Alarm"
    ]

    queue = rule["Targets"][0]["DeadLetterConfig"]["Arn"].removesuffix(".Arn")
    assert resources[queue]["Properties"]["MessageRetentionPeriod"] == 1_209_600
    assert alarm["Dimensions"][0]["Value"].removesuffix(".QueueName") == queue
    assert alarm["Threshold"] == 1


def test_queue_policies_allow_the_rule_only(theirs: dict[str, Any]) -> None:
    rules = {name for name, resource in theirs["Resources"].items() if resource["Type"] == "AWS::Events::Rule"}
    policies = [
        resource["Properties"]
        for resource in theirs["Resources"].values()
        if resource["Type"] == "AWS::SQS::QueuePolicy"
    ]
    allowed = [
        item
        for queue_policy in policies
        for item in queue_policy["PolicyDocument"]["Statement"]
        if item["Effect"] == "Allow"
    ]

    assert allowed
    for statement in allowed:
        assert statement["Principal"] == {"Service": "events.amazonaws.com"}
        sources = {name for condition in statement["Condition"].values() for name in condition.values()}
        assert {str(name).removesuffix(".Arn") for name in sources} & rules


def test_template_parameters_with_wildcards_are_refused() -> None:
    parameters = read_yaml(FOLDER / "template.yaml")["Parameters"]
    role, company = (re.compile(parameters[name]["AllowedPattern"]) for name in ("DispatcherRoleArn", "CompanyId"))

    assert role.fullmatch(DISPATCHER)
    assert company.fullmatch(COMPANY)
    assert not any(role.fullmatch(value) for value in ("*", "arn:aws:iam::999999999999:root", f"{DISPATCHER}*"))
    assert not any(company.fullmatch(value) for value in ("*", "", COMPANY.upper(), f"{COMPANY}*"))


def pattern_of(body: dict[str, Any]) -> dict[str, Any]:
    (rule,) = [
        resource["Properties"] for resource in body["Resources"].values() if resource["Type"] == "AWS::Events::Rule"
    ]
    pattern: dict[str, Any] = rule["EventPattern"]
    return pattern


def test_simulation_needs_both_policies_across_accounts() -> None:
    allow = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}
    bus_allow = {**allow, "Principal": {"AWS": DISPATCHER}}
    own_bus = put(bus=BUS.replace(THEIRS, OURS))

    assert is_allowed(put(), [allow], [bus_allow])
    assert not is_allowed(put(), [allow], [])
    assert not is_allowed(put(), [], [bus_allow])
    assert is_allowed(own_bus, [allow], [])
    assert not is_allowed(own_bus, [allow, {**allow, "Effect": "Deny"}], [bus_allow])


def test_simulation_of_unknown_conditions_raises() -> None:
    unsupported = {
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }

    with pytest.raises(NotImplementedError, match="Bool"):
        is_allowed(put(), [unsupported], [])
    with pytest.raises(NotImplementedError, match="NotAction"):
        is_allowed(put(), [{"Effect": "Allow", "NotAction": "x", "Resource": "*"}], [])
