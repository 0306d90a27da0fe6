"""Listing jobs by offset and limit."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.jobs.list_imports import ListImports
from tests.builders import COMPANY, a_job
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


@pytest.mark.parametrize(("skip", "limit", "expected"), [(0, 2, [3, 2]), (1, 2, [2, 1]), (3, 5, [0]), (9, 5, [])])
def test_list_imports_skips_the_newest(world: World, skip: int, limit: int, expected: list[int]) -> None:
    jobs = [a_job(created=NOW + timedelta(hours=hour)) for hour in range(4)]
    for job in jobs:
        world.jobs.add(job, [])

    listed = api(world).get(ListImports)(CALLER, COMPANY, skip=skip, limit=limit)

    assert [job for job, _ in listed] == [jobs[hour] for hour in expected]


def test_list_imports_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListImports)(STRANGER, COMPANY, skip=0, limit=5)
