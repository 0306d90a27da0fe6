"""The API: one resolver, with the routes of each front door."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from billhook.runtime.http import Handle, Routes, api_of
from billhook.wire.operations.aurora import AURORA
from billhook.wire.operations.companies import COMPANIES
from billhook.wire.operations.destinations import DESTINATIONS
from billhook.wire.operations.documents import DOCUMENTS
from billhook.wire.operations.invofox import INVOFOX
from billhook.wire.operations.jobs import DROPS, JOBS
from billhook.wire.operations.operation import Operation
from billhook.wire.operations.service import SERVICE

from .gate import gate

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
    return api_of(routes_of, gate=gate)


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
