"""Progress of a recovery."""

from datetime import timedelta

import pytest

from billhook.domain.ids import DestinationId
from billhook.domain.recovery import MAX_RECOVERED, Recovery, RecoveryStep
from tests.builders import COMPANY, an_id
from tests.fakes import NOW

HOUR = timedelta(hours=1)
RECOVERY = Recovery(
    id=an_id(), company_id=COMPANY, destination_id=DestinationId(an_id()), since=NOW - HOUR, created=NOW, updated=NOW
)


@pytest.mark.parametrize(("age", "covered"), [(0, False), (1, True), (60, True), (61, False)])
def test_recovery_covers_its_period(age: int, covered: bool) -> None:
    assert RECOVERY.covers(NOW - timedelta(minutes=age)) is covered


def test_advanced_recovery_counts_and_is_due() -> None:
    advanced = RECOVERY.advanced(3, "next", RecoveryStep.DELIVERIES, now=NOW)

    assert (advanced.recovered, advanced.cursor, advanced.revision) == (3, "next", 1)
    assert advanced.due_at


def test_advanced_recovery_at_the_limit_is_full() -> None:
    advanced = RECOVERY.advanced(MAX_RECOVERED, "next", RecoveryStep.EVENTS, now=NOW)

    assert (advanced.step, advanced.cursor, advanced.due_at) == (RecoveryStep.FULL, None, None)
