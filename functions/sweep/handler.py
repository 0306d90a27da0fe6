"""Run the sweeper once a minute: process all overdue work."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import log_failure
from billhook.runtime.container import Container
from billhook.runtime.observability import logger
from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
from billhook.usecases.maintenance.sweep import Sweep


@cache
def container() -> Container:
    return Container.of(names.SWEEP)


def handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """EventBridge schedule, for one ``shard`` or for all. Returns the number of items processed, by kind."""
    shard = event.get("shard")
    sweep = container().get(Sweep)
    swept = sweep() if shard is None else sweep((shard,))
    for thing, fault in swept.faults.items():
        log_failure(fault, id=thing)
    counts = {kind.value: count for kind, count in swept.counts.items()}
    logger().info("sweep completed", extra=counts)
    if shard in (None, 0) and (orphans := container().get(FindOrphanedObjects)()):
        logger().warning("orphaned objects found", extra={"count": orphans})
    return counts
