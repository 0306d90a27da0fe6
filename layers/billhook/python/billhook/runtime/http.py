"""The API's resolver: dispatches to handlers by operation, renders JSON and problems, logs each request."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from time import perf_counter
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from billhook.domain.errors import BillhookError, NotFound
from billhook.runtime.cors import Cors
from billhook.runtime.observability import fault_fields, logger
from billhook.runtime.request import Page, Reply, Request
from billhook.wire import problems
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import RETRY_SECONDS, Operation

Handler = TypeVar("Handler", bound=Callable[..., Any])
Handle = Callable[[dict[str, Any], Any], dict[str, Any]]
Gate = Callable[[Operation, Request, Mapping[str, str], Callable[[], Reply]], Reply]
"""Middleware of every handler. Takes the operation, the request, the path's ids and the handler to call."""

_COMMON_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Responses contain secrets, personal data and signed links, so they must not be cached."""

_OPERATIONS = {operation.id: operation for operation in OPERATIONS}


def _open(_: Operation, __: Request, ___: Mapping[str, str], answer: Callable[[], Reply]) -> Reply:
    return answer()


class Routes:
    """Handlers of some operations. A handler takes the request and the path's ids; it returns the answer's content."""

    def __init__(self) -> None:
        self.router = APIGatewayRouter()  # type: ignore[no-untyped-call]
        self.operations: list[Operation] = []
        self.gate: Gate = _open

    def __call__(self, operation_id: str) -> Callable[[Handler], Handler]:
        """Answer the operation of that id with the decorated function."""
        operation = _OPERATIONS[operation_id]

        def register(handler: Handler) -> Handler:
            def answer(**ids: str) -> Response[str]:
                request = Request(self.router.current_event.raw_event)

                def handled() -> Reply:
                    request.check_query(operation.query_names)
                    result = handler(request, **{_snake(name): value for name, value in ids.items()})
                    return _reply(operation, request, ids, result)

                return _response(self.gate(operation, request, ids, handled))

            self.operations.append(operation)
            self.router.route(_rule(operation), method=operation.method)(answer)
            return handler

        return register


def api_of(
    load: Callable[[Operation], Iterable[Routes]], *, gate: Gate = _open, cors: Callable[[], Cors] = Cors
) -> Handle:
    """The Lambda handler of an API. ``load`` imports the routes that contain an operation. Not thread-safe."""
    resolver = APIGatewayRestResolver()
    include_routes = _including(resolver, load, gate)

    def request() -> Request:
        return Request(resolver.current_event.raw_event)

    def refuse(error: BillhookError) -> Response[str]:
        answer = problems.problem_of(error, request_id=request().id, status_of=_status_at(resolver.current_event))
        if answer.status is HTTPStatus.INTERNAL_SERVER_ERROR:
            logger().error("unexpected error", extra=fault_fields(error))
        return _problem(answer)

    def fail(error: Exception) -> Response[str]:
        logger().error("unexpected error", extra=fault_fields(error))
        return _problem(problems.internal(request_id=request().id))

    def not_found(_: Exception) -> Response[str]:
        """Answer 404 for ids that the resolver rejects, such as control characters, and 405 for wrong methods."""
        allowed = OPERATIONS.methods_of(resolver.current_event.path)
        if allowed and resolver.current_event.http_method.upper() not in allowed:
            return _problem(problems.wrong_method(allowed, request_id=request().id))
        return refuse(NotFound())

    resolver.exception_handler(BillhookError)(refuse)
    resolver.exception_handler(Exception)(fail)
    resolver.not_found(not_found)

    def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
        started, origin, method = perf_counter(), Request(event).header("origin"), event.get("httpMethod")
        logger().set_correlation_id(Request(event).id)
        if method == "OPTIONS" and origin and (preflight := _preflight(cors(), origin, str(event.get("path")))):
            return preflight
        include_routes(OPERATIONS.find(str(event.get("httpMethod")), str(event.get("path"))))
        answer = resolver.resolve(event, context)
        answer["multiValueHeaders"]["X-Request-Id"] = [Request(event).id]
        answer["multiValueHeaders"] |= _lists(cors().headers(origin) if origin else {})
        if method == "HEAD":
            answer["body"] = ""
        _log(event, answer["statusCode"], perf_counter() - started)
        return answer

    return handle


def _preflight(cors: Cors, origin: str, path: str) -> dict[str, Any] | None:
    """The response to a preflight request; None for an unknown path or another origin."""
    methods = OPERATIONS.methods_of(path)
    if not methods or not cors.allows(origin):
        return None
    headers = _lists(cors.preflight(origin, methods))
    return {"statusCode": HTTPStatus.NO_CONTENT.value, "multiValueHeaders": headers, "body": ""}


def _lists(headers: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers.items()}


def _including(
    resolver: APIGatewayRestResolver, load: Callable[[Operation], Iterable[Routes]], gate: Gate
) -> Callable[[Operation | None], None]:
    """Add the routes of an operation to the resolver when it is first requested."""
    included: set[Routes] = set()

    def include(operation: Operation | None) -> None:
        for routes in set(load(operation)) - included if operation else ():
            included.add(routes)
            routes.gate = gate
            resolver.include_router(routes.router)

    return include


def _reply(operation: Operation, request: Request, ids: Mapping[str, str], result: Any) -> Reply:
    """The reply of an operation for a handler's result. Raises TypeError when the result has another type."""
    status = operation.status.value
    if operation.status is HTTPStatus.FOUND:
        return Reply(status).with_headers(Location=_expected(str, result))
    if operation.is_page:
        page: Page = _expected(Page, result)
        return page.reply
    if not operation.answer:
        _expected(type(None), result)
        return Reply(status)
    reply = Reply.json(status, _expected(dict, result))
    if operation.location:
        place = operation.location.format(**{**ids, **result})
        reply = reply.with_headers(Location=request.api_url + place)
    if operation.is_pending(result):
        reply = reply.with_headers(Retry_After=str(RETRY_SECONDS))
    return reply.with_headers(ETag=f'"{result["version"]}"') if operation.has_etag else reply


