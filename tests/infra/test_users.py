"""Who signs access tokens: the stack's own pool, or the issuer that the context names, whole or not at all."""

import json

import pytest

from tests.infra.conftest import run_app
from tests.infra.template import flat

ISSUER = {
    "tokenIssuer": "https://issuer.example.org",
    "tokenAudience": "billhook",
    "tokenJwksUrl": "https://issuer.example.org/keys",
    "tokenAccountClaim": "account",
}


def told(template):
    """What the authorizer knows of the issuer."""
    variables = template.functions()["authorize"]["Environment"]["Variables"]
    return {name.removeprefix("BILLHOOK_TOKEN_"): flat(text) for name, text in variables.items() if "TOKEN" in name}


def test_the_stacks_own_pool_is_trusted_where_nobody_else_is_named(on_aws):
    (pool,) = on_aws.of_type("AWS::Cognito::UserPool")

    issuer = told(on_aws)

    assert issuer["ISSUER"].startswith("https://cognito-idp.")
    assert issuer["JWKS_URL"] == issuer["ISSUER"] + "/.well-known/jwks.json"
    assert issuer["ACCOUNT_CLAIM"] == "cognito:groups"
    assert issuer["AUDIENCE"].startswith("UsersPoolClient")
    assert pool.startswith("UsersPool")


def test_on_one_machine_the_keys_come_from_the_emulator(template):
    issuer = told(template("local"))

    assert issuer["ISSUER"].startswith("https://cognito-idp.")
    assert issuer["JWKS_URL"].startswith("http://127.0.0.1:4566/")


def test_nobody_signs_up_alone_and_lost_passwords_need_the_mailbox(each):
    (pool,) = each.of_type("AWS::Cognito::UserPool").values()

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert [one["Name"] for one in pool["AccountRecoverySetting"]["RecoveryMechanisms"]] == ["verified_email"]
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_users_of_production_survive_a_mistaken_delete(template):
    (pool,) = (name for name in template("prod").of_type("AWS::Cognito::UserPool"))

    assert template("prod").resource(pool)["DeletionPolicy"] == "Retain"
    assert template("prod").resource(pool)["Properties"]["DeletionProtection"] == "ACTIVE"


def test_another_issuer_takes_the_place_of_the_pool(tmp_path):
    run = run_app(tmp_path, {"stage": "dev", **ISSUER, "tokenCompaniesClaim": "companies"})

    assert run.returncode == 0, run.stderr[-3000:]
    body = json.loads((tmp_path / "Billhook-dev.template.json").read_text())
    kinds = {resource["Type"] for resource in body["Resources"].values()}
    assert "AWS::Cognito::UserPool" not in kinds
    told = next(
        resource["Properties"]["Environment"]["Variables"]
        for resource in body["Resources"].values()
        if resource.get("Properties", {}).get("FunctionName") == "billhook-dev-authorize"
    )
    assert told["BILLHOOK_TOKEN_ISSUER"] == "https://issuer.example.org"
    assert told["BILLHOOK_TOKEN_COMPANIES_CLAIM"] == "companies"


@pytest.mark.parametrize(
    "half", [{"tokenIssuer": ISSUER["tokenIssuer"]}, {**ISSUER, "tokenJwksUrl": "http://issuer.example.org/keys"}]
)
def test_half_an_issuer_and_keys_over_plain_http_are_refused(half, tmp_path):
    run = run_app(tmp_path, {"stage": "dev", **half})

    assert run.returncode != 0
    assert "token" in run.stderr
