"""Custom domain, web ACL and budget: what the context asks for, and nothing without it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from billhook.wire.credentials import HEADERS
from infra.stage import stage_of
from tests.infra.conftest import run_app
from tests.infra.template import Template, flat

CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/0f0f0f0f-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template of prod with a domain proved by its zone, a web ACL and a budget."""
    out = tmp_path_factory.mktemp("cdk-configured")
    context = {"domain": "bills.example.com", "hostedZone": "Z0000000EXAMPLE", "webAcl": "1", "monthlyBudget": "250"}
    run = run_app(out, {"stage": "prod", **context})
    assert run.returncode == 0, run.stderr[-3000:]
    return Template("prod", json.loads((out / "Billhook-prod.template.json").read_text()))


def _only(template: Template, kind: str) -> dict[str, Any]:
    (found,) = template.of_type(kind).values()
    return found


def test_domain_serves_the_stage_with_tls_and_has_a_record(configured: Template) -> None:
    name = _only(configured, "AWS::ApiGateway::DomainName")
    record = _only(configured, "AWS::Route53::RecordSet")

    assert (name["DomainName"], name["SecurityPolicy"]) == ("bills.example.com", "TLS_1_2")
    assert "BasePath" not in _only(configured, "AWS::ApiGateway::BasePathMapping")
    assert (record["Name"], record["HostedZoneId"], record["Type"]) == ("bills.example.com.", "Z0000000EXAMPLE", "A")
    assert _only(configured, "AWS::CertificateManager::Certificate")["ValidationMethod"] == "DNS"


def test_links_and_output_name_the_domain(configured: Template) -> None:
    urls = {
        function["Environment"]["Variables"].get("BILLHOOK_API_URL") for function in configured.functions().values()
    }

    assert urls - {None} == {"https://bills.example.com"}
    assert configured.body["Outputs"]["ApiUrl"]["Value"] == "https://bills.example.com"
    assert configured.body["Outputs"]["DomainTarget"]["Value"]["Fn::GetAtt"][1] == "RegionalDomainName"


def test_domain_with_own_certificate_has_no_record(tmp_path: Path) -> None:
    run = run_app(tmp_path, {"stage": "dev", "domain": "bills.example.com", "certificate": CERTIFICATE})
    template = Template("dev", json.loads((tmp_path / "Billhook-dev.template.json").read_text()))

    assert run.returncode == 0
    assert _only(template, "AWS::ApiGateway::DomainName")["RegionalCertificateArn"] == CERTIFICATE
    assert not template.of_type("AWS::Route53::RecordSet")


def test_stage_without_settings_has_no_domain_acl_or_budget(on_aws: Template) -> None:
    kinds = ("AWS::ApiGateway::DomainName", "AWS::WAFv2::WebACL", "AWS::Budgets::Budget")

    assert [on_aws.of_type(kind) for kind in kinds] == [{}, {}, {}]


def test_web_acl_limits_requests_that_have_no_credential(configured: Template) -> None:
    rules = {rule["Name"]: rule for rule in _only(configured, "AWS::WAFv2::WebACL")["Rules"]}
    rate = rules["RequestsWithoutKey"]["Statement"]["RateBasedStatement"]
    statements = rate["ScopeDownStatement"]["NotStatement"]["Statement"]["OrStatement"]["Statements"]

    headers = {statement["SizeConstraintStatement"]["FieldToMatch"]["SingleHeader"]["Name"] for statement in statements}
    assert (rate["AggregateKeyType"], rate["Limit"], headers) == ("IP", 300, set(HEADERS))
    assert rules["RequestsWithoutKey"]["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    assert _only(configured, "AWS::WAFv2::WebACLAssociation")["ResourceArn"]


def test_web_acl_keeps_no_sample_of_requests(configured: Template) -> None:
    acl = _only(configured, "AWS::WAFv2::WebACL")

    settings = [acl["VisibilityConfig"], *(rule["VisibilityConfig"] for rule in acl["Rules"])]
    assert {setting["SampledRequestsEnabled"] for setting in settings} == {False}


def test_budget_sends_to_the_alarm_topic_before_and_at_its_limit(configured: Template) -> None:
    budget = _only(configured, "AWS::Budgets::Budget")
    policies = flat(list(configured.of_type("AWS::SNS::TopicPolicy").values()))

    assert budget["Budget"]["BudgetLimit"] == {"Amount": 250, "Unit": "USD"}
    notifications = [
        (each["Notification"]["NotificationType"], each["Notification"]["Threshold"])
        for each in budget["NotificationsWithSubscribers"]
    ]
    assert notifications == [("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)]
    assert "budgets.amazonaws.com" in policies


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"domain": "https://bills.example.com", "hostedZone": "Z1"}, "no host name"),
        ({"domain": "bills.example.com"}, "needs certificate"),
        ({"certificate": CERTIFICATE}, "needs certificate"),
        ({"stage": "local", "webAcl": "1"}, "local stage has no domain"),
        ({"stage": "local", "monthlyBudget": "5"}, "local stage has no domain"),
    ],
)
def test_incomplete_domain_is_refused(context: dict[str, str], message: str) -> None:
    get: Callable[[str], str | None] = context.get

    with pytest.raises(ValueError, match=message):
        stage_of(get)
