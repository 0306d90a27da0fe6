"""Delays after which the sweeper checks unfinished things, and how long records are kept."""

from datetime import timedelta

PUBLISH_DEADLINE = timedelta(seconds=30)
"""The stream publishes an event by then; later the sweeper does."""

PLAN_DEADLINE = timedelta(minutes=2)
"""The deliveries of a published event are planned by then; later the sweeper plans them."""

RETENTION = timedelta(days=30)
"""How long events, deliveries and attempts can be listed."""

RECHECK_DELAY = timedelta(seconds=60)
"""The sweeper checks a waiting thing, or one that was sent to a queue, after this delay."""

BYTES_DEADLINE = timedelta(seconds=120)
"""The bytes of an uploaded document arrive by then."""

JOB_CHECK_DELAY = timedelta(minutes=2)

FORM_LIFETIME = timedelta(minutes=15)
"""A pre-signed form accepts a file for this long."""

UPLOAD_GRACE = timedelta(minutes=15)
"""A document whose form has expired is rejected this much later."""
