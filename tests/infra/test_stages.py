"""What differs between the stages, and what only the local one has the settings."""

import json
from typing import Any

import pytest

from billhook import settings
from infra.stage import STAGES, stage_of
from tests.infra.conftest import ROOT, run_app
from tests.infra.template import Template, flat, target

HOLES = {
    "allowedHosts": "127.0.0.1:*",
    "textractUrl": "http://127.0.0.1:1",
    "endpointUrl": "http://127.0.0.1:2",
    "retrySchedule": "1,2",
}


def _environment(template: Template, function: str) -> dict[str, Any]:
    variables: dict[str, Any] = template.functions()[function]["Environment"]["Variables"]
    return variables


@pytest.mark.parametrize("stage", ["dev", "prod"])
@pytest.mark.parametrize("hole", HOLES)
def test_a_stage_on_aws_refuses_what_only_a_machine_may_receive(stage, hole):
    with pytest.raises(ValueError, match="Only the local stage"):
        stage_of({"stage": stage, hole: HOLES[hole]}.get)


def test_app_py_itself_refuses_a_hole_in_the_egress_guard(tmp_path):
    run = run_app(tmp_path, {"stage": "prod", "allowedHosts": "127.0.0.1:*"})

    assert run.returncode != 0
    assert "Only the local stage has the settings allowed_hosts; this is prod." in run.stderr
    assert not list(tmp_path.glob("*.template.json"))


def test_a_stage_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="'staging'"):
        stage_of({"stage": "staging"}.get)


def test_the_local_stage_is_told_where_things_are(tmp_path):
    run = run_app(tmp_path, {"stage": "local", **HOLES})

    assert run.returncode == 0, run.stderr[-2000:]
    local = Template("local", json.loads((tmp_path / "Billhook-local.template.json").read_text()))
    told = {name for name in local.functions() if "AWS_ENDPOINT_URL_TEXTRACT" in _environment(local, name)}
    allowed = {name for name in local.functions() if "BILLHOOK_ALLOWED_HOSTS" in _environment(local, name)}
    assert told == {"parse_document", "finish_reading"}
    assert allowed == {"api", "fetch_url", "deliver"}
    assert _environment(local, "deliver")["BILLHOOK_RETRY_SCHEDULE"] == "1,2"
    assert flat(local.body["Outputs"]["ApiUrl"]["Value"]).startswith("http://127.0.0.1:2/_aws/execute-api/")


def test_an_event_waits_with_those_of_its_company(each):
    """A group on a standard queue is whose turn a message takes; EventBridge fills the path in for each event."""
    (rule,) = [one for name, one in each.of_type("AWS::Events::Rule").items() if "ToPlan" in name]

    (aim,) = rule["Targets"]

    assert aim["SqsParameters"] == {"MessageGroupId": "$.detail.company"}
    assert "FifoQueue" not in each.resource(target(aim["Arn"]))["Properties"]


def test_nothing_on_aws_is_told_to_call_a_machine(on_aws):
    for name in on_aws.functions():
        assert not [key for key in _environment(on_aws, name) if key.startswith("AWS_")]
        assert "BILLHOOK_ALLOWED_HOSTS" not in _environment(on_aws, name)


def test_every_function_is_told_exactly_what_it_reads(each):
    assert set(each.functions()) == set(settings.FUNCTION_SETTINGS)
    for name, wanted in settings.FUNCTION_SETTINGS.items():
        told = {key for key in _environment(each, name) if key.startswith("BILLHOOK_")}
        required = {f"BILLHOOK_{setting.upper()}" for setting in wanted - settings.OPTIONAL}
        assert required <= told <= {f"BILLHOOK_{setting.upper()}" for setting in wanted}


def test_leases_outlive_their_function(each):
    for name, function in each.functions().items():
        lease = _environment(each, name).get("BILLHOOK_LEASE_SECONDS")
        assert lease is None or int(lease) == function["Timeout"] + 10


def test_functions_have_time_for_what_they_wait_for(each):
    timeouts = {name: function["Timeout"] for name, function in each.functions().items()}

    assert timeouts["fetch_url"] > 30
    assert timeouts["deliver"] > 15
    assert timeouts["api"] <= 29


def test_functions_on_aws_run_where_their_layers_are_built_for(on_aws):
    for function in on_aws.functions().values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert len(function["Layers"]) == 2


def test_every_function_has_its_handler():
    for name in settings.FUNCTION_SETTINGS:
        assert (ROOT / "functions" / name / "handler.py").is_file(), name


def test_production_keeps_what_a_customer_handed_in(template, assembly):
    prod = template("prod")

    for kind in ("AWS::S3::Bucket", "AWS::DynamoDB::GlobalTable", "AWS::KMS::Key", "AWS::SecretsManager::Secret"):
        kept = [it for it in prod.body["Resources"].values() if it["Type"] == kind]
        assert [it["DeletionPolicy"] for it in kept] == ["Retain"]
        assert [it["UpdateReplacePolicy"] for it in kept] == ["Retain"]
    stack = json.loads((assembly("prod") / "manifest.json").read_text())["artifacts"]["Billhook-prod"]
    assert stack["properties"]["terminationProtection"] is True


def test_stages_on_aws_speak_tls_only(on_aws):
    for kind in ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy"):
        for name, policy in on_aws.of_type(kind).items():
            denied = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
            assert {"Bool": {"aws:SecureTransport": "false"}} in [s["Condition"] for s in denied], name
    queues = {str(queue) for p in on_aws.of_type("AWS::SQS::QueuePolicy").values() for queue in p["Queues"]}
    assert len(queues) == len(on_aws.of_type("AWS::SQS::Queue"))


def test_what_was_published_can_be_replayed(on_aws):
    archive = next(iter(on_aws.of_type("AWS::Events::Archive").values()))

    assert archive["RetentionDays"] == STAGES[on_aws.stage].archive_days
    assert archive["EventPattern"] == {"source": [{"prefix": "billhook."}]}


def test_no_template_names_an_account_or_a_region(each):
    text = json.dumps(each.body)

    assert "000000000000" not in text
    assert "us-east-1" not in text
