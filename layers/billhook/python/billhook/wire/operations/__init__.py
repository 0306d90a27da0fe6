"""Every operation of the API, once: what routes are registered from, what 405 knows, what OpenAPI says."""

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
    """The operation that a request means; ``path`` is without the stage."""
    return next((one for one in _at(path) if one.method == method.upper()), None)


def methods_of(path: str) -> tuple[str, ...]:
    """The methods that ``path`` knows, sorted; none when there is no such path."""
    return tuple(sorted({one.method for one in _at(path)}))


def _at(path: str) -> tuple[Operation, ...]:
    return tuple(one for one in OPERATIONS if one.pattern.fullmatch(path))
