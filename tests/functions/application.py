"""The API as a web application on fakes, for a tool that speaks HTTP, and what its caller owns there."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl

from functions.api.handler import handler
from tests.builders import a_principal
from tests.functions.calling import an_event, claims_of

Start = Callable[[str, list[tuple[str, str]]], Any]
PRINCIPAL = a_principal(rate_per_minute=1_000_000)


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """One request in API Gateway's format, answered by the function (WSGI)."""
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").removeprefix("/prod")
    event = deepcopy(an_event("api/ping_on_aws"))
    event |= {
        "httpMethod": environ["REQUEST_METHOD"],
        "path": path,
        "queryStringParameters": dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)) or None,
        "headers": _headers(environ),
        "body": b64encode(environ["wsgi.input"].read()).decode() or None,
        "isBase64Encoded": True,
    }
    event["requestContext"] |= {"path": f"/prod{path}", "httpMethod": environ["REQUEST_METHOD"]}
    event["requestContext"]["authorizer"] |= claims_of(PRINCIPAL)
    answer = handler(event, None)
    headers = [(name, value) for name, values in answer["multiValueHeaders"].items() for value in values]
    start(f"{answer['statusCode']} x", headers)
    return [answer["body"].encode()]


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    names = {name.removeprefix("HTTP_"): name for name in environ if name.startswith("HTTP_")}
    headers = {short.replace("_", "-"): environ[name] for short, name in names.items()}
    return headers | ({"Content-Type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {})
