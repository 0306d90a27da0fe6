"""What API Gateway answers by itself looks like what Billhook answers."""

import json
from http import HTTPStatus

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


def _body(response) -> dict:
    return json.loads(response["ResponseTemplates"]["application/json"])


def test_every_refusal_of_the_gateway_is_ours(responses):
    assert set(responses) >= WANTED


def test_bodies_are_problems_as_the_api_makes_them(responses):
    for kind, response in responses.items():
        body = _body(response)
        status = HTTPStatus(int(response.get("StatusCode", 400 if "4XX" in kind else 500)))
        ours = problem_json(status, body["code"], body["detail"])
        request = body.pop("requestId", None)

        assert list(body) == [key for key in ours if key != "status" or "StatusCode" in response]
        assert body == {key: ours[key] for key in body}
        assert request == (None if status == HTTPStatus.NOT_FOUND else "$context.requestId")


def test_the_media_type_is_that_of_problems(responses):
    for response in responses.values():
        assert response["ResponseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"


def test_what_may_be_tried_again_says_when(responses):
    retried = {kind for kind, r in responses.items() if "gatewayresponse.header.Retry-After" in r["ResponseParameters"]}

    assert retried == {"THROTTLED", "AUTHORIZER_FAILURE", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"}


def test_a_body_that_is_too_large_is_shown_the_way(responses):
    assert "/upload" in _body(responses["REQUEST_TOO_LARGE"])["detail"]
