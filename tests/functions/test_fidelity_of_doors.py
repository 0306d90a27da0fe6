"""The doors do what the documents of the three sources state: ``docs/fidelity-of-doors.md`` has each fact.

``BILLHOOK_WRITE_DOCS=1`` writes the page instead of comparing it.
"""

import os
from pathlib import Path

import pytest

from tests.builders import a_principal
from tests.fakes import World
from tests.functions.calling import Caller
from tests.functions.doors.aurora import aurora
from tests.functions.doors.invofox import invofox
from tests.functions.doors.nectar import nectar
from tests.functions.doors.sample import known_files
from tests.functions.doors.table import Table, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fidelity-of-doors.md"


@pytest.fixture
def tables(caller: Caller, world: World) -> list[Table]:
    """The comparison with each source."""
    known_files(world)
    caller.principal = a_principal(rate_per_minute=1_000_000)
    return [*nectar(caller), *aurora(caller), *invofox(caller)]


def test_doors_deviate_from_no_source(tables: list[Table]) -> None:
    deviations = [row for table in tables for row in table.rows if not row.is_same and not row.reason]

    assert sum(len(table.rows) for table in tables) > 100
    assert deviations == []


def test_fidelity_of_doors_page_is_current(tables: list[Table]) -> None:
    if os.environ.get("BILLHOOK_WRITE_DOCS"):
        PAGE.write_text(page(tables), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page(tables)
