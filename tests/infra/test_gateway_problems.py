"""What API Gateway answers by itself looks like what Billhook answers."""

import json
from http import HTTPStatus
from typing import Any

import pytest

from billhook.wire.problems import problem_json

WANTED = {
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "UNAUTHORIZED",
    "ACCESS_DENIED",
    "REQUEST_TOO_LARGE",
    "THROTTLED",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "MISSING_AUTHENTICATION_TOKEN",
}


@pytest.fixture
def responses(template):
    return {r["ResponseType"]: r for r in template("prod").of_type("AWS::ApiGateway::GatewayResponse").values()}


def _body(response: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(response["ResponseTemplates"]["application/json"])
    return body


def test_gateway_overrides_every_error_response(responses):
    assert set(responses) >= WANTED


def test_gateway_errors_equal_the_apis_problems(responses):
    for kind, response in responses.items():
        body = _body(response)
        status = HTTPStatus(int(response.get("StatusCode", 400 if "4XX" in kind else 500)))
        ours = problem_json(status, body["code"], body["detail"])
        request = body.pop("requestId", None)

        assert list(body) == [key for key in ours if key != "status" or "StatusCode" in response]
        assert body == {key: ours[key] for key in body}
        assert request == "$context.requestId"


def test_gateway_errors_have_the_problem_media_type(responses):
    for response in responses.values():
        assert response["ResponseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"


def test_gateway_retryable_errors_have_retry_after(responses):
    retried = {kind for kind, r in responses.items() if "gatewayresponse.header.Retry-After" in r["ResponseParameters"]}

    assert retried == {"THROTTLED", "AUTHORIZER_FAILURE", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"}


def test_gateway_413_names_the_upload_route(responses):
    assert "/upload" in _body(responses["REQUEST_TOO_LARGE"])["detail"]
