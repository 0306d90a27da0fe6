"""The API's description as a page that works without a network."""

import re

from billhook.wire.openapi import openapi_json
from billhook.wire.operations import OPERATIONS
from tests.functions.calling import Answer, an_event, answered


def page() -> Answer:
    """Without an API key."""
    event = an_event("api/ping_on_aws")
    del event["requestContext"]["authorizer"]
    event |= {"httpMethod": "GET", "path": "/docs"}
    return answered(event)


def test_docs_page_shows_every_operation_webhook_and_schema() -> None:
    answer = page()

    description = openapi_json()
    webhooks = [path["post"]["operationId"] for path in description["webhooks"].values()]
    shown = set(re.findall(r'<details id="([^"]+)">', answer.text))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert {operation.id for operation in OPERATIONS} <= shown
    assert set(webhooks) <= shown
    assert {f"schema-{name}" for name in description["components"]["schemas"]} <= shown


def test_docs_page_loads_nothing_and_runs_no_script() -> None:
    answer = page()

    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|src=", answer.text)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
