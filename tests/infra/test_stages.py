"""Differences between the stages, and settings that only the local stage accepts."""

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
def test_stage_on_aws_refuses_local_settings(stage, hole):
    with pytest.raises(ValueError, match="Only the local stage"):
        stage_of({"stage": stage, hole: HOLES[hole]}.get)


def test_app_with_allowed_hosts_on_aws_fails(tmp_path):
    run = run_app(tmp_path, {"stage": "prod", "allowedHosts": "127.0.0.1:*"})

    assert run.returncode != 0
    assert "Only the local stage has the settings allowed_hosts; this is prod." in run.stderr
    assert not list(tmp_path.glob("*.template.json"))


def test_unknown_stage_is_named_in_error():
    with pytest.raises(ValueError, match="'staging'"):
        stage_of({"stage": "staging"}.get)


def test_local_stage_passes_local_endpoints(tmp_path):
    run = run_app(tmp_path, {"stage": "local", **HOLES})

    assert run.returncode == 0, run.stderr[-2000:]
    local = Template("local", json.loads((tmp_path / "Billhook-local.template.json").read_text()))
    textract = {name for name in local.functions() if "AWS_ENDPOINT_URL_TEXTRACT" in _environment(local, name)}
    allowed = {name for name in local.functions() if "BILLHOOK_ALLOWED_HOSTS" in _environment(local, name)}
    assert textract == {"parse_document", "finish_reading"}
    assert allowed == {"api", "fetch_url", "deliver"}
    assert _environment(local, "deliver")["BILLHOOK_RETRY_SCHEDULE"] == "1,2"
    assert flat(local.body["Outputs"]["ApiUrl"]["Value"]).startswith("http://127.0.0.1:2/_aws/execute-api/")


def test_delivery_message_group_is_the_company(each):
    """Message groups make a standard queue fair; EventBridge fills in the path for each event."""
    (rule,) = [resource for name, resource in each.of_type("AWS::Events::Rule").items() if "ToPlan" in name]

    (aim,) = rule["Targets"]

    assert aim["SqsParameters"] == {"MessageGroupId": "$.detail.company"}
    assert "FifoQueue" not in each.resource(target(aim["Arn"]))["Properties"]


def test_functions_on_aws_have_no_local_endpoints(on_aws):
    for name in on_aws.functions():
        assert not [key for key in _environment(on_aws, name) if key.startswith("AWS_")]
        assert "BILLHOOK_ALLOWED_HOSTS" not in _environment(on_aws, name)


def test_function_environment_has_exactly_its_settings(each):
    assert set(each.functions()) == set(settings.FUNCTION_SETTINGS)
    for name, known in settings.FUNCTION_SETTINGS.items():
        passed = {key for key in _environment(each, name) if key.startswith("BILLHOOK_")}
        required = {f"BILLHOOK_{setting.upper()}" for setting in known - settings.OPTIONAL}
        assert required <= passed <= {f"BILLHOOK_{setting.upper()}" for setting in known}


def test_lease_lasts_longer_than_function_timeout(each):
    for name, function in each.functions().items():
        lease = _environment(each, name).get("BILLHOOK_LEASE_SECONDS")
        assert lease is None or int(lease) == function["Timeout"] + 10


def test_function_timeout_exceeds_its_request_timeout(each):
    timeouts = {name: function["Timeout"] for name, function in each.functions().items()}

    assert timeouts["fetch_url"] > 30
    assert timeouts["deliver"] > 15
    assert timeouts["api"] <= 29


def test_functions_on_aws_match_the_layers_platform(on_aws):
    for function in on_aws.functions().values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert len(function["Layers"]) == 2


def test_function_has_a_handler_file():
    for name in settings.FUNCTION_SETTINGS:
        assert (ROOT / "functions" / name / "handler.py").is_file(), name


def test_production_retains_data_on_deletion(template, assembly):
    prod = template("prod")

    for kind in ("AWS::S3::Bucket", "AWS::DynamoDB::GlobalTable", "AWS::KMS::Key", "AWS::SecretsManager::Secret"):
        retained = [resource for resource in prod.body["Resources"].values() if resource["Type"] == kind]
        assert [resource["DeletionPolicy"] for resource in retained] == ["Retain"]
        assert [resource["UpdateReplacePolicy"] for resource in retained] == ["Retain"]
    stack = json.loads((assembly("prod") / "manifest.json").read_text())["artifacts"]["Billhook-prod"]
    assert stack["properties"]["terminationProtection"] is True


def test_stages_on_aws_require_tls(on_aws):
    for kind in ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy"):
        for name, policy in on_aws.of_type(kind).items():
            denied = [item for item in policy["PolicyDocument"]["Statement"] if item["Effect"] == "Deny"]
            assert {"Bool": {"aws:SecureTransport": "false"}} in [item["Condition"] for item in denied], name
    queues = {
        str(queue)
        for queue_policy in on_aws.of_type("AWS::SQS::QueuePolicy").values()
        for queue in queue_policy["Queues"]
    }
    assert len(queues) == len(on_aws.of_type("AWS::SQS::Queue"))


def test_archive_keeps_published_events(on_aws):
    archive = next(iter(on_aws.of_type("AWS::Events::Archive").values()))

    assert archive["RetentionDays"] == STAGES[on_aws.stage].archive_days
    assert archive["EventPattern"] == {"source": [{"prefix": "billhook."}]}


def test_template_has_no_account_or_region(each):
    text = json.dumps(each.body)

    assert "000000000000" not in text
    assert "us-east-1" not in text


def test_stage_has_no_cors_origins_by_default(each):
    assert not [m for m in each.of_type("AWS::ApiGateway::Method").values() if m["HttpMethod"] == "OPTIONS"]
    (bucket, *_) = each.of_type("AWS::S3::Bucket").values()
    (forms,) = bucket["CorsConfiguration"]["CorsRules"]
    assert (forms["AllowedMethods"], forms["AllowedOrigins"]) == (["POST"], ["*"])


@pytest.mark.parametrize("origin", ["app.example.org", "https://app.example.org/", "https://*.example.org"])
def test_stage_refuses_what_is_no_origin(origin):
    with pytest.raises(ValueError, match="is no origin"):
        stage_of({"corsOrigins": origin}.get)


def test_stage_with_cors_origins_lets_browsers_in(tmp_path):
    run = run_app(tmp_path, {"stage": "local", "corsOrigins": "https://app.example.org,http://localhost:5173"})

    assert run.returncode == 0, run.stderr[-2000:]
    local = Template("local", json.loads((tmp_path / "Billhook-local.template.json").read_text()))
    preflights = [m for m in local.of_type("AWS::ApiGateway::Method").values() if m["HttpMethod"] == "OPTIONS"]
    (bucket,) = local.of_type("AWS::S3::Bucket").values()
    gateway = local.of_type("AWS::ApiGateway::GatewayResponse").values()
    assert len(preflights) == 7
    assert {method["AuthorizationType"] for method in preflights} == {"NONE"}
    assert _environment(local, "api")["BILLHOOK_CORS_ORIGINS"] == "https://app.example.org,http://localhost:5173"
    assert bucket["CorsConfiguration"]["CorsRules"][1]["AllowedOrigins"][0] == "https://app.example.org"
    allowed = "gatewayresponse.header.Access-Control-Allow-Origin"
    assert {response["ResponseParameters"][allowed] for response in gateway} == {"'*'"}
