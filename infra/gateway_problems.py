"""Error responses of API Gateway itself, as problem details with a stable code, like those of the API."""

import json
from dataclasses import dataclass

from aws_cdk import aws_apigateway as apigateway

_RETRY_SECONDS = 2
_NOT_FOUND = 404
_UNAUTHORIZED = 401


@dataclass(frozen=True)
class GatewayProblem:
    """One gateway response. ``status`` is None if API Gateway chooses the status."""

    kind: apigateway.ResponseType
    code: str
    title: str
    detail: str
    status: int | None = None
    retry: bool = False

    @property
    def template(self) -> str:
        """The body, shaped as ``billhook.wire.problems`` shapes it.

        A default response cannot name its status: ``$context.status`` is empty when no integration answered.
        A 404 repeats nothing of the request but its id.
        """
        status = {"status": self.status} if self.status else {}
        about = {"type": f"urn:billhook:problem:{self.code}", "title": self.title}
        body = {**about, **status, "code": self.code, "detail": self.detail, "requestId": "$context.requestId"}
        return json.dumps(body, separators=(",", ":"))

    @property
    def headers(self) -> dict[str, str]:
        """Response headers; API Gateway requires single quotes around literals."""
        headers = {"Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'"}
        if self.retry:
            headers["Retry-After"] = f"'{_RETRY_SECONDS}'"
        if self.status == _UNAUTHORIZED:
            headers["WWW-Authenticate"] = "'Bearer'"
        return headers


_Kind = apigateway.ResponseType
_NOT_FOUND_DETAIL = "Not found."
_TRY_AGAIN = "Temporarily unavailable. Please try again."

GATEWAY_PROBLEMS = (
    GatewayProblem(_Kind.DEFAULT_4_XX, "bad-request", "Bad Request", "The request is malformed."),
    GatewayProblem(_Kind.DEFAULT_5_XX, "internal-error", "Internal Server Error", "Internal error."),
    GatewayProblem(
        _Kind.UNAUTHORIZED,
        "unauthorized",
        "Unauthorized",
        "Send a valid API key as X-API-Key, or a token as x-access-token or Authorization: Bearer.",
        status=_UNAUTHORIZED,
    ),
    GatewayProblem(_Kind.ACCESS_DENIED, "forbidden", "Forbidden", "The API key lacks this permission.", status=403),
    GatewayProblem(_Kind.MISSING_AUTHENTICATION_TOKEN, "not-found", "Not Found", _NOT_FOUND_DETAIL, status=_NOT_FOUND),
    GatewayProblem(_Kind.RESOURCE_NOT_FOUND, "not-found", "Not Found", _NOT_FOUND_DETAIL, status=_NOT_FOUND),
    GatewayProblem(
        _Kind.REQUEST_TOO_LARGE,
        "too-large",
        "Content Too Large",
        "A request has at most 4,600,000 bytes. Larger files go to a signed form in two steps: "
        "curl -H 'X-API-Key: KEY' -H 'Content-Type: application/json' -d '{\"files\": [{\"fileName\": \"bill.pdf\"}]}' "
        "BASE/v2.2/job/company/COMPANY/upload, then POST the fields of the answer's uploads and the file to their url.",
        status=413,
    ),
    GatewayProblem(
        _Kind.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "Unsupported Media Type",
        "The route does not accept this content type.",
        status=415,
    ),
    GatewayProblem(
        _Kind.THROTTLED,
        "too-many-requests",
        "Too Many Requests",
        "Rate limit exceeded. Try again later.",
        status=429,
        retry=True,
    ),
    GatewayProblem(_Kind.AUTHORIZER_FAILURE, "unavailable", "Service Unavailable", _TRY_AGAIN, status=503, retry=True),
    GatewayProblem(_Kind.INTEGRATION_FAILURE, "unavailable", "Service Unavailable", _TRY_AGAIN, status=503, retry=True),
    GatewayProblem(_Kind.INTEGRATION_TIMEOUT, "timeout", "Gateway Timeout", _TRY_AGAIN, status=504, retry=True),
)


def answer_with_problems(api: apigateway.RestApi, *, for_browsers: bool) -> None:
    """Add every gateway response above to ``api``; ``for_browsers``, pages of any origin may read them.

    They contain no customer data, and a page must distinguish a wrong key from a lost connection.
    """
    readable = {"Access-Control-Allow-Origin": "'*'"} if for_browsers else {}
    for problem in GATEWAY_PROBLEMS:
        name = problem.kind.response_type.title().replace("_", "")
        api.add_gateway_response(
            f"Problem{name}",
            type=problem.kind,
            status_code=str(problem.status) if problem.status else None,
            response_headers={**problem.headers, **readable},
            templates={"application/json": problem.template},
        )
