"""The API as the command line calls it: problems become exit codes, lists are read to their end."""

import pytest

from billhook.cli.client import ApiClient, Refused
from billhook.cli.faults import CliError, Exit
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, Exit.DENIED),
        (403, Exit.DENIED),
        (404, Exit.NOT_FOUND),
        (410, Exit.NOT_FOUND),
        (409, Exit.USAGE),
        (413, Exit.USAGE),
        (422, Exit.USAGE),
        (429, Exit.UNAVAILABLE),
        (500, Exit.UNAVAILABLE),
        (503, Exit.UNAVAILABLE),
    ],
)
def test_client_problem_has_exit_code_and_detail(api: StandInApi, status: int, code: Exit) -> None:
    api.on("GET /v2.2/job/1", (status, {"code": "some-code", "detail": "Some detail."}))

    with pytest.raises(Refused, match=r"some-code: Some detail\.") as caught:
        ApiClient(api.url, "key").get("/v2.2/job/1")

    assert caught.value.code is code


def test_client_reports_a_response_that_is_not_json(api: StandInApi) -> None:
    api.on("GET /x", (502, b"<html>Bad Gateway"))

    with pytest.raises(Refused, match="Bad Gateway"):
        ApiClient(api.url, "key").get("/x")


def test_client_unreachable_api_is_unavailable() -> None:
    with pytest.raises(CliError, match="does not answer") as caught:
        ApiClient("http://127.0.0.1:9", "key").get("/x")

    assert caught.value.code is Exit.UNAVAILABLE


def test_client_retries_after_429(api: StandInApi) -> None:
    api.on("POST /x", (429, {}), (201, {"id": "1"}))

    made = ApiClient(api.url, "key").post("/x", {"name": "A"})

    assert (made, len(api.requests)) == ({"id": "1"}, 2)


def test_client_lists_pages_up_to_the_limit(api: StandInApi) -> None:
    api.on("GET /list?limit=3", (200, {"results": [{"id": "a"}, {"id": "b"}], "nextCursor": "c/1"}))
    api.on("GET /list?limit=1&cursor=c%2F1", (200, {"results": [{"id": "c"}], "nextCursor": "more"}))

    found = list(ApiClient(api.url, "key").listed("/list", limit=3))

    assert [item["id"] for item in found] == ["a", "b", "c"]


def test_client_submits_a_file_in_the_document_field(api: StandInApi) -> None:
    api.on("POST /v2.2/job/company/co", (201, {"id": "job"}))

    ApiClient(api.url, "key").submit("co", [("bill ü.pdf", b"%PDF-1.4")], {"siteId": "s", "notes": None})

    sent = api.requests[0]
    assert sent.headers["x-api-key"] == "key"
    assert b'name="document"; filename="bill \xc3\xbc.pdf"' in sent.body
    assert b"%PDF-1.4" in sent.body
    assert b'name="siteId"' in sent.body
    assert b"notes" not in sent.body


def test_client_encodes_ids_in_paths(api: StandInApi) -> None:
    api.on("POST /v2.2/job/company/..%2Fx%3Fy", (201, {"id": "job"}))

    assert ApiClient(api.url, "key").submit("../x?y", [], {})["id"] == "job"
