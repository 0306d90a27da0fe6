"""What holds for every route: addresses, problems, methods, sizes, and that nothing leaks."""

import json
from http import HTTPStatus
from io import StringIO
from typing import Any

import pytest

from billhook.domain.errors import Throttled
from billhook.runtime.observability import logger
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from functions.api.handler import routes_of
from tests.builders import COMPANY, a_document, a_job, a_key
from tests.fakes import World
from tests.functions.belongings import ask, things_of
from tests.functions.calling import Caller, an_event, answered

API_URL = "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_ping_returns_the_version(caller: Caller) -> None:
    answer = caller.get("/v2.2/ping")

    assert answer.status == 200
    assert answer.json["name"] == "billhook"


@pytest.mark.parametrize("name", ["ping_on_aws", "ping_on_one_machine"])
def test_ping_answers_every_sample_event(name: str) -> None:
    assert answered(an_event(f"api/{name}")).status == 200


def test_api_registers_every_operation_once() -> None:
    parts = {routes for operation in OPERATIONS for routes in routes_of(operation)}
    registered = [operation.id for routes in parts for operation in routes.operations]

    assert sorted(registered) == sorted(operation.id for operation in OPERATIONS)


def test_routes_of_an_operation_include_it() -> None:
    for operation in OPERATIONS:
        assert any(operation in routes.operations for routes in routes_of(operation)), operation.id


def test_unknown_path_is_404_with_request_id_only(caller: Caller) -> None:
    answer = caller.get("/v2.2/nothing/here")

    assert answer.status == 404
    assert answer.json == {
        "type": "urn:billhook:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "code": "not-found",
        "detail": "Not found.",
        "requestId": answer.headers["X-Request-Id"],
    }
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_route_matches_a_dot_literally(caller: Caller) -> None:
    assert caller.get("/v2x2/ping").status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v2.2/company", "GET, POST"),
        ("PUT", "/v2.2/ping", "GET"),
        ("PATCH", f"/v2.2/job/company/{COMPANY}/", "GET, POST"),
        ("POST", f"/v2.2/destination/{COMPANY}", "DELETE, GET, PATCH"),
        ("GET", f"/v2.2/job/company/{COMPANY}/bulk", "POST"),
    ],
)
def test_wrong_method_is_405_with_allow_header(caller: Caller, method: str, path: str, allowed: str) -> None:
    answer = caller.send(method, path)

    assert answer.status == 405
    assert answer.headers["Allow"] == allowed
    assert answer.code == "method-not-allowed"


def test_paths_list_their_methods_in_405(caller: Caller) -> None:
    methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    known: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        known.setdefault(operation.path, set()).add(operation.method)

    for path, allowed in known.items():
        for method in methods - allowed:
            answer = caller.send(method, path.replace("{", "").replace("}", ""))
            assert (answer.status, answer.headers["Allow"]) == (405, ", ".join(sorted(allowed))), (method, path)


def id_in(body: dict[str, Any]) -> str:
    """The id of what an answer is about."""
    thing = body.get("job") or body.get("webhook") or body
    return str(thing.get("importId") or thing["id"])


MAKING = [item for item in OPERATIONS if item.status is HTTPStatus.CREATED and not item.is_public]


@pytest.mark.parametrize("operation", MAKING, ids=lambda operation: operation.id)
def test_created_resource_has_location_header(operation: Operation, caller: Caller, world: World) -> None:
    things = things_of(world, COMPANY)
    world.accounts.add_key(a_key(default_company=COMPANY))

    made = ask(caller, operation, things)
    found = caller.get(made.headers["Location"].removeprefix(API_URL))

    assert (made.status, found.status) == (201, 200)
    assert id_in(found.json) == id_in(made.json)


@pytest.mark.parametrize("odd", ["\x18", "a\\b", "%2F", "\u0087u", "`", '"', "..."])
def test_id_with_odd_characters_is_404(caller: Caller, odd: str) -> None:
    answer = caller.get(f"/v2.2/site/{odd}")

    assert (answer.status, answer.code) == (404, "not-found")
    assert "Allow" not in answer.headers


