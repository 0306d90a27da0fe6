"""Documents, companies and sites by hand: what is asked of the API, what is shown, and what is asked of the person."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from billhook.cli.faults import CliError, Exit
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]
DOCUMENT = {"id": "d1", "fileName": "bill.pdf", "status": "PARSED", "version": 3, "totalCharges": "12.50"}
LINE = "d1\tbill.pdf\tPARSED\t-\t-\t-\t-\t12.50\t-\n"


def requests_of(api: StandInApi, *parts: str) -> list[tuple[str, ...]]:
    """What was asked of the API: of each request the method, the path and the headers that are named."""
    return [(request.method, request.path, *(request.headers[part] for part in parts)) for request in api.requests]


def refused(done: Result) -> CliError:
    assert isinstance(done.exception, CliError)
    return done.exception


def test_documents_correct_uses_the_current_version(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/document/d1", (200, DOCUMENT))
    known.on("PATCH /v2.2/document/d1", (200, DOCUMENT))

    done = billhook(
        "documents", "correct", "d1", "totalCharges=12.50", "notes=a=b", "siteId=null", "isFlagged=false",
        'lineItems=[{"rate": "1"}]',
    )  # fmt: skip

    assert done.stdout == LINE
    assert known.requests[1].headers["if-match"] == '"3"'
    assert json.loads(known.requests[1].body) == {
        "totalCharges": "12.50", "notes": "a=b", "siteId": None, "isFlagged": False, "lineItems": [{"rate": "1"}],
    }  # fmt: skip


def test_documents_correct_of_older_version_is_refused(known: StandInApi, billhook: Run) -> None:
    known.on("PATCH /v2.2/document/d1", (412, {"code": "outdated", "detail": "It is in version 3."}))

    error = refused(billhook("documents", "correct", "d1", "invoiceId=A", "--version", "2"))

    assert "outdated" in str(error)
    assert requests_of(known, "if-match") == [("PATCH", "/v2.2/document/d1", '"2"')]


@pytest.mark.parametrize("typed", ["totalCharges", "=1", "lineItems=[1"])
def test_documents_invalid_field_argument_sends_nothing(known: StandInApi, billhook: Run, typed: str) -> None:
    assert refused(billhook("documents", "correct", "d1", typed)).code is Exit.USAGE
    assert known.requests == []


def test_documents_enter_creates_a_document(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/document/company/co-1", (201, DOCUMENT))

    assert billhook("documents", "enter", "billDate=2026-01-31", "chargesUnits=EUR").stdout == LINE
    assert json.loads(known.requests[0].body) == {"billDate": "2026-01-31", "chargesUnits": "EUR"}


def test_documents_reprocess_waits_for_the_result(known: StandInApi, billhook: Run) -> None:
    at_work = DOCUMENT | {"status": "PROCESSING"}
    known.on("POST /v2.2/document/d1/reprocess", (202, at_work))
    known.on("GET /v2.2/document/d1", (200, at_work), (200, DOCUMENT))

    assert billhook("documents", "reprocess", "d1").stdout == LINE.replace("PARSED", "PROCESSING")
    assert billhook("documents", "reprocess", "d1", "--wait").stdout == LINE


def test_documents_reprocess_rejected_is_exit_code_1(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/document/d1/reprocess", (202, DOCUMENT | {"status": "PROCESSING"}))
    known.on("GET /v2.2/document/d1", (200, DOCUMENT | {"status": "REJECTED"}))

    assert billhook("documents", "reprocess", "d1", "--wait").exit_code == Exit.SOME_FAILED


def test_documents_reprocess_by_reason_skips_the_others(known: StandInApi, billhook: Run) -> None:
    listed = [
        DOCUMENT | {"id": name, "statusReason": reason, "updated": f"2026-11-29T{hour:02}:00:00Z"}
        for name, reason, hour in (
            ("d1", "service_unavailable", 12),
            ("d2", "corrupt", 12),
            ("d3", "service_unavailable", 9),
            ("d4", "service_unavailable", 11),
        )
    ]
    query = "limit=100&status=REJECTED&dateType=UPDATED_DATE&startDate=2026-11-29"
    known.on(f"GET /v2.2/document/company/co-1?{query}", (200, {"results": listed, "nextCursor": None}))
    known.on("POST /v2.2/document/d1/reprocess", (202, DOCUMENT | {"status": "PROCESSING"}))
    known.on("POST /v2.2/document/d4/reprocess", (409, {"code": "conflict"}))
    selection = ("--status", "REJECTED", "--reason", "service_unavailable", "--since", "2026-11-29T10:00:00")

    ended = billhook("documents", "reprocess", *selection)

    assert ended.stdout == LINE.replace("PARSED", "PROCESSING")
    assert requests_of(known)[1:] == [("POST", f"/v2.2/document/{name}/reprocess") for name in ("d1", "d4")]


@pytest.mark.parametrize("arguments", [(), ("d1", "--status", "REJECTED")])
def test_documents_reprocess_needs_either_ids_or_a_selection(arguments: tuple[str, ...], billhook: Run) -> None:
    assert refused(billhook("documents", "reprocess", *arguments)).code is Exit.USAGE


def test_documents_reprocess_timeout_shows_advice(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/document/d1/reprocess", (202, DOCUMENT))
    known.on("GET /v2.2/document/d1", (200, DOCUMENT | {"status": "PROCESSING"}))

    error = refused(billhook("documents", "reprocess", "d1", "--wait", "--timeout", "0"))

    assert (error.code, "documents get d1" in error.advice) == (Exit.TIMED_OUT, True)


def test_documents_versions_are_listed(known: StandInApi, billhook: Run) -> None:
    version: dict[str, Any] = {
        "version": 2,
        "origin": "CORRECTED",
        "status": "PARSED",
        "changedBy": "a",
        "updated": "t",
    }
    known.on("GET /v2.2/document/d1/version?limit=20", (200, {"results": [version], "nextCursor": None}))

    assert billhook("documents", "versions", "d1").stdout == "2\tCORRECTED\tPARSED\t-\ta\tt\n"


def test_documents_download_sends_no_key_keeps_files(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/document/d1", (200, DOCUMENT | {"fileName": "../bill.pdf", "url": f"{known.url}/file/d1"}))
    known.on("GET /file/d1", (200, b"%PDF"))

    assert billhook("documents", "download", "d1").stdout == "bill.pdf\n"
    assert Path("bill.pdf").read_bytes() == b"%PDF"
    assert "x-api-key" not in known.requests[1].headers
    assert refused(billhook("documents", "download", "d1")).code is Exit.USAGE
    assert billhook("documents", "download", "d1", "--to", "other.pdf").exit_code == 0


def test_documents_download_of_expired_link_is_not_found(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/document/d1", (200, DOCUMENT | {"url": f"{known.url}/file/d1"}))
    known.on("GET /file/d1", (410, {"code": "gone", "detail": "The link is over."}))

    assert refused(billhook("documents", "download", "d1")).code is Exit.NOT_FOUND
    assert not Path("bill.pdf").exists()


@pytest.mark.parametrize(("command", "kind"), [("documents", "document"), ("companies", "company"), ("sites", "site")])
def test_delete_commands_ask_for_confirmation(known: StandInApi, billhook: Run, command: str, kind: str) -> None:
    known.on(f"DELETE /v2.2/{kind}/x1", (204, b""))
    known.on(f"DELETE /v2.2/{kind}/x2", (204, b""))

    assert billhook(command, "delete", "x1", "x2").exit_code != 0
    assert known.requests == []

    assert billhook(command, "delete", "x1", "x2", "--yes").exit_code == 0
    assert requests_of(known) == [("DELETE", f"/v2.2/{kind}/x1"), ("DELETE", f"/v2.2/{kind}/x2")]


@pytest.mark.parametrize(("command", "kind"), [("companies", "company"), ("sites", "site"), ("drop", "drop")])
def test_get_commands_show_complete_resources(known: StandInApi, billhook: Run, command: str, kind: str) -> None:
    known.on(f"GET /v2.2/{kind}/x1", (200, {"id": "x1", "anything": [1]}))

    assert json.loads(billhook(command, "get", "x1").stdout) == {"id": "x1", "anything": [1]}


@pytest.mark.parametrize(("command", "kind"), [("companies", "company"), ("sites", "site")])
def test_update_commands_send_given_fields_only(known: StandInApi, billhook: Run, command: str, kind: str) -> None:
    known.on(f"PATCH /v2.2/{kind}/x1", (200, {"id": "x1", "name": "New", "created": "t"}))

    done = billhook(command, "update", "x1", "name=New", "externalId=null")

    assert done.stdout == "x1\tNew\tt\n"
    assert json.loads(known.requests[0].body) == {"name": "New", "externalId": None}


def test_sites_consumption_and_usage_are_shown(known: StandInApi, billhook: Run) -> None:
    month = {"month": "2026-10", "kwh": "500.000", "cost": "121.00", "days": 31, "isEstimated": False}
    usage = {"datasourceType": "GAS", "startDate": "a", "endDate": "b", "usage": "7", "usageUnits": "kWh"}
    known.on("GET /v2.2/site/s1/consumption", (200, {"months": [month | {"isCostEstimated": True}]}))
    known.on("GET /v2.2/usage/site/s1?limit=20", (200, {"results": [usage | {"document": "d"}], "nextCursor": None}))

    assert billhook("sites", "consumption", "s1").stdout == "2026-10\t500.000\t121.00\t31\tno\tyes\n"
    assert billhook("sites", "usage", "s1").stdout == "GAS\ta\tb\t7\tkWh\td\n"
