"""Request: the API's URL on AWS, with a custom domain and on one machine."""

import pytest

from billhook.domain.errors import Unauthorized
from billhook.runtime.request import Request
from tests.functions.calling import an_event


def test_api_url_on_aws_is_domain_and_stage() -> None:
    request = Request(an_event("api/ping_on_aws"))

    assert request.api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_api_url_on_aws_ignores_the_host_header() -> None:
    event = an_event("api/ping_on_aws")
    event["headers"] |= {"Host": "evil.example.org", "X-Forwarded-Proto": "http"}

    assert Request(event).api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_api_url_with_custom_domain_has_no_stage() -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"] |= {"domainName": "bills.example.org", "path": event["path"]}

    assert Request(event).api_url == "https://bills.example.org"


@pytest.mark.parametrize(("path", "whole"), [("/", "/prod/"), ("/file/a b", "/prod/file/a%20b")])
def test_api_url_has_the_stage_for_encoded_paths(path: str, whole: str) -> None:
    event = an_event("api/ping_on_aws")
    event["path"], event["requestContext"]["path"] = path, whole

    assert Request(event).api_url == "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod"


def test_api_url_locally_is_the_called_address() -> None:
    request = Request(an_event("api/ping_on_one_machine"))

    assert request.api_url == "http://127.0.0.1:4566/_aws/execute-api/billhook/local"


def test_api_url_locally_supports_api_hosts() -> None:
    event = an_event("api/ping_on_one_machine")
    event["headers"]["host"] = "billhook.execute-api.localhost:4566"

    assert Request(event).api_url == "http://billhook.execute-api.localhost:4566/local"


@pytest.mark.parametrize("claims", [None, {}, {"accountId": ""}, {"accountId": "a"}, {"keyId": "k"}])
def test_principal_comes_from_the_authorizer_only(claims: dict[str, str] | None) -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"]["authorizer"] = claims

    with pytest.raises(Unauthorized):
        _ = Request(event).principal


@pytest.mark.parametrize(
    ("claims", "all_companies"), [("true", True), ("false", False), ("True", False), (True, False)]
)
def test_principal_all_companies_requires_true(claims: object, all_companies: bool) -> None:
    event = an_event("api/ping_on_aws")
    event["requestContext"]["authorizer"]["allCompanies"] = claims

    assert Request(event).principal.all_companies is all_companies


def test_request_repr_hides_the_event() -> None:
    assert "anna@example.org" not in repr(Request(an_event("api/ping_on_aws")))
