"""The functions in front of the table on their real adapters and real settings, from a first key to a file's bytes."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest
from moto import mock_aws

import functions.admin.handler
import functions.api.handler
import functions.authorize.handler
from billhook import names
from billhook.adapters.clock import SystemIds
from billhook.runtime import aws
from billhook.settings import as_environment
from functions.api import container as api
from tests.adapters.cloud import create_table
from tests.functions.calling import an_event, form_body

pytestmark = pytest.mark.slow

CACHES = (
    aws.client,
    aws._session,
    api.container,
    functions.authorize.handler.container,
    functions.admin.handler.container,
)
AWS = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_CONFIG_FILE": "/nonexistent",
}


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Create the functions' resources in moto and set their environment. Returns the queue's URL."""
    for name, value in AWS.items():
        monkeypatch.setenv(name, value)
    for cached in CACHES:
        cached.cache_clear()
    prefix = f"wiring-{SystemIds().new()}"  # another test of this process may have left its own things in moto
    with mock_aws():
        create_table(boto3.client("dynamodb"), prefix)
        boto3.client("s3").create_bucket(Bucket=prefix)
        queue: str = boto3.client("sqs").create_queue(QueueName=prefix)["QueueUrl"]
        values = {
            "stage": "dev",
            "table": prefix,
            "bucket": prefix,
            "fetch_queue": queue,
            "signing_secret": boto3.client("secretsmanager").create_secret(Name=prefix, SecretString="s" * 64)["ARN"],
            "secrets_key": boto3.client("kms").create_key()["KeyMetadata"]["Arn"],
            "parse_queue": queue,
            "deliver_queue": queue,
            "erase_queue": queue,
            "lease_seconds": "25",
            "dispatcher_role": "arn:aws:iam::123456789012:role/dispatcher",
            "reserved_buses": "arn:aws:events:us-east-1:123456789012:event-bus/billhook-*",
            "token_issuer": "https://issuer.example",
            "token_audience": "billhook",
            "token_jwks_url": "https://issuer.example/jwks.json",
            "token_account_claim": "account",
        }
        for function in (names.API, names.AUTHORIZE, names.ADMIN):
            for name, value in as_environment(function, values).items():
                monkeypatch.setenv(name, value)
        yield queue
    for cached in CACHES:
        cached.cache_clear()


class Customer:
    """Calls the API with a key, through the authorizer, as API Gateway does."""

    def __init__(self, key: str) -> None:
        self.key = key

    def call(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> tuple[int, Any]:
        known = functions.authorize.handler.handler(
            {**an_event("authorize/api_key"), "headers": {"x-api-key": self.key}}, None
        )
        event = an_event("api/ping_on_aws") | {"httpMethod": method, "path": path}
        event["headers"] = {"content-type": kind}
        event["requestContext"] |= {"path": f"/prod{path}", "authorizer": known["context"]}
        event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
        answer = functions.api.handler.handler(event, None)
        return answer["statusCode"], json.loads(answer["body"] or "null")

    def post(self, path: str, body: Any) -> Any:
        status, answer = self.call("POST", path, json.dumps(body).encode())
        assert status == 201, answer
        return answer


@pytest.fixture
def customer(deployed: str) -> Customer:
    account = functions.admin.handler.handler({"action": "createAccount", "name": "A", "email": "a@example.org"}, None)
    key = functions.admin.handler.handler({"action": "createKey", "accountId": account["accountId"]}, None)
    return Customer(key["apiKey"])


def test_api_serves_an_uploaded_file_by_its_link(customer: Customer) -> None:
    company = customer.post("/v2.2/company", {"name": "Acme", "info": {"share": 0.5}})
    site = customer.post(f"/v2.2/site/company/{company['id']}", {"name": "The mill"})
    form = form_body(("Rechnung März.pdf", b"%PDF-1.7 \xff"), siteId=site["id"], info='{"po": 1.5}')

    status, job = customer.call(
        "POST", f"/v2.2/job/company/{company['id']}", form, "multipart/form-data; boundary=XbillhookX"
    )

    assert status == 201
    assert customer.call("GET", f"/v2.2/job/{job['id']}") == (200, job)
    (document_id,) = job["documentIds"]
    document = customer.call("GET", f"/v2.2/document/{document_id}")[1]
    assert (document["fileName"], document["siteId"], document["info"]) == (
        "Rechnung März.pdf", site["id"], {"po": 1.5},
    )  # fmt: skip
    stored = boto3.client("s3").get_object(
        Bucket=api.container().settings.bucket, Key=f"incoming/{company['id']}/{document_id}"
    )
    assert stored["Body"].read() == b"%PDF-1.7 \xff"
    assert opened(document["url"]).startswith(f"https://{api.container().settings.bucket}.s3")


def opened(url: str) -> str:
    """Where our own link leads, without a key."""
    event = an_event("api/ping_on_aws")
    del event["requestContext"]["authorizer"]
    event["path"] = urlsplit(url).path.removeprefix("/prod")
    event["queryStringParameters"] = dict(parse_qsl(urlsplit(url).query))
    answer = functions.api.handler.handler(event, None)
    assert answer["statusCode"] == 302
    location: str = answer["multiValueHeaders"]["Location"][0]
    return location


def test_api_sends_urls_to_the_fetch_queue(customer: Customer, deployed: str) -> None:
    company = customer.post("/v2.2/company", {"name": "Acme"})

    job = customer.post(f"/v2.2/job/company/{company['id']}/bulk", {"documents": ["https://example.org/a.pdf"]})

    (message,) = boto3.client("sqs").receive_message(QueueUrl=deployed)["Messages"]
    assert json.loads(message["Body"]) == {"documentId": job["documentIds"][0]}


def test_api_lists_created_resources(customer: Customer) -> None:
    company = customer.post("/v2.2/company", {"name": "Acme"})
    site = customer.post(f"/v2.2/site/company/{company['id']}", {"name": "The mill"})
    destination = customer.post(
        f"/v2.2/destination/company/{company['id']}", {"url": "https://hooks.example.org/bills"}
    )
    job = customer.post(f"/v2.2/job/company/{company['id']}/bulk", {"documents": ["https://example.org/a.pdf"]})

    def listed(path: str) -> list[str]:
        status, answer = customer.call("GET", path)
        assert status == 200, answer
        return [item["id"] for item in answer["results"]]

    assert listed("/v2.2/company") == [company["id"]]
    assert listed(f"/v2.2/site/company/{company['id']}") == [site["id"]]
    assert listed(f"/v2.2/destination/company/{company['id']}") == [destination["id"]]
    assert listed(f"/v2.2/job/company/{company['id']}") == [job["id"]]
    assert listed(f"/v2.2/document/company/{company['id']}") == job["documentIds"]
    assert listed(f"/v2.2/delivery/destination/{destination['id']}") == []
    assert customer.call("DELETE", f"/v2.2/destination/{destination['id']}") == (204, None)
    assert listed(f"/v2.2/destination/company/{company['id']}") == []


def test_table_stores_no_usable_api_key(customer: Customer) -> None:
    company = customer.post("/v2.2/company", {"name": "Acme"})
    made = customer.post(f"/v2.2/destination/company/{company['id']}", {"url": "https://hooks.example.org/bills"})

    everything = json.dumps(boto3.client("dynamodb").scan(TableName=api.container().settings.table)["Items"])

    assert company["id"] in everything
    assert customer.key[3:33] not in everything
    assert made["secret"].removeprefix("whsec_") not in everything
