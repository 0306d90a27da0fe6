"""The customer's template allows the dispatcher to put events of that company, and nothing else."""

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
    """The same by the CDK construct, as its own app synthesises it."""
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
    (bus,) = [name for name, it in body["Resources"].items() if it["Type"] == "AWS::Events::EventBus"]
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
    """The statements of the bus's policy, in the bus itself or beside it."""
    buses = [it["Properties"] for it in body["Resources"].values() if it["Type"] == "AWS::Events::EventBus"]
    beside = [it["Properties"] for it in body["Resources"].values() if it["Type"] == "AWS::Events::EventBusPolicy"]
    inside = [one for bus in buses for one in bus.get("Policy", {}).get("Statement", [])]
    return [{**one, "Sid": "any"} for one in [*inside, *(it["Statement"] for it in beside)]]


def put(source: str = f"billhook.{COMPANY}", *, role: str = DISPATCHER, bus: str = BUS) -> Request:
    return Request(
        role, "events:PutEvents", bus, {"events:source": source, "events:detail-type": "document.created.v2"}
    )


def test_our_dispatcher_may_tell_the_company_s_events(theirs: dict[str, Any], dispatcher: list[dict[str, Any]]) -> None:
    assert is_allowed(put(), dispatcher, policy_of(theirs))


@pytest.mark.parametrize(
    "source", [f"billhook.{ANOTHER}", "billhook.", f"billhook.{COMPANY}x", f"acme.{COMPANY}", "aws.s3"]
)
def test_another_company_s_events_are_refused(
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
def test_any_other_role_is_refused_even_one_that_may_do_everything_at_home(theirs: dict[str, Any], role: str) -> None:
    anything = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

    assert not is_allowed(put(role=role), anything, policy_of(theirs))


def test_the_dispatcher_may_do_nothing_else_there(theirs: dict[str, Any]) -> None:
    anything = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

    for action in ("events:PutRule", "events:PutTargets", "events:DescribeEventBus", "events:PutPermission"):
        request = Request(DISPATCHER, action, BUS, {"events:source": f"billhook.{COMPANY}"})
        assert not is_allowed(request, anything, policy_of(theirs))


def test_without_the_template_nothing_arrives(dispatcher: list[dict[str, Any]]) -> None:
    assert not is_allowed(put(), dispatcher, [])


@pytest.mark.parametrize("name", ["default", "billhook-prod", "somebody-elses"])
def test_no_bus_of_our_own_account_is_ever_written_to_by_the_dispatcher(
    dispatcher: list[dict[str, Any]], name: str
) -> None:
    ours = f"arn:aws:events:eu-west-1:{OURS}:event-bus/{name}"
    kind = [{"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": ours}]

    assert not is_allowed(put(bus=ours), dispatcher, kind)


def test_template_and_construct_say_the_same(template: dict[str, Any], construct: dict[str, Any]) -> None:
    assert policy_of(template) == policy_of(construct)
    assert pattern_of(template) == pattern_of(construct) == {"source": [f"billhook.{COMPANY}"]}


@pytest.mark.parametrize("arn", ["arn:aws:iam::999999999999:role/*", "arn:aws:iam::999999999999:role/billhook-?"])
def test_the_construct_admits_no_pattern_of_roles(arn: str) -> None:
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


def test_what_cannot_be_brought_to_its_target_is_kept_and_rings(theirs: dict[str, Any]) -> None:
    resources = theirs["Resources"]
    (rule,) = [it["Properties"] for it in resources.values() if it["Type"] == "AWS::Events::Rule"]
    (alarm,) = [it["Properties"] for it in resources.values() if it["Type"] == "AWS::CloudWatch::Alarm"]

    dead = rule["Targets"][0]["DeadLetterConfig"]["Arn"].removesuffix(".Arn")
    assert resources[dead]["Properties"]["MessageRetentionPeriod"] == 1_209_600
    assert alarm["Dimensions"][0]["Value"].removesuffix(".QueueName") == dead
    assert alarm["Threshold"] == 1


def test_only_their_own_rule_may_send_to_their_queues(theirs: dict[str, Any]) -> None:
    rules = {name for name, it in theirs["Resources"].items() if it["Type"] == "AWS::Events::Rule"}
    policies = [it["Properties"] for it in theirs["Resources"].values() if it["Type"] == "AWS::SQS::QueuePolicy"]
    allowed = [s for p in policies for s in p["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]

    assert allowed
    for statement in allowed:
        assert statement["Principal"] == {"Service": "events.amazonaws.com"}
        sources = {name for one in statement["Condition"].values() for name in one.values()}
        assert {str(name).removesuffix(".Arn") for name in sources} & rules


def test_parameters_that_would_open_the_bus_are_refused() -> None:
    parameters = read_yaml(FOLDER / "template.yaml")["Parameters"]
    role, company = (re.compile(parameters[name]["AllowedPattern"]) for name in ("DispatcherRoleArn", "CompanyId"))

    assert role.fullmatch(DISPATCHER)
    assert company.fullmatch(COMPANY)
    assert not any(role.fullmatch(one) for one in ("*", "arn:aws:iam::999999999999:root", f"{DISPATCHER}*"))
    assert not any(company.fullmatch(one) for one in ("*", "", COMPANY.upper(), f"{COMPANY}*"))


def pattern_of(body: dict[str, Any]) -> dict[str, Any]:
    (rule,) = [it["Properties"] for it in body["Resources"].values() if it["Type"] == "AWS::Events::Rule"]
    pattern: dict[str, Any] = rule["EventPattern"]
    return pattern


def test_the_simulation_wants_both_sides_across_accounts_and_one_within() -> None:
    allow = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}
    its = {**allow, "Principal": {"AWS": DISPATCHER}}
    near = put(bus=BUS.replace(THEIRS, OURS))

    assert is_allowed(put(), [allow], [its])
    assert not is_allowed(put(), [allow], [])
    assert not is_allowed(put(), [], [its])
    assert is_allowed(near, [allow], [])
    assert not is_allowed(near, [allow, {**allow, "Effect": "Deny"}], [its])


def test_the_simulation_does_not_guess() -> None:
    odd = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}

    with pytest.raises(NotImplementedError, match="Bool"):
        is_allowed(put(), [odd], [])
    with pytest.raises(NotImplementedError, match="NotAction"):
        is_allowed(put(), [{"Effect": "Allow", "NotAction": "x", "Resource": "*"}], [])
