"""The command line against the local cloud: keys, uploads, documents, and the demo."""

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
    """Run a command against the journeys' cloud, which it finds by BILLHOOK_HOME."""

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


def only(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def test_cli_keys_are_created_rotated_and_revoked(customer: Customer, billhook: Run) -> None:
    account = only(billhook("accounts", "create", "New", "--email", "new@example.org", "--json"))["accountId"]
    first = only(billhook("keys", "create", "--account", account, "--email", "new@example.org", "--json"))
    second = only(billhook("keys", "rotate", first["keyId"], "--json"))

    assert customer.request("GET", "/v2.2/company", key=first["apiKey"]).status == 200
    for key in (first, second):
        only(billhook("keys", "revoke", key["keyId"], "--json"))

    listed = billhook("keys", "list", "--account", account, "--json").stdout
    assert [bool(json.loads(line)["revoked"]) for line in listed.splitlines()] == [True, True]
    assert first["apiKey"] not in listed
    # the first key was used, so it is cached for up to a minute
    assert customer.request("GET", "/v2.2/company", key=second["apiKey"]).status == 401


def test_cli_keys_revoke_with_unknown_id_fails(billhook: Run) -> None:
    result = billhook("keys", "revoke", "nonsense")

    assert result.exception is not None
    assert "not-found" in str(result.exception)


def test_cli_upload_with_wait_prints_each_result(customer: Customer, billhook: Run, tmp_path: Path) -> None:
    bill, chairs = tmp_path / "bill.pdf", tmp_path / "chairs.pdf"
    bill.write_bytes(text_bill(51))
    chairs.write_bytes(non_bill(52))

    result = billhook("upload", bill, chairs, "--company", customer.company_id, "--wait", "--json")

    lines = {Path(line["file"]).name: line for line in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 1
    assert lines["bill.pdf"]["status"] == "PARSED"
    assert lines["chairs.pdf"]["statusReason"] == "not_a_utility_bill"


def test_cli_documents_correct_reprocess_download_and_delete(customer: Customer, billhook: Run, tmp_path: Path) -> None:
    pdf, copy = text_bill(53), tmp_path / "copy.pdf"
    document = customer.submit_and_wait("bill.pdf", pdf)["id"]

    corrected = only(billhook("documents", "correct", document, "totalCharges=1.00", "isFlagged=false", "--json"))
    again = only(billhook("documents", "reprocess", document, "--wait", "--json"))
    versions = billhook("documents", "versions", document, "--json").stdout.splitlines()
    billhook("documents", "download", document, "--to", copy)

    assert (corrected["version"], corrected["totalCharges"]) == (2, "1.00")
    assert (again["version"], again["status"]) == (3, "PARSED")
    assert [json.loads(line)["origin"] for line in versions] == ["READ", "CORRECTED", "READ"]
    assert copy.read_bytes() == pdf
    assert billhook("documents", "delete", document, "--yes").exit_code == 0
    assert customer.request("GET", f"/v2.2/document/{document}").status == 404


def test_cli_demo_shows_expected_status_of_each_sample(billhook: Run) -> None:
    result = billhook("demo", "--json")

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0, result.stderr
    assert {row["file"]: row["state"] for row in rows} == {row["file"]: row["wanted"] for row in rows}
    assert all("job.completed.v2" in row["webhooks"] for row in rows)


def test_cli_status_shows_the_running_cloud(cloud: LocalCloud, billhook: Run) -> None:
    status = only(billhook("status", "--json"))

    assert (status["running"], status["apiUrl"]) == (True, cloud.api_url)
    assert cloud.api_key not in json.dumps(status)
