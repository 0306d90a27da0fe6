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


def test_a_bill_is_handed_in_with_the_standard_library_only(customer: Customer, tmp_path: Path) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(text_bill(41))
    told = {"API_URL": customer.api_url, "API_KEY": customer.api_key, "COMPANY_ID": customer.company_id}

    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "hand_in_a_bill.py"), str(bill)],
        env={**os.environ, **told}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("PARSED None ")


def test_the_receiver_takes_real_webhooks_once_and_refuses_forged_ones(customer: Customer, tmp_path: Path) -> None:
    port, output = free_port(), tmp_path / "output"
    company = f"/v2.2/destination/company/{customer.company_id}"
    made = customer.api.post(company, {"type": "webhook", "url": f"http://127.0.0.1:{port}/"})
    told = {"WEBHOOK_SECRET": made["secret"], "PORT": str(port)}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(EXAMPLES / "receive_webhooks.py")], env={**os.environ, **told}, stdout=file
        )
    try:
        document = customer.read("bill.pdf", text_bill(42))
        line = f"document.created.v2 {document['id']}"
        wait_until(lambda: line in output.read_text(), "the example's receiver told")
        again = customer.told("document.created.v2", document["id"])

        # signed for the other destination: the right shape, the wrong secret
        forged = urllib3.request("POST", f"http://127.0.0.1:{port}/", body=again.raw, headers=again.headers)

        assert forged.status == 400
        assert output.read_text().count(line) == 1
    finally:
        process.terminate()
        process.wait(20)
