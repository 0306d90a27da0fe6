"""Requested recoveries of a destination."""

from datetime import datetime, timedelta
from typing import Any

from billhook.domain.recovery import Recovery
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, an_id
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def a_recovery(destination_id: str, since: datetime, **fields: Any) -> Recovery:
    defaults = {"id": an_id(), "company_id": COMPANY, "destination_id": destination_id, "since": since}
    times = {"created": NOW, "updated": NOW, "due_at": NOW}
    return Recovery(**defaults | times | fields)


def swept(world: World, recovery: Recovery) -> Recovery:
    world.recoveries.add(recovery)
    world.clock.advance(timedelta(seconds=1))
    wired(world).get(Sweep)()
    return world.memory.recoveries[recovery.id]
