"""How long things may lie unfinished before the sweeper looks at them."""

from datetime import timedelta

PUBLISH_WITHIN = timedelta(seconds=30)
"""An event's time in the outbox; by then the stream has done its work, or never will."""

PLAN_WITHIN = timedelta(minutes=2)
"""A published event's time until its deliveries are planned; by then the bus has done its work, or lost it."""

KEPT = timedelta(days=30)
"""How long events, deliveries and attempts can be looked up."""

LOOK_AGAIN = timedelta(seconds=60)
"""Whatever was sent on its way, or waits for something, is looked at again after so long."""