def _status_at(event: Any) -> Callable[[HTTPStatus], HTTPStatus]:
    """The operation's mapping of problem statuses."""
    operation = OPERATIONS.find(event.http_method, event.path)
    return operation.status_of if operation else lambda status: status


def _expected(kind: type[Any], result: Any) -> Any:
    if not isinstance(result, kind):
        raise TypeError(f"a handler returned {type(result).__name__}, not {kind.__name__}")
    return result


def _problem(answer: problems.ProblemAnswer) -> Response[str]:
    reply = Reply.json(answer.status.value, answer.body, media_type=problems.MEDIA_TYPE)
    return _response(reply.with_headers(**answer.headers))


def _response(reply: Reply) -> Response[str]:
    return Response(reply.status, reply.media_type, reply.body, {**_COMMON_HEADERS, **reply.headers})


def _rule(operation: Operation) -> str:
    """The path in the resolver's syntax: a regular expression with parameters in angle brackets."""
    return operation.path.replace(".", r"\.").replace("{", "<").replace("}", ">")


def _snake(name: str) -> str:
    """``companyId`` -> ``company_id``."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _log(event: Mapping[str, Any], status: int, seconds: float) -> None:
    """Log one line per request, with the operation's id instead of the caller's path."""
    operation = OPERATIONS.find(str(event.get("httpMethod")), str(event.get("path")))
    claims = (event.get("requestContext") or {}).get("authorizer") or {}
    fields = {
        "operation": operation.id if operation else None,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "accountId": claims.get("accountId"),
        "keyId": claims.get("keyId"),
    }
    logger().info("request completed", extra=fields)
