"""Jobs, documents, destinations, companies: tables for people, tabs for pipes, JSON for programs."""

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

from billhook.cli.faults import CliError, Exit
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]


def test_list_in_a_pipe_is_tab_separated_lines(known: StandInApi, billhook: Run) -> None:
    jobs = [{"id": "j1", "status": "COMPLETED", "documentIds": ["a", "b"], "terminationReason": None, "created": "t"}]
    known.on("GET /v2.2/job/company/co-1?limit=20", (200, {"results": jobs, "nextCursor": None}))

    done = billhook("jobs", "list")

    assert done.stdout == "j1\tCOMPLETED\t-\tt\ta, b\n"


def test_list_with_json_prints_complete_records(known: StandInApi, billhook: Run) -> None:
    found = [{"id": "d1", "anything": [1]}, {"id": "d2"}]
    known.on("GET /v2.2/document/company/co-1?limit=2", (200, {"results": found, "nextCursor": None}))

    done = billhook("documents", "list", "-n", "2", "--json")

    assert [json.loads(line) for line in done.stdout.splitlines()] == found


def test_list_replaces_line_breaks_in_cells(known: StandInApi, billhook: Run) -> None:
    made = {"id": "c1", "name": "Two\nlines\tand a tab", "created": "t"}
    known.on("POST /v2.2/company", (201, made))

    done = billhook("companies", "create", "x")

    assert done.stdout == "c1\tTwo lines and a tab\tt\n"


def test_destinations_create_shows_the_secret(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/destination/company/co-1", (201, {"id": "d", "url": "https://x.example", "secret": "whsec_1"}))

    done = billhook("destinations", "create", "https://x.example", "--event", "document.created.v2")

    assert done.stdout == "d\thttps://x.example\twhsec_1\n"
    assert json.loads(known.requests[0].body)["eventTypes"] == ["document.created.v2"]


def test_jobs_wait_for_failed_job_is_exit_code_1(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/job/j1", (200, {"id": "j1", "status": "FAILED", "terminationReason": "corrupt"}))

    assert billhook("jobs", "wait", "j1").exit_code == Exit.SOME_FAILED


def test_jobs_get_of_absent_job_is_exit_code_4(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/job/j9", (404, {"code": "not-found", "detail": "Nothing here."}))

    done = billhook("jobs", "get", "j9")

    assert isinstance(done.exception, CliError)
    assert done.exception.code is Exit.NOT_FOUND


def test_list_without_company_shows_advice(known: StandInApi, billhook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BILLHOOK_COMPANY_ID")

    done = billhook("documents", "list")

    assert isinstance(done.exception, CliError)
    assert "--company" in done.exception.advice


def test_drop_create_shows_the_link(known: StandInApi, billhook: Run) -> None:
    made = {"id": "d1", "name": "The mill", "url": "https://api.example/drop/bd_1"}
    known.on("POST /v2.2/drop/company/co-1", (201, made))

    done = billhook("drop", "create", "The mill", "--site", "s1")

    assert done.stdout == "d1\thttps://api.example/drop/bd_1\n"
    assert json.loads(known.requests[0].body) == {"name": "The mill", "siteId": "s1"}


def test_drops_are_listed_and_revoked(known: StandInApi, billhook: Run) -> None:
    drop = {"id": "d1", "name": None, "siteId": None, "created": "t", "expiresAt": "u"}
    known.on("GET /v2.2/drop/company/co-1?limit=20", (200, {"results": [drop], "nextCursor": None}))
    known.on("DELETE /v2.2/drop/d1", (204, b""))

    assert billhook("drop", "list", "--json").stdout == json.dumps(drop) + "\n"
    assert billhook("drop", "revoke", "d1", "--yes").exit_code == 0


def test_drop_revoke_without_confirmation_changes_nothing(known: StandInApi, billhook: Run) -> None:
    assert billhook("drop", "revoke", "d1").exit_code == 1
    assert known.requests == []


def test_documents_list_filters(known: StandInApi, billhook: Run) -> None:
    query = "limit=20&status=PARSED%2CREJECTED&startDate=2026-01-01&dateType=CREATED_DATE&identifier=A-1"
    known.on(f"GET /v2.2/document/site/s1?{query}", (200, {"results": [{"id": "d1"}], "nextCursor": None}))

    done = billhook(
        "documents", "list", "--site", "s1", "--status", "PARSED", "--status", "REJECTED", "--start", "2026-01-01",
        "--date-type", "CREATED_DATE", "--identifier", "A-1",
    )  # fmt: skip

    assert done.stdout.startswith("d1\t")


def test_refusal_names_the_fields_and_their_limits(known: StandInApi, billhook: Run) -> None:
    errors = [{"pointer": "status", "detail": "Any of PARSED, REJECTED."}]
    refusal = {"code": "invalid-request", "detail": "Request validation failed.", "errors": errors}
    known.on("GET /v2.2/document/company/co-1?limit=20&status=DONE", (422, refusal))

    done = billhook("documents", "list", "--status", "DONE")

    assert isinstance(done.exception, CliError)
    assert str(done.exception).endswith("validation failed.\n  status: Any of PARSED, REJECTED.")
