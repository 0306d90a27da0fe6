"""The examples on the pages of the three APIs, run by bash and curl with other addresses and keys."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from billhook import names
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.house.source import ROOT
from tests.journeys.archives import zipped
from tests.journeys.customer import Customer

pytestmark = pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("curl")), reason="the examples are written for bash and curl"
)
AWS = """#!{python}
import sys
from billhook.local.aws import Emulator
service, operation, *pairs = sys.argv[1:]
options = {{"".join(map(str.capitalize, name[2:].split("-"))): value for name, value in zip(pairs[::2], pairs[1::2])}}
getattr(Emulator("{url}").client(service), operation.replace("-", "_"))(**options)
"""
"""Replaces the AWS command line, which may not be installed."""


def blocks(page: str) -> list[str]:
    """The examples of a page, in order."""
    found = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found


def values(text: str) -> Iterator[Any]:
    """The consecutive JSON values in ``text``."""
    while text := text.strip():
        value, end = json.JSONDecoder().raw_decode(text)
        yield value
        text = text[end:]


def learned_variables(answer: dict[str, Any]) -> dict[str, str]:
    """Variables that later examples take from this response."""
    variables = {"job_id": "JOB", "utility_bill_id": "BILL", "importId": "IMPORT_ID"}
    learned = {name: str(answer[field]) for field, name in variables.items() if field in answer}
    if "parsedDocumentIds" in answer:
        learned |= {"JOB_ID": answer["id"], "DOCUMENT_ID": answer["documentIds"][0]}
    if answer.get("files"):
        learned |= {"FILE_ID": answer["files"][0]["id"]}
    return learned


@dataclass
class Shell:
    """A shell in a folder with a few bills. ``known`` are the variables of the examples."""

    customer: Customer
    folder: Path
    known: dict[str, str]
    answers: list[Any] = field(default_factory=list)

    def run(self, example: str) -> None:
        """Run an example and wait for the jobs in its output. No response may be a problem, no variable unset."""
        environment = {**os.environ, **self.known}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", example],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        for answer in values(done.stdout):
            assert "code" not in answer, answer
            self.answers.append(answer)
            new = {name: value for name, value in learned_variables(answer).items() if name not in self.known}
            self.known |= new
            for name in {"JOB", "JOB_ID", "IMPORT_ID"} & new.keys():
                self.customer.job(new[name])

    def run_page(self, page: str) -> list[Any]:
        """Run the page's examples; returns their responses in order."""
        for example in blocks(page):
            if not example.startswith("export "):
                self.run(example)
        return self.answers


@pytest.fixture
def shell(customer: Customer, cloud: LocalCloud, tmp_path: Path) -> Shell:
    archive = zipped(("inside.pdf", text_bill(903)))
    for name, content in (("bill.pdf", text_bill(901)), ("april.pdf", text_bill(902)), ("march.zip", archive)):
        (tmp_path / name).write_bytes(content)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "aws").write_text(AWS.format(python=sys.executable, url=cloud.aws_endpoint_url), encoding="utf-8")
    (tools / "aws").chmod(0o755)
    variables = {"API_URL": customer.api_url, "API_KEY": customer.api_key, "COMPANY_ID": customer.company_id}
    return Shell(customer, tmp_path, {**variables, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})


def test_api_page_examples_run(shell: Shell, cloud: LocalCloud) -> None:
    emulator = Emulator(cloud.aws_endpoint_url)
    stacks = emulator.client("cloudformation").describe_stacks()["Stacks"]
    (pool,) = (
        output["OutputValue"]
        for stack in stacks
        for output in stack.get("Outputs", ())
        if output["OutputKey"] == names.OUTPUT_USER_POOL
    )
    account = f"account-of-{shell.customer.company_id}"
    shell.known |= {"POOL": pool, "ACCOUNT_ID": account, "FIRST_PASSWORD": "Correct-Horse-9-Battery"}

    submitted, by_url, presigned, drop, job, listed, corrected = shell.run_page("docs/api.md")

    users = emulator.client("cognito-idp").list_users_in_group(UserPoolId=pool, GroupName=account)["Users"]
    assert [item["Value"] for user in users for item in user["Attributes"] if item["Name"] == "email"] == [
        "anna@example.com"
    ]
    assert (len(submitted["documentIds"]), submitted["info"], len(by_url["documentIds"])) == (2, {"ref": "A-1"}, 1)
    assert presigned["job"]["status"] == "PENDING"
    assert [upload["fields"]["Content-Type"] for upload in presigned["uploads"]] == ["application/pdf"]
    assert drop["url"].startswith(f"{shell.customer.api_url}/drop/")
    assert (job["status"], len(job["parsedDocumentIds"])) == ("COMPLETED", 2)
    assert {item["id"] for item in listed["results"]} == set(job["documentIds"])
    assert (corrected["id"], corrected["invoiceId"], corrected["version"]) == (job["documentIds"][0], "A-1", 2)


def test_aurora_page_examples_run(shell: Shell) -> None:
    customer = shell.customer
    settings = {
        "BASE": customer.api_url,
        "KEY": customer.api_key,
        "TENANT": customer.company_id,
        "PROJECT": customer.site_id,
    }
    variables = re.findall(r"(\w+)=", next(item for item in blocks("docs/aurora.md") if item.startswith("export ")))
    assert variables == list(settings)
    shell.known |= settings

    run, status, bills, bill, webhook = shell.run_page("docs/aurora.md")

    assert status == {**run, "status": "succeeded", "error": None}
    assert [item["id"] for item in bills["utility_bills"]] == [run["utility_bill_id"]]
    assert (bill["file_name"], bill["status"]) == ("bill.pdf", "succeeded")
    assert customer.download(bill["file_url"]) == (shell.folder / "bill.pdf").read_bytes()
    assert webhook["webhook"]["event"] == "utility_bill_upload_job_completed"


def test_invofox_page_examples_run(shell: Shell) -> None:
    upload, by_url, file, result, imports = shell.run_page("docs/invofox.md")

    assert [(item["filename"], item["documentId"] is None) for item in upload["files"]] == [
        ("bill.pdf", False), ("march.zip", True),
    ]  # fmt: skip
    assert [item["filename"] for item in by_url["files"]] == ["bill.pdf"]
    assert (file["status"], file["type"], file["clientData"]) == ("processed", "bill", {"batch": 7})
    assert {item["filename"]: item["status"] for item in result["files"]} == dict.fromkeys(
        ("bill.pdf", "march.zip", "inside.pdf"), "processed"
    )
    assert [item["importId"] for item in imports["imports"]] == [by_url["importId"], upload["importId"]]


def test_readme_example_returns_parsed_document(shell: Shell) -> None:
    (example,) = (block for block in blocks("README.md") if "curl" in block)

    for line in example.splitlines():
        shell.run(line)

    submitted, job, document = shell.answers
    assert (submitted["status"], job["status"], document["status"]) == ("PENDING", "COMPLETED", "PARSED")
    assert document["id"] in job["parsedDocumentIds"]
