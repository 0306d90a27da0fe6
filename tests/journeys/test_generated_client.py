"""A client that openapi-python-client generates from the API's description takes a file to its data."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.house.source import ROOT
from tests.journeys.customer import Customer

GENERATOR = ROOT / ".billhook" / "clients" / "bin"
PROGRAM = Path(__file__).with_name("generated_client.py")


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """The output of a command that has to succeed."""
    path = os.pathsep.join([str(GENERATOR), os.environ["PATH"]])
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def client(cloud: LocalCloud, tmp_path: Path) -> Path:
    """A folder with the client of the description that the API serves; a warning of the generator is a failure."""
    folder = tmp_path / "client"
    options = ("--url", f"{cloud.api_url}/openapi.json", "--output-path", folder, "--fail-on-warning")
    run("openapi-python-client", "generate", *options, folder=tmp_path)
    return folder


def test_generated_client_takes_a_file_to_its_document(client: Path, customer: Customer, tmp_path: Path) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(text_bill(811))

    whose = (customer.api_url, customer.api_key, customer.company_id, customer.site_id)
    out = run("python", PROGRAM, *whose, bill, folder=client, PYTHONPATH=str(client))

    read: dict[str, Any] = json.loads(out)
    assert (read["status"], read["bill"]) == ("PARSED", read["run"])
    assert read["totalCharges"]
    assert customer.job(read["job"])["status"] == "COMPLETED"
