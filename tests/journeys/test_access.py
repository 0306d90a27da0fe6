"""Authentication, rate limits and idempotency through HTTP."""

import time
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from billhook import names
from billhook.local import first_account
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.journeys.customer import Customer

PASSWORD = "Correct-Horse-9-Battery"


@pytest.fixture
def emulator(cloud: LocalCloud) -> Emulator:
    return Emulator(cloud.aws_endpoint_url)


def account_of(emulator: Emulator, cloud: LocalCloud) -> str:
    """A fresh account's id."""
    account = first_account.admin(
        emulator, cloud.admin_function, {"action": "createAccount", "name": "Users", "email": "users@example.org"}
    )
    return str(account["accountId"])


def key_of(emulator: Emulator, cloud: LocalCloud, account: str, **more: Any) -> str:
    request = {"action": "createKey", "accountId": account, "companies": "all", **more}
    return str(first_account.admin(emulator, cloud.admin_function, request)["apiKey"])


def tokens_of(emulator: Emulator, *groups: str) -> dict[str, str]:
    """The tokens that the user pool issues to a new user of these groups."""
    stacks = emulator.client("cloudformation").describe_stacks()["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for stack in stacks for output in stack.get("Outputs", ())}
    pool, client, user = outputs[names.OUTPUT_USER_POOL], outputs[names.OUTPUT_USER_CLIENT], f"{uuid4()}@example.org"
    cognito = emulator.client("cognito-idp")
    cognito.admin_create_user(
        UserPoolId=pool, Username=user, MessageAction="SUPPRESS", TemporaryPassword=f"Not-{PASSWORD}"
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username=user, Password=PASSWORD, Permanent=True)
    for group in groups:
        cognito.create_group(UserPoolId=pool, GroupName=group)
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName=group)
    signed_in = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
    )
    result: dict[str, str] = signed_in["AuthenticationResult"]
    return result


def ask(cloud: LocalCloud, path: str = "/v2.2/company", **headers: str) -> urllib3.BaseHTTPResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib3.request("GET", cloud.api_url + path, headers=sent, timeout=60.0, retries=False)


def test_access_token_of_user_pool_is_accepted(cloud: LocalCloud, emulator: Emulator) -> None:
    account = account_of(emulator, cloud)
    key = key_of(emulator, cloud, account)
    first_account.call(f"{cloud.api_url}/v2.2/company", key, {"name": "Theirs"})

    tokens = tokens_of(emulator, account)

    for headers in ({"x_access_token": tokens["AccessToken"]}, {"Authorization": f"Bearer {tokens['AccessToken']}"}):
        answer = ask(cloud, **headers)
        assert answer.status == 200, answer.data
        assert [company["name"] for company in answer.json()["results"]] == ["Theirs"]
    head, body, signature = tokens["AccessToken"].split(".")
    for bad in (tokens["IdToken"], f"{head}.{body}.{signature[::-1]}", f"{head}.{body}."):
        answer = ask(cloud, Authorization=f"Bearer {bad}")
        assert (answer.status, answer.json()["code"]) == (401, "unauthorized")
        assert answer.headers["content-type"] == "application/problem+json"


def test_access_token_without_account_is_unauthorized(cloud: LocalCloud, emulator: Emulator) -> None:
    users = [tokens_of(emulator), tokens_of(emulator, str(uuid4()))]

    assert [ask(cloud, x_access_token=tokens["AccessToken"]).status for tokens in users] == [401, 401]


def test_api_key_over_its_rate_gets_429(cloud: LocalCloud, emulator: Emulator) -> None:
    key = key_of(emulator, cloud, account_of(emulator, cloud), ratePerMinute=5)
    if time.time() % 60 > 45:  # the minute of the clock must not end between the first request and the last
        time.sleep(60 - time.time() % 60)

    answers = [ask(cloud, X_API_Key=key) for _ in range(7)]

    assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
    refused = answers[-1]
    assert refused.json()["code"] == "too-many-requests"
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert ask(cloud, "/v2.2/ping", X_API_Key=key).status == 200


def test_upload_with_repeated_idempotency_key_is_one_job(customer: Customer) -> None:
    headers, pdf = {"Idempotency-Key": str(uuid4())}, text_bill(451)

    def submit(content: bytes) -> urllib3.BaseHTTPResponse:
        fields = {"document": ("bill.pdf", content), "notes": "twice"}  # a new boundary each time
        return customer.request("POST", customer.jobs_path, fields=fields, headers=dict(headers))

    first, repeated, changed = submit(pdf), submit(pdf), submit(pdf + b"\n")

    assert (first.status, repeated.status, changed.status) == (201, 201, 422)
    assert repeated.data == first.data
    assert repeated.headers["idempotency-replayed"] == "true"
    assert first.headers["location"] == f"{customer.api_url}/v2.2/job/{first.json()['id']}"
    assert changed.json()["code"] == "idempotency-key-reused"
    assert len(customer.api.get(customer.jobs_path)["results"]) == 1
