"""Middleware of every handler: rate limit per key, and idempotency keys."""

from collections.abc import Callable, Mapping

from billhook.runtime.reply import Reply
from billhook.runtime.request import Request
from billhook.usecases.access.idempotency import Idempotency, IdempotentRequest
from billhook.usecases.access.limit_rate import LimitRate
from billhook.wire.operations.operation import Operation

from .container import use_case


def gate(operation: Operation, request: Request, ids: Mapping[str, str], answer: Callable[[], Reply]) -> Reply:
    """Apply rate limit and idempotency to ``answer``. Public routes have neither."""
    if operation.is_public:
        return answer()
    use_case(LimitRate)(request.principal)
    key = request.idempotency_key if operation.is_write else None
    return _idempotent(operation, request, ids, key, answer) if key else answer()


def _idempotent(
    operation: Operation, request: Request, ids: Mapping[str, str], key: str, answer: Callable[[], Reply]
) -> Reply:
    ask = IdempotentRequest(operation.id, tuple(ids.values()), key, request.fingerprint(operation.body_kind))
    text, is_repeated = use_case(Idempotency)(request.principal, ask, lambda: answer().text)
    reply = Reply.of_text(text)
    return reply.with_headers(Idempotency_Replayed="true") if is_repeated else reply
