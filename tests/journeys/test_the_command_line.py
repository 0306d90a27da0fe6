"""What people type, against the real thing: keys, uploads, listening, and the demo itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from billhook.cli.app import app
from billhook.local.cloud import LocalCloud
from billhook.local.samples import non_bill, text_bill
from tests.journeys.customer import Customer

Run = Callable[..., Result]


@pytest.fixture
def billhook(cloud: LocalCloud) -> Run:
    """Runs a command; it finds the journeys' cloud by BILLHOOK_HOME."""

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


def only(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_key_is_made_used_rotated_and_revoked(customer: Customer, billhook: Run) -> None:
    account = only(billhook("accounts", "create", "New", "--email", "new@example.org", "--json"))["accountId"]
    first = only(billhook("keys", "create", "--account", account, "--email", "new@example.org", "--json"))
    second = only(billhook("keys", "rotate", first["keyId"], "--json"))

    assert customer.ask("GET", "/v2.2/company", key=first["apiKey"]).status == 200
    for made in (first, second):
        only(billhook("keys", "revoke", made["keyId"], "--json"))

    listed = billhook("keys", "list", "--account", account, "--json").stdout
    assert [bool(json.loads(line)["revoked"]) for line in listed.splitlines()] == [True, True]
    assert first["apiKey"] not in listed
    # the first one was used, and is remembered for up to a minute
    assert customer.ask("GET", "/v2.2/company", key=second["apiKey"]).status == 401


def test_a_key_that_is_not_there_cannot_be_revoked(billhook: Run) -> None:
    done = billhook("keys", "revoke", "nonsense")

    assert done.exception is not None
    assert "not-found" in str(done.exception)


def test_files_are_uploaded_and_waited_for(customer: Customer, billhook: Run, tmp_path: Path) -> None:
    bill, chairs = tmp_path / "bill.pdf", tmp_path / "chairs.pdf"
    bill.write_bytes(text_bill(51))
    chairs.write_bytes(non_bill(52))

    done = billhook("upload", bill, chairs, "--company", customer.company_id, "--wait", "--json")

    lines = {Path(line["file"]).name: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.exit_code == 1
    assert lines["bill.pdf"]["status"] == "PARSED"
    assert lines["chairs.pdf"]["statusReason"] == "not_a_utility_bill"


def test_a_document_is_corrected_read_again_fetched_and_deleted(
    customer: Customer, billhook: Run, tmp_path: Path
) -> None:
    pdf, copy = text_bill(53), tmp_path / "copy.pdf"
    document = customer.read("bill.pdf", pdf)["id"]

    corrected = only(billhook("documents", "correct", document, "totalCharges=1.00", "isFlagged=false", "--json"))
    again = only(billhook("documents", "reprocess", document, "--wait", "--json"))
    versions = billhook("documents", "versions", document, "--json").stdout.splitlines()
    billhook("documents", "download", document, "--to", copy)

    assert (corrected["version"], corrected["totalCharges"]) == (2, "1.00")
    assert (again["version"], again["status"]) == (3, "PARSED")
    assert [json.loads(line)["origin"] for line in versions] == ["READ", "CORRECTED", "READ"]
    assert copy.read_bytes() == pdf
    assert billhook("documents", "delete", document, "--yes").exit_code == 0
    assert customer.ask("GET", f"/v2.2/document/{document}").status == 404


def test_the_demo_shows_every_sample_in_its_right_state(billhook: Run) -> None:
    done = billhook("demo", "--json")

    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0, done.stderr
    assert {one["file"]: one["state"] for one in shown} == {one["file"]: one["wanted"] for one in shown}
    assert all("job.completed.v2" in one["webhooks"] for one in shown)


def test_the_status_says_what_runs(cloud: LocalCloud, billhook: Run) -> None:
    told = only(billhook("status", "--json"))

    assert (told["running"], told["apiUrl"]) == (True, cloud.api_url)
    assert cloud.api_key not in json.dumps(told)
