"""Request: the API's URL on AWS, with a custom domain and on one machine."""

import pytest

from billhook.domain.errors import Unauthorized
from billhook.runtime.request import Request
from tests.functions.calling import an_event


def test_on_aws_the_address_is_the_domain_and_the_stage() -> None:
    request = Request(an_event("api/ping_on_aws"))

    assert request.api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_a_host_header_cannot_change_the_address_on_aws() -> None:
    event = an_event("api/ping_on_aws")
    event["headers"] |= {"Host": "evil.example.org", "X-Forwarded-Proto": "http"}

    assert Request(event).api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_below_a_domain_of_ones_own_there_is_no_stage() -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"] |= {"domainName": "bills.example.org", "path": event["path"]}

    assert Request(event).api_url == "https://bills.example.org"


@pytest.mark.parametrize(("path", "whole"), [("/", "/prod/"), ("/file/a b", "/prod/file/a%20b")])
def test_the_stage_is_found_whatever_the_path(path: str, whole: str) -> None:
    event = an_event("api/ping_on_aws")
    event["path"], event["requestContext"]["path"] = path, whole

    assert Request(event).api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_on_one_machine_the_address_is_the_one_that_was_called() -> None:
    request = Request(an_event("api/ping_on_one_machine"))

    assert request.api_url == "http://127.0.0.1:4566/_aws/execute-api/billhook/local"


def test_on_one_machine_an_api_may_have_a_host_of_its_own() -> None:
    event = an_event("api/ping_on_one_machine")
    event["headers"]["host"] = "billhook.execute-api.localhost:4566"

    assert Request(event).api_url == "http://billhook.execute-api.localhost:4566/local"


@pytest.mark.parametrize("told", [None, {}, {"accountId": ""}, {"accountId": "a"}, {"keyId": "k"}])
def test_who_calls_is_the_authorizers_word_alone(told: dict[str, str] | None) -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"]["authorizer"] = told

    with pytest.raises(Unauthorized):
        _ = Request(event).principal


@pytest.mark.parametrize(("told", "all_companies"), [("true", True), ("false", False), ("True", False), (True, False)])
def test_only_the_word_true_means_all_companies(told: object, all_companies: bool) -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"]["authorizer"]["allCompanies"] = told

    assert Request(event).principal.all_companies is all_companies


def test_a_request_does_not_show_itself_in_a_log() -> None:
    assert "anna@example.org" not in repr(Request(an_event("api/ping_on_aws")))
