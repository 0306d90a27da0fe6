"""What stands before every handler: a key's number of requests a minute, and requests that are sent twice."""

from collections.abc import Callable, Mapping

from billhook.runtime.reply import Reply
from billhook.runtime.request import Request
from billhook.usecases.access.idempotency import Idempotency, IdempotentRequest
from billhook.usecases.access.limit_rate import LimitRate
from billhook.wire.operations.operation import Operation

from .container import use_case


def gate(operation: Operation, request: Request, ids: Mapping[str, str], answer: Callable[[], Reply]) -> Reply:
    """Public routes pass: nobody calls them by a key."""
    if operation.is_public:
        return answer()
    use_case(LimitRate)(request.principal)
    key = request.idempotency_key if operation.is_write else None
    return _once(operation, request, ids, key, answer) if key else answer()


def _once(
    operation: Operation, request: Request, ids: Mapping[str, str], key: str, answer: Callable[[], Reply]
) -> Reply:
    ask = IdempotentRequest(operation.id, tuple(ids.values()), key, request.fingerprint(operation.body_kind))
    text, is_repeated = use_case(Idempotency)(request.principal, ask, lambda: answer().text)
    reply = Reply.of_text(text)
    return reply.with_headers(Idempotency_Replayed="true") if is_repeated else reply
