"""The four steps of the Aurora flow, as printed but for base URL and key, with each kind of file that it promises."""

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
    """A water bill of one page that is another one for each kind of file."""
    pdf = american.water(NUMBERS[kind]).sheet.pdf()
    if kind == "pdf":
        return pdf
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG" if kind == "jpg" else kind.upper())
    return buffer.getvalue()


class Tenant:
    """A customer that speaks this door's language."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.tenant = f"/tenants/{customer.company_id}"
        self.project = f"{self.tenant}/projects/{customer.site_id}"

    def ask(self, method: str, path: str, **more: Any) -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self.customer.api_key}", **more.pop("headers", {})}
        return self.customer.ask(method, path, key="", headers=headers, **more)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.data
        return answer.json()

    def run(self, name: str, content: bytes) -> dict[str, str]:
        told = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/octet-stream"}
        answer = self.ask("POST", f"{self.project}/utility_bill_upload/run", body=content, headers=told)
        assert answer.status == 202, answer.data
        made: dict[str, str] = answer.json()
        return made

    def done(self, made: dict[str, str]) -> dict[str, Any]:
        """The status of an upload that is no longer pending."""
        path = f"{self.project}/utility_bill_upload/status?job_id={made['job_id']}"
        return dict(wait_until(lambda: (told := self.get(path))["status"] != "pending" and told, "upload done"))

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
        told = {"Content-Type": "application/json"}
        answer = self.ask("POST", f"{self.tenant}/webhooks", body=json.dumps({"webhook": hook}), headers=told)
        assert answer.status == 201, answer.data


def about(made: dict[str, str]) -> Callable[[Call], bool]:
    return lambda call: call.query.get("bill") == made["utility_bill_id"]


@pytest.fixture
def tenant(customer: Customer) -> Tenant:
    return Tenant(customer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bill_of_each_kind_goes_through_the_four_steps(kind: str, tenant: Tenant) -> None:
    content = bill(kind)
    with Listener() as listener:
        tenant.send_callback(listener)

        made = tenant.run(f"bill.{kind}", content)
        called = listener.first(about(made))

    assert tenant.done(made) == {**made, "status": "succeeded", "error": None}
    assert called.path == f"/{tenant.customer.site_id}"
    assert called.query == {
        "job": made["job_id"], "bill": made["utility_bill_id"], "status": "succeeded", "from": "here"
    }  # fmt: skip
    assert called.headers["x-secret"] == "s3cr3t"
    (listed,) = tenant.bills()
    shown = tenant.get(f"{tenant.project}/utility_bills/{made['utility_bill_id']}")
    assert set(made) == {"job_id", "utility_bill_id"}
    assert set(shown) == FIELDS
    assert (shown["file_name"], shown["content_type"], shown["status"]) == (f"bill.{kind}", KINDS[kind], "succeeded")
    assert shown["parsed_at"] >= shown["created_at"]
    assert {**shown, "file_url": ""} == {**listed, "file_url": ""}
    assert wait_until(lambda: tenant.bills()[0]["is_active"], "the bill is the active one")
    assert tenant.customer.download(shown["file_url"]) == content
    document = tenant.customer.document(made["utility_bill_id"])
    assert document["totalCharges"] == f"{american.water(NUMBERS[kind]).truth.total_charges:.2f}"


def test_failures_and_duplicates_are_told_as_well(tenant: Tenant) -> None:
    content = american.electric(411).sheet.pdf()
    with Listener() as listener:
        tenant.send_callback(listener)
        uploads = [tenant.run("a.pdf", content), tenant.run("a again.pdf", content), tenant.run("b.pdf", b"%PDF-1.7 x")]

        statuses = {made["utility_bill_id"]: tenant.done(made) for made in uploads}
        called = [listener.first(about(made)) for made in uploads]

    assert [call.query["status"] for call in called] == ["succeeded", "succeeded", "failed"]
    assert [told["status"] for told in statuses.values()] == ["succeeded", "succeeded", "failed"]
    assert [told["error"] for told in statuses.values()] == [None, None, "corrupt"]
    assert [one["id"] for one in tenant.bills()] == [made["utility_bill_id"] for made in reversed(uploads)]


def test_an_early_upload_that_is_read_late_becomes_the_active_bill(tenant: Tenant) -> None:
    early = tenant.run("scan.pdf", others.scan(american.electric(421).sheet, 421))
    late = tenant.run("text.pdf", american.electric(422).sheet.pdf())

    for made in (late, early):
        assert tenant.done(made)["status"] == "succeeded"

    def settled() -> list[dict[str, Any]]:
        last = max(tenant.bills(), key=lambda one: str(one["parsed_at"]))
        return tenant.bills() if last["is_active"] else []

    bills = {one["id"]: one for one in wait_until(settled, "the bill that was read last is active")}
    assert bills[early["utility_bill_id"]]["parsed_at"] > bills[late["utility_bill_id"]]["parsed_at"]
    assert bills[early["utility_bill_id"]]["is_active"]
    assert not bills[late["utility_bill_id"]]["is_active"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ no bill", b"PDF, JPG, JPEG, PNG, GIF or WEBP"), (b"%PDF-1.7" + b"x" * 4_200_000, b"4,000,000 bytes")],
)
def test_what_fails_the_precheck_is_422_in_words(content: bytes, words: bytes, tenant: Tenant) -> None:
    answer = tenant.ask("POST", f"{tenant.project}/utility_bill_upload/run", body=content)

    assert answer.status == 422
    assert words in answer.data


def test_one_tenant_sees_nothing_of_another(tenant: Tenant, stranger: Customer) -> None:
    made = tenant.run("mine.pdf", american.electric(441).sheet.pdf())
    paths = [f"{tenant.project}/utility_bills", f"{tenant.project}/utility_bills/{made['utility_bill_id']}"]

    assert {stranger.ask("GET", path).status for path in [*paths, f"{tenant.tenant}/webhooks"]} == {404}
