"""The four steps of the Aurora flow, with each documented file type."""

import io
import json
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import urllib3

from billhook.local.samples import american, others
from tests.journeys.callbacks import Call, Listener
from tests.journeys.customer import Customer, wait_until

KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}
FIELDS = {
    "id", "utility_bill_id", "job_id", "file_name", "content_type", "status", "created_at", "parsed_at", "is_active",
    "file_url",
}  # fmt: skip
NUMBERS = dict(zip(KINDS, range(401, 406), strict=True))


def bill(kind: str) -> bytes:
    """A water bill of one page, a different one for each file type."""
    pdf = american.water(NUMBERS[kind]).sheet.pdf()
    if kind == "pdf":
        return pdf
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG" if kind == "jpg" else kind.upper())
    return buffer.getvalue()


class Tenant:
    """A customer of the Aurora API."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.tenant = f"/tenants/{customer.company_id}"
        self.project = f"{self.tenant}/projects/{customer.site_id}"

    def ask(self, method: str, path: str, **more: Any) -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self.customer.api_key}", **more.pop("headers", {})}
        return self.customer.request(method, path, key="", headers=headers, **more)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.data
        return answer.json()

    def run(self, name: str, content: bytes) -> dict[str, str]:
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/octet-stream"}
        answer = self.ask("POST", f"{self.project}/utility_bill_upload/run", body=content, headers=headers)
        assert answer.status == 202, answer.data
        upload: dict[str, str] = answer.json()
        return upload

    def done(self, upload: dict[str, str]) -> dict[str, Any]:
        """The status of an upload that is no longer pending."""
        path = f"{self.project}/utility_bill_upload/status?job_id={upload['job_id']}"
        return dict(wait_until(lambda: (status := self.get(path))["status"] != "pending" and status, "upload done"))

    def bills(self) -> list[dict[str, Any]]:
        return list(self.get(f"{self.project}/utility_bills")["utility_bills"])

    def send_callback(self, listener: Listener) -> None:
        template = f"{listener.url}/{{project_id}}?job={{job_id}}&bill={{utility_bill_id}}&status={{status}}&from=here"
        hook = {
            "event": "utility_bill_upload_job_completed",
            "url_template": template,
            "enabled": True,
            "header_auth_key": "X-Secret",
            "header_auth_value": "s3cr3t",
        }
        headers = {"Content-Type": "application/json"}
        answer = self.ask("POST", f"{self.tenant}/webhooks", body=json.dumps({"webhook": hook}), headers=headers)
        assert answer.status == 201, answer.data


def about(upload: dict[str, str]) -> Callable[[Call], bool]:
    return lambda call: call.query.get("bill") == upload["utility_bill_id"]


@pytest.fixture
def tenant(customer: Customer) -> Tenant:
    return Tenant(customer)


@pytest.mark.parametrize("kind", KINDS)
def test_aurora_flow_with_each_file_type_calls_back(kind: str, tenant: Tenant) -> None:
    content = bill(kind)
    with Listener() as listener:
        tenant.send_callback(listener)

        upload = tenant.run(f"bill.{kind}", content)
        called = listener.first(about(upload))

    assert tenant.done(upload) == {**upload, "status": "succeeded", "error": None}
    assert called.path == f"/{tenant.customer.site_id}"
    assert called.query == {
        "job": upload["job_id"], "bill": upload["utility_bill_id"], "status": "succeeded", "from": "here"
    }  # fmt: skip
    assert called.headers["x-secret"] == "s3cr3t"
    (listed,) = tenant.bills()
    shown = tenant.get(f"{tenant.project}/utility_bills/{upload['utility_bill_id']}")
    assert set(upload) == {"job_id", "utility_bill_id"}
    assert set(shown) == FIELDS
    assert (shown["file_name"], shown["content_type"], shown["status"]) == (f"bill.{kind}", KINDS[kind], "succeeded")
    assert shown["parsed_at"] >= shown["created_at"]
    assert {**shown, "file_url": ""} == {**listed, "file_url": ""}
    assert wait_until(lambda: tenant.bills()[0]["is_active"], "the bill is the active one")
    assert tenant.customer.download(shown["file_url"]) == content
    document = tenant.customer.document(upload["utility_bill_id"])
    assert document["totalCharges"] == f"{american.water(NUMBERS[kind]).truth.total_charges:.2f}"


def test_aurora_callback_reports_failures_and_duplicates(tenant: Tenant) -> None:
    content = american.electric(411).sheet.pdf()
    with Listener() as listener:
        tenant.send_callback(listener)
        uploads = [tenant.run("a.pdf", content), tenant.run("a again.pdf", content), tenant.run("b.pdf", b"%PDF-1.7 x")]

        statuses = {upload["utility_bill_id"]: tenant.done(upload) for upload in uploads}
        called = [listener.first(about(upload)) for upload in uploads]

    assert [call.query["status"] for call in called] == ["succeeded", "succeeded", "failed"]
    assert [status["status"] for status in statuses.values()] == ["succeeded", "succeeded", "failed"]
    assert [status["error"] for status in statuses.values()] == [None, None, "corrupt"]
    assert [item["id"] for item in tenant.bills()] == [upload["utility_bill_id"] for upload in reversed(uploads)]


def test_aurora_bill_parsed_last_is_active(tenant: Tenant) -> None:
    early = tenant.run("scan.pdf", others.scan(american.electric(421).sheet, 421))
    late = tenant.run("text.pdf", american.electric(422).sheet.pdf())

    for upload in (late, early):
        assert tenant.done(upload)["status"] == "succeeded"

    def settled() -> list[dict[str, Any]]:
        last = max(tenant.bills(), key=lambda item: str(item["parsed_at"]))
        return tenant.bills() if last["is_active"] else []

    bills = {item["id"]: item for item in wait_until(settled, "the bill that was read last is active")}
    assert bills[early["utility_bill_id"]]["parsed_at"] > bills[late["utility_bill_id"]]["parsed_at"]
    assert bills[early["utility_bill_id"]]["is_active"]
    assert not bills[late["utility_bill_id"]]["is_active"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ no bill", b"PDF, JPG, JPEG, PNG, GIF, WEBP or XML"), (b"%PDF-1.7" + b"x" * 4_700_000, b"4,600,000 bytes")],
)
def test_aurora_upload_with_invalid_body_is_422(content: bytes, words: bytes, tenant: Tenant) -> None:
    answer = tenant.ask("POST", f"{tenant.project}/utility_bill_upload/run", body=content)

    assert answer.status == 422
    assert words in answer.data


def test_aurora_bills_of_another_tenant_are_not_found(tenant: Tenant, other_customer: Customer) -> None:
    upload = tenant.run("mine.pdf", american.electric(441).sheet.pdf())
    paths = [f"{tenant.project}/utility_bills", f"{tenant.project}/utility_bills/{upload['utility_bill_id']}"]

    assert {other_customer.request("GET", path).status for path in [*paths, f"{tenant.tenant}/webhooks"]} == {404}
