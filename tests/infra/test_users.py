"""Who signs access tokens: the stack's own pool, or the issuer that the context names, whole or not at all."""

import json

import pytest

from tests.infra.conftest import run_app
from tests.infra.template import Template, flat

ISSUER = {
    "tokenIssuer": "https://issuer.example.org",
    "tokenAudience": "billhook",
    "tokenJwksUrl": "https://issuer.example.org/keys",
    "tokenAccountClaim": "account",
}


def issuer_settings(template: Template) -> dict[str, str]:
    """What the authorizer knows of the issuer."""
    variables = template.functions()["authorize"]["Environment"]["Variables"]
    return {name.removeprefix("BILLHOOK_TOKEN_"): flat(text) for name, text in variables.items() if "TOKEN" in name}


def test_user_pool_of_the_stack_is_the_default_issuer(on_aws):
    (pool,) = on_aws.of_type("AWS::Cognito::UserPool")

    issuer = issuer_settings(on_aws)

    assert issuer["ISSUER"].startswith("https://cognito-idp.")
    assert issuer["JWKS_URL"] == issuer["ISSUER"] + "/.well-known/jwks.json"
    assert issuer["ACCOUNT_CLAIM"] == "cognito:groups"
    assert issuer["AUDIENCE"].startswith("UsersPoolClient")
    assert pool.startswith("UsersPool")


def test_local_issuer_keys_come_from_the_emulator(template):
    issuer = issuer_settings(template("local"))

    assert issuer["ISSUER"].startswith("https://cognito-idp.")
    assert issuer["JWKS_URL"].startswith("http://127.0.0.1:4566/")


def test_user_pool_has_no_sign_up_and_recovers_by_email(each):
    (pool,) = each.of_type("AWS::Cognito::UserPool").values()

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert [
        recovery_mechanism["Name"] for recovery_mechanism in pool["AccountRecoverySetting"]["RecoveryMechanisms"]
    ] == ["verified_email"]
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_production_user_pool_has_deletion_protection(template):
    (pool,) = (name for name in template("prod").of_type("AWS::Cognito::UserPool"))

    assert template("prod").resource(pool)["DeletionPolicy"] == "Retain"
    assert template("prod").resource(pool)["Properties"]["DeletionProtection"] == "ACTIVE"


def test_configured_issuer_replaces_the_user_pool(tmp_path):
    run = run_app(tmp_path, {"stage": "dev", **ISSUER, "tokenCompaniesClaim": "companies"})

    assert run.returncode == 0, run.stderr[-3000:]
    body = json.loads((tmp_path / "Billhook-dev.template.json").read_text())
    kinds = {resource["Type"] for resource in body["Resources"].values()}
    assert "AWS::Cognito::UserPool" not in kinds
    environment = next(
        resource["Properties"]["Environment"]["Variables"]
        for resource in body["Resources"].values()
        if resource.get("Properties", {}).get("FunctionName") == "billhook-dev-authorize"
    )
    assert environment["BILLHOOK_TOKEN_ISSUER"] == "https://issuer.example.org"
    assert environment["BILLHOOK_TOKEN_COMPANIES_CLAIM"] == "companies"


@pytest.mark.parametrize(
    "half", [{"tokenIssuer": ISSUER["tokenIssuer"]}, {**ISSUER, "tokenJwksUrl": "http://issuer.example.org/keys"}]
)
def test_issuer_incomplete_or_over_http_is_refused(half, tmp_path):
    run = run_app(tmp_path, {"stage": "dev", **half})

    assert run.returncode != 0
    assert "token" in run.stderr
