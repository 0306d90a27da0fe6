"""All operations of the API: the source of routes, 405 responses and the OpenAPI description."""

from billhook.wire.operations.aurora import AURORA
from billhook.wire.operations.companies import COMPANIES
from billhook.wire.operations.destinations import DESTINATIONS
from billhook.wire.operations.documents import DOCUMENTS
from billhook.wire.operations.invofox import INVOFOX
from billhook.wire.operations.jobs import DROPS, JOBS
from billhook.wire.operations.operation import Operation
from billhook.wire.operations.service import SERVICE

OPERATIONS = (*SERVICE, *COMPANIES, *JOBS, *DROPS, *DOCUMENTS, *DESTINATIONS, *AURORA, *INVOFOX)


def operation_of(method: str, path: str) -> Operation | None:
    """Return the operation of a request; ``path`` is without the stage."""
    return next((operation for operation in _at(path) if operation.method == method.upper()), None)


def methods_of(path: str) -> tuple[str, ...]:
    """Return the methods of ``path``, sorted; none for an unknown path."""
    return tuple(sorted({operation.method for operation in _at(path)}))


def _at(path: str) -> tuple[Operation, ...]:
    return tuple(operation for operation in OPERATIONS if operation.pattern.fullmatch(path))
