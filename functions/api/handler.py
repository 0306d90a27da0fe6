"""The API: one resolver, with the routes of each front door."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from billhook.runtime.cors import Cors
from billhook.runtime.http import Handle, Routes, api_of
from billhook.runtime.request import Reply, Request
from billhook.usecases.access.idempotency import Idempotency, IdempotentRequest
from billhook.usecases.access.limit_rate import LimitRate
from billhook.wire.operations.aurora import AURORA
from billhook.wire.operations.companies import COMPANIES
from billhook.wire.operations.destinations import DESTINATIONS
from billhook.wire.operations.documents import DOCUMENTS
from billhook.wire.operations.invofox import INVOFOX
from billhook.wire.operations.jobs import DROPS, JOBS
from billhook.wire.operations.operation import Operation
from billhook.wire.operations.service import SERVICE

from .container import container, use_case

MODULES = (
    (SERVICE, ("service",)),
    (COMPANIES, ("companies",)),
    (JOBS, ("jobs", "uploads")),
    (DROPS, ("uploads",)),
    (DOCUMENTS, ("documents",)),
    (DESTINATIONS, ("destinations", "deliveries")),
    (AURORA, ("aurora", "callbacks")),
    (INVOFOX, ("invofox",)),
)
"""By group of operations: the modules of this folder that handle them, imported at the first request for one."""


@cache
def api() -> Handle:
    return api_of(routes_of, gate=gate, cors=lambda: Cors.of(container().settings.cors_origins))


def routes_of(operation: Operation) -> Iterator[Routes]:
    """The routes that contain an operation."""
    for operations, modules in MODULES:
        if operation in operations:
            for module in modules:
                routes: Routes = import_module(f".{module}", __package__).routes
                yield routes


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of API Gateway's REST proxy."""
    return api()(event, context)


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
