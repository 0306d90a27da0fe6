"""The examples run."""

import os
import subprocess
import sys
from pathlib import Path

import urllib3

from billhook.local.samples import text_bill
from tests.house.source import ROOT
from tests.journeys.conftest import free_port
from tests.journeys.customer import Customer, wait_until

EXAMPLES = ROOT / "examples"


def test_upload_example_prints_the_parsed_bill(customer: Customer, tmp_path: Path) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(text_bill(41))
    variables = {"API_URL": customer.api_url, "API_KEY": customer.api_key, "COMPANY_ID": customer.company_id}

    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "hand_in_a_bill.py"), str(bill)],
        env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("PARSED None ")


def test_receiver_example_verifies_webhooks(customer: Customer, tmp_path: Path) -> None:
    port, output = free_port(), tmp_path / "output"
    company = f"/v2.2/destination/company/{customer.company_id}"
    destination = customer.api.post(company, {"type": "webhook", "url": f"http://127.0.0.1:{port}/"})
    variables = {"WEBHOOK_SECRET": destination["secret"], "PORT": str(port)}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(EXAMPLES / "receive_webhooks.py")], env={**os.environ, **variables}, stdout=file
        )
    try:
        document = customer.submit_and_wait("bill.pdf", text_bill(42))
        line = f"document.created.v2 {document['id']}"
        wait_until(lambda: line in output.read_text(), "the example's receiver printed the event")
        webhook = customer.wait_for_event("document.created.v2", document["id"])

        # signed for the other destination: the right shape, the wrong secret
        forged = urllib3.request("POST", f"http://127.0.0.1:{port}/", body=webhook.raw, headers=webhook.headers)

        assert forged.status == 400
        assert output.read_text().count(line) == 1
    finally:
        process.terminate()
        process.wait(20)
