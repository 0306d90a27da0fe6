"""Delays after which the sweeper checks unfinished things, and how long records are kept."""

from datetime import timedelta

PUBLISH_DEADLINE = timedelta(seconds=30)
"""The sweeper publishes an event after this delay if the stream did not."""

PLAN_DEADLINE = timedelta(minutes=2)
"""The sweeper plans deliveries of a published event after this delay if the bus did not."""

RETENTION = timedelta(days=30)
"""Retention of events, deliveries and attempts."""

RECHECK_DELAY = timedelta(seconds=60)
"""Delay after which the sweeper checks a waiting or enqueued item."""

BYTES_DEADLINE = timedelta(seconds=120)
"""Time within which the bytes of an uploaded document arrive."""

JOB_CHECK_DELAY = timedelta(minutes=2)

FORM_LIFETIME = timedelta(minutes=15)
"""Lifetime of a pre-signed form."""

UPLOAD_GRACE = timedelta(minutes=15)
"""Delay between the expiry of a form and the rejection of its document."""
