"""What the API refuses on every route: unknown query parameters, page sizes of zero, numbers for booleans; and what a
client that polls is told."""

from typing import Any

import pytest

from billhook.domain.document_status import Status
from billhook.domain.ids import CompanyId
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from tests.builders import COMPANY, a_document, a_job, a_key, a_site
from tests.fakes import World
from tests.functions.belongings import PDF, things_of
from tests.functions.calling import Caller, form_body, pointers

WITH_BODIES = [item for item in OPERATIONS if item.method != "HEAD"]
each_operation = pytest.mark.parametrize("operation", WITH_BODIES, ids=lambda operation: operation.id)
each_list = pytest.mark.parametrize(
    "operation", [item for item in OPERATIONS if item.is_list], ids=lambda operation: operation.id
)


def path_of(operation: Operation) -> str:
    return operation.path.format(**dict.fromkeys(operation.parameters, COMPANY))


@each_operation
def test_unknown_query_parameter_is_400_with_pointer(operation: Operation, caller: Caller) -> None:
    answer = caller.send(operation.method, path_of(operation), query={"page": "2", "offset": "0"})

    assert (answer.status, answer.code) == (400, "unknown-parameter")
    assert pointers(answer, 400) == ["offset", "page"]


def test_unknown_query_parameter_of_a_write_changes_nothing(caller: Caller, world: World) -> None:
    before = repr(world.memory)

    answer = caller.send("DELETE", f"/v2.2/company/{COMPANY}", query={"dryRun": "true"})

    assert answer.status == 400
    assert repr(world.memory) == before


def test_unknown_query_parameter_names_the_known_ones(caller: Caller) -> None:
    answer = caller.get(f"/v2.2/job/company/{COMPANY}", page="2")

    assert answer.json["errors"] == [{"pointer": "page", "detail": "One of cursor, limit."}]


@each_list
@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "ten", "١"])
def test_list_refuses_a_page_size_outside_1_to_100(
    operation: Operation, limit: str, caller: Caller, world: World
) -> None:
    ids = things_of(world, COMPANY).meant_by(operation)
    path = operation.path.format(**{name: ids.id_of(name) for name in operation.parameters})

    answer = caller.get(path, limit=limit)

    assert pointers(answer) == ["limit"]


@pytest.mark.parametrize("value", [0, 1, "true", "false", "", []])
@pytest.mark.parametrize(
    ("method", "path", "body", "name"),
    [
        ("PATCH", "/v2.2/destination/{destination}", {}, "enabled"),
        ("POST", "/v2.2/job/company/{company}/bulk", {"documents": ["https://a.example.org/b.pdf"]}, "allowDuplicate"),
        ("POST", "/v2.2/job/company/{company}/upload", {"files": [{"fileName": "b.pdf"}]}, "allowDuplicate"),
        ("PATCH", "/v2.2/document/{document}", {}, "isFlagged"),
    ],
)
def test_boolean_refuses_other_json_types(
    method: str, path: str, body: dict[str, Any], name: str, value: Any, caller: Caller, world: World
) -> None:
    things = things_of(world, COMPANY)
    before = repr(world.memory)

    answer = caller.send_json(method, path.format(**vars(things)), {**body, name: value})

    assert pointers(answer) == [f"/{name}"]
    assert repr(world.memory) == before


@pytest.mark.parametrize("value", [0, "no"])
def test_aurora_webhook_refuses_enabled_that_is_no_boolean(value: Any, caller: Caller) -> None:
    webhook = {"event": "utility_bill_upload_job_completed", "url_template": "https://a.example.org/{job_id}"}

    answer = caller.post(f"/tenants/{COMPANY}/webhooks", {"webhook": {**webhook, "enabled": value}})

    assert pointers(answer) == ["/webhook/enabled"]


def test_invofox_info_refuses_a_flag_that_is_no_boolean(caller: Caller, world: World) -> None:
    world.accounts.add_key(a_key(default_company=CompanyId(COMPANY)))

    answer = caller.post_form("/v1/ingest/uploads", form_body(("b.pdf", PDF), named="files", info='{"useSplitter": 1}'))

    assert pointers(answer, 400) == ["/info/0/useSplitter"]


@pytest.mark.parametrize("value", [0, 20261031, 20261031.5, True])
def test_date_refuses_a_number(value: Any, caller: Caller) -> None:
    body = {"billDate": "2026-10-31", "chargesUnits": "EUR", "dueDate": value}

    assert pointers(caller.post(f"/v2.2/document/company/{COMPANY}", body)) == ["/dueDate"]


# Polling.


def test_pending_job_has_retry_after(caller: Caller, world: World) -> None:
    created = caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("b.pdf", PDF)))
    polled = caller.get(f"/v2.2/job/{created.json['id']}")

    assert [answer.headers["Retry-After"] for answer in (created, polled)] == ["2", "2"]


def test_completed_job_has_no_retry_after(caller: Caller, world: World) -> None:
    job = a_job(status="COMPLETED")
    world.jobs.add(job, [a_document(job_id=job.id, status=Status.PARSED)])

    assert "Retry-After" not in caller.get(f"/v2.2/job/{job.id}").headers


def test_aurora_upload_answers_with_the_place_and_time_to_poll(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    place = f"/tenants/{COMPANY}/projects/{site.id}/utility_bill_upload"

    run = caller.send("POST", f"{place}/run", body=PDF, headers={"Content-Disposition": 'attachment; filename="b.pdf"'})
    path, _, query = run.headers["Location"].partition("?")
    polled = caller.get(path[path.index("/tenants") :], **dict([query.split("=")]))

    assert (run.status, run.headers["Retry-After"]) == (202, "2")
    assert (polled.status, polled.json["job_id"], polled.headers["Retry-After"]) == (200, run.json["job_id"], "2")


@pytest.mark.parametrize("path", ["imports/{job_id}", "files/{id}"])
def test_processing_import_has_retry_after(path: str, caller: Caller, world: World) -> None:
    job = a_job()
    document = a_document(job_id=job.id, status=Status.PROCESSING)
    world.jobs.add(job, [document])

    answer = caller.get("/v1/ingest/" + path.format(job_id=job.id, id=document.id))

    assert (answer.status, answer.headers["Retry-After"]) == (200, "2")
