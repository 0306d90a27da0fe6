"""Delays of the sweeper."""

from billhook.domain import sweep_delays


def test_events_are_published_before_their_plans_are_due() -> None:
    assert sweep_delays.PUBLISH_DEADLINE < sweep_delays.PLAN_DEADLINE < sweep_delays.RETENTION


def test_upload_is_given_up_after_its_form_expired() -> None:
    assert sweep_delays.UPLOAD_GRACE.total_seconds() > 0
