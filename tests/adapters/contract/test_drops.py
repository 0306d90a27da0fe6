"""Contract of ``ports.Drops`` and ``ports.ScanCursors``."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.errors import Conflict, StaleLease
from billhook.domain.ids import CompanyId, DropId
from billhook.ports.lists import PageRequest
from tests.builders import a_drop, an_id
from tests.fakes import NOW


def test_drops_get_added_drop_returns_it(ports: Any) -> None:
    drop = a_drop(name="Für die Mühle", email="a@example.org")

    ports.drops.add(drop)

    assert ports.drops.get(drop.id) == drop
    assert ports.drops.get(DropId(an_id())) is None
    with pytest.raises(Conflict):
        ports.drops.add(drop.model_copy(update={"name": "another"}))


def test_drops_revoked_drop_is_unlisted_and_cannot_be_reopened(ports: Any) -> None:
    company = CompanyId(an_id())
    older, newer = (a_drop(company_id=company, created=NOW + timedelta(hours=hour)) for hour in (0, 1))
    for drop in (older, newer):
        ports.drops.add(drop)
    assert ports.drops.page(company, PageRequest()).items == (newer, older)

    revoked = newer.model_copy(update={"revoked": NOW})
    ports.drops.save(revoked)

    assert ports.drops.page(company, PageRequest()).items == (older,)
    assert ports.drops.get(newer.id) == revoked
    with pytest.raises(StaleLease):
        ports.drops.save(newer)


def test_scan_cursors_get_returns_the_stored_position(ports: Any) -> None:
    assert ports.scan_cursors.get("walk") is None

    ports.scan_cursors.put("walk", "incoming/a")
    ports.scan_cursors.put("other", "drop/b")
    assert ports.scan_cursors.get("walk") == "incoming/a"

    ports.scan_cursors.put("walk", None)
    assert (ports.scan_cursors.get("walk"), ports.scan_cursors.get("other")) == (None, "drop/b")
