"""The front door as a template: who is asked for a key, and what is logged."""

import json

from tests.infra.template import Template, flat


def _methods(template: Template) -> dict[str, str]:
    """``GET /openapi.json`` -> how callers are let in."""
    resources = template.of_type("AWS::ApiGateway::Resource")

    def path(reference: dict[str, str]) -> str:
        if "Ref" not in reference:
            return ""
        resource = resources[reference["Ref"]]
        return f"{path(resource['ParentId'])}/{resource['PathPart']}"

    methods = template.of_type("AWS::ApiGateway::Method").values()
    return {f"{m['HttpMethod']} {path(m['ResourceId'])}": m["AuthorizationType"] for m in methods}


def test_api_public_routes_are_exactly_these(each):
    assert _methods(each) == {
        "GET /docs": "NONE",
        "ANY /docs": "CUSTOM",
        "GET /openapi.json": "NONE",
        "ANY /openapi.json": "CUSTOM",
        "GET /file/{documentId}": "NONE",
        "HEAD /file/{documentId}": "NONE",
        "ANY /file/{documentId}": "CUSTOM",
        "GET /drop/{token}": "NONE",
        "POST /drop/{token}": "NONE",
        "ANY /drop/{token}": "CUSTOM",
        "GET /v2.2/ping": "NONE",
        "ANY /v2.2/ping": "CUSTOM",
        "ANY /v2.2/{proxy+}": "CUSTOM",
        "ANY /{proxy+}": "CUSTOM",
    }


def test_authorizer_results_are_not_cached(each):
    authorizer = next(iter(each.of_type("AWS::ApiGateway::Authorizer").values()))

    assert authorizer["Type"] == "REQUEST"
    assert authorizer["AuthorizerResultTtlInSeconds"] == 0
    assert not authorizer.get("IdentitySource")


def test_api_passes_bodies_unchanged(each):
    api = next(iter(each.of_type("AWS::ApiGateway::RestApi").values()))

    assert api["BinaryMediaTypes"] == ["*/*"]
    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}


def test_api_throttles_and_logs_without_secrets(each):
    stage = next(iter(each.of_type("AWS::ApiGateway::Stage").values()))
    log = json.loads(stage["AccessLogSetting"]["Format"])
    settings = stage["MethodSettings"][0]

    secret = ("query", "header", "context.path")
    assert not {value for value in log.values() if any(part in value.lower() for part in secret)}
    assert settings["ThrottlingRateLimit"] > 0
    assert settings["DataTraceEnabled"] is False
    assert flat(stage["AccessLogSetting"]["DestinationArn"]).endswith("log-group:ApiAccessLog")


def test_outbox_mapping_filters_inserted_events(each):
    mapping = next(m for m in each.of_type("AWS::Lambda::EventSourceMapping").values() if "FilterCriteria" in m)
    pattern = json.loads(mapping["FilterCriteria"]["Filters"][0]["Pattern"])

    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "OUT#"}]}}}}


def test_sweeper_runs_every_minute(each):
    rules = [r for r in each.of_type("AWS::Events::Rule").values() if "ScheduleExpression" in r]

    called = {(r["ScheduleExpression"], each.function_behind(at["Arn"])) for r in rules for at in r["Targets"]}
    assert called == {("rate(1 minute)", "sweep")}
