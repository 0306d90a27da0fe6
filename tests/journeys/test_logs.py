"""Logs, dead letters and metrics: they name ids, and no word of a bill, of its sender or of a key."""

import json
from collections.abc import Iterator

import pytest
import urllib3

from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.paths import LocalPaths
from billhook.local.samples import text_bill
from tests.journeys.customer import Customer, wait_until

CANARY = "Kanarienvogel"
"""In every name, text and address that a person gives here."""


def log_lines(cloud: LocalCloud, paths: LocalPaths) -> Iterator[str]:
    """Every line of every function's log group, and of the local cloud's own files."""
    logs = Emulator(cloud.aws_endpoint_url).client("logs")
    for group in logs.get_paginator("describe_log_groups").paginate().search("logGroups[].logGroupName"):
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            yield from (event["message"] for event in page["events"])
    for file in sorted(paths.logs.glob("*.log")):
        yield from file.read_text(encoding="utf-8", errors="replace").splitlines()


def dead_letters(cloud: LocalCloud) -> Iterator[str]:
    sqs = Emulator(cloud.aws_endpoint_url).client("sqs")
    for url in sqs.list_queues().get("QueueUrls", ()):
        if "DeadLetters" in url:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
            yield from (message["Body"] for message in answer.get("Messages", ()))


@pytest.fixture
def secrets(customer: Customer) -> set[str]:
    """What was sent in this test and must stand in no log, after everything that can go wrong went wrong."""
    drop = customer.api.post(f"/v2.2/drop/company/{customer.company_id}", {"email": f"{CANARY}@example.org"})
    urllib3.request("POST", drop["url"], json={"fileName": f"{CANARY}.pdf"}, timeout=20.0)
    job = customer.submit(
        (f"{CANARY}.pdf", text_bill(941)),
        (f"{CANARY}-cut.pdf", text_bill(942)[:900]),
        (f"{CANARY}.zip", b"PK\x03\x04" + CANARY.encode()),
        info=json.dumps({"tenant": CANARY}),
        notes=CANARY,
    )
    customer.api.post(
        f"{customer.jobs_path}/bulk", {"documents": [f"https://{CANARY}.example/{CANARY}?token={CANARY}"]}
    )
    path = f"/v2.2/company/{customer.company_id}?{CANARY}={CANARY}"
    refused = [
        customer.request("PATCH", path.split("?", maxsplit=1)[0], json={"name": CANARY, "info": CANARY}).status,
        customer.request("GET", path, key=f"{CANARY}-key").status,
        customer.request("GET", path).status,
        customer.request("GET", f"/drop/{CANARY}", key="").status,
    ]
    read = customer.document(customer.job(job["id"])["documentIds"][0])
    customer.wait_for_event("document.created.v2", read["id"])
    assert (read["status"], refused) == ("PARSED", [422, 401, 400, 404])
    return {CANARY, customer.api_key, drop["url"].rsplit("/", 1)[1], read["accountNumber"], read["url"].split("?")[1]}


def test_logs_name_ids_and_no_word_of_a_bill(
    customer: Customer, secrets: set[str], cloud: LocalCloud, paths: LocalPaths
) -> None:
    wait_until(
        lambda: any('"message":"request completed"' in line for line in log_lines(cloud, paths)), "lines in the logs"
    )

    lines = [*log_lines(cloud, paths), *dead_letters(cloud)]

    leaks = {(secret, line[:200]) for line in lines for secret in secrets if secret.lower() in line.lower()}
    assert leaks == set()
    assert any("SecondsToRead" in line for line in lines)