def test_response_has_request_id_and_no_store(caller: Caller) -> None:
    answers = [caller.get("/v2.2/ping"), caller.get("/v2.2/nothing"), caller.get(f"/v2.2/company/{COMPANY}")]

    assert {answer.headers["X-Request-Id"] for answer in answers} == {"6b1f6f3e-7a41-4c0a-9d3c-0c1f2e3d4b5a"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_request_without_authorizer_context_is_401() -> None:
    event = an_event("api/ping_on_aws")
    del event["requestContext"]["authorizer"]
    event["path"] = "/v2.2/company"

    answer = answered(event)

    assert answer.status == 401
    assert answer.code == "unauthorized"


def test_body_over_the_limit_is_413_with_upload_route(caller: Caller) -> None:
    answer = caller.post_form(f"/v2.2/job/company/{COMPANY}", b"x" * 4_700_000)

    assert answer.status == 413
    assert answer.code == "too-large"
    assert "/v2.2/job/company/{companyId}/upload" in answer.json["detail"]


def test_body_at_the_limit_is_accepted(caller: Caller) -> None:
    answer = caller.post_form(f"/v2.2/job/company/{COMPANY}", b"x" * 4_600_000)

    assert answer.code == "invalid-form"


@pytest.mark.parametrize("kind", ["text/plain", "", "multipart/form-data; boundary=x", "application/jsonx"])
def test_json_route_refuses_other_content_types(caller: Caller, kind: str) -> None:
    answer = caller.send("POST", "/v2.2/company", body=b"{}", headers={"Content-Type": kind})

    assert answer.status == 415
    assert answer.code == "unsupported-media-type"


def test_form_route_refuses_other_content_types(caller: Caller) -> None:
    assert caller.post(f"/v2.2/job/company/{COMPANY}", {}).status == 415


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b'{"name": NaN}', b'{"name": "\\ud800"}', b"\xff\xfe", b"1" * 5_000, b'"text"'],
)
def test_body_that_is_not_a_json_object_is_refused(caller: Caller, body: bytes) -> None:
    answer = caller.send("POST", "/v2.2/company", body=body, headers={"content-type": "application/json"})

    assert answer.status == 422


def test_header_names_are_case_insensitive(caller: Caller) -> None:
    answer = caller.send("POST", "/v2.2/company", body=b'{"name": "A"}', headers={"CONTENT-TYPE": "Application/JSON"})

    assert answer.status == 201


def test_unexpected_error_is_500_without_details(caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    monkeypatch.setattr(logger().registered_handler, "stream", written)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("canary account")

    world.companies.get = broken  # type: ignore[method-assign,assignment]

    answer = caller.get(f"/v2.2/company/{COMPANY}")

    assert answer.status == 500
    assert answer.code == "internal-error"
    assert "canary" not in answer.text + written.getvalue()
    assert "ZeroDivisionError" in written.getvalue()
    assert answer.json["requestId"] == answer.headers["X-Request-Id"]


def test_unserializable_response_is_500(caller: Caller, world: World) -> None:
    document = a_document(info={"when": float("nan")})
    world.jobs.add(a_job(id=document.job_id), [document])

    assert caller.get(f"/v2.2/document/{document.id}").status == 500


def test_throttled_table_is_503_with_retry_after(caller: Caller, world: World) -> None:
    def busy(*_: object) -> None:
        raise Throttled("The table is busy.")

    world.companies.get = busy  # type: ignore[method-assign,assignment]

    answer = caller.get(f"/v2.2/company/{COMPANY}")

    assert answer.status == 503
    assert answer.headers["Retry-After"] == "2"


def test_request_log_has_ids_and_no_request_content(caller: Caller) -> None:
    written = StringIO()
    before = logger().registered_handler.setStream(written)  # type: ignore[attr-defined]

    caller.post("/v2.2/company", {"name": "Canary Farms"})
    caller.get("/v2.2/canary-path")
    caller.get("/v2.2/ping", canary="canary")
    caller.get("/v2.2/ping")
    caller.send("GET", "/v2.2/ping", headers={"X-API-Key": "canary-key", "Cookie": "session=canary"})

    logger().registered_handler.setStream(before)  # type: ignore[attr-defined]
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line.get("operation") for line in lines] == ["createCompany", None, "ping", "ping", "ping"]
    assert {line["correlation_id"] for line in lines} == {"6b1f6f3e-7a41-4c0a-9d3c-0c1f2e3d4b5a"}
    assert "canary" not in written.getvalue().lower()
    assert "anna@example.org" not in written.getvalue()
