"""All operations of the API: the source of routes, 405 responses and the OpenAPI description."""

from billhook.wire.operations.aurora import AURORA
from billhook.wire.operations.companies import COMPANIES
from billhook.wire.operations.destinations import DESTINATIONS
from billhook.wire.operations.documents import DOCUMENTS
from billhook.wire.operations.invofox import INVOFOX
from billhook.wire.operations.jobs import DROPS, JOBS
from billhook.wire.operations.operation import Operations
from billhook.wire.operations.service import SERVICE

OPERATIONS = Operations((*SERVICE, *COMPANIES, *JOBS, *DROPS, *DOCUMENTS, *DESTINATIONS, *AURORA, *INVOFOX))
