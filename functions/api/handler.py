"""The API: one resolver, with the routes of each front door."""

from functools import cache
from typing import Any

from billhook.runtime.http import Handle, api_of

from . import aurora, callbacks, companies, deliveries, destinations, documents, invofox, jobs, service, uploads
from .gate import gate


@cache
def api() -> Handle:
    return api_of(
        service.routes,
        companies.routes,
        jobs.routes,
        documents.routes,
        uploads.routes,
        destinations.routes,
        deliveries.routes,
        aurora.routes,
        callbacks.routes,
        invofox.routes,
        gate=gate,
    )


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of API Gateway's REST proxy."""
    return api()(event, context)
