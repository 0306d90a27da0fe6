"""Browsers: preflight requests without a key, and headers that let a page of a configured origin read responses."""

import pytest

from billhook.runtime.container import Container
from billhook.wire.operations import OPERATIONS
from tests.builders import COMPANY
from tests.fakes import World
from tests.functions.calling import Answer, Caller, an_event, answered, api_on

PAGE, OTHER = "https://app.example.org", "https://elsewhere.example.org"


@pytest.fixture
def for_page(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(Container, "of", lambda _: api_on(world, cors_origins=f"{PAGE},http://localhost:5173"))


def preflight(path: str, origin: str = PAGE) -> Answer:
    """As browsers send it: without a key."""
    event = an_event("api/ping_on_aws")
    del event["requestContext"]["authorizer"]
    event |= {"httpMethod": "OPTIONS", "path": path}
    event["headers"] |= {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return answered(event)


@pytest.mark.usefixtures("for_page")
@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
def test_preflight_of_a_configured_origin_needs_no_key(path: str) -> None:
    answer = preflight(path.replace("{", "").replace("}", ""))

    assert (answer.status, answer.text) == (204, "")
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    allowed = {operation.method for operation in OPERATIONS if operation.path == path}
    assert set(answer.headers["Access-Control-Allow-Methods"].split(", ")) == allowed
    assert "x-access-token" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.usefixtures("for_page")
@pytest.mark.parametrize(("path", "origin"), [("/v2.2/company", OTHER), ("/v2.2/nothing", PAGE)])
def test_preflight_of_another_origin_or_path_is_refused(path: str, origin: str) -> None:
    answer = preflight(path, origin)

    assert answer.status in {404, 405}
    assert "Access-Control-Allow-Methods" not in answer.headers


@pytest.mark.usefixtures("for_page")
@pytest.mark.parametrize("path", [f"/v2.2/company/{COMPANY}", "/v2.2/company/nothing"])
def test_response_to_a_configured_origin_is_readable(path: str, caller: Caller) -> None:
    answer = caller.send("GET", path, headers={"Origin": PAGE})

    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert answer.headers["Vary"] == "Origin"
    assert {"Location", "ETag", "Retry-After"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.usefixtures("for_page")
def test_response_to_another_origin_is_not_readable(caller: Caller) -> None:
    answer = caller.send("GET", f"/v2.2/company/{COMPANY}", headers={"Origin": OTHER})

    assert answer.status == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_api_without_configured_origins_answers_no_preflight(caller: Caller) -> None:
    answer = preflight("/v2.2/company")

    assert answer.status == 405
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
