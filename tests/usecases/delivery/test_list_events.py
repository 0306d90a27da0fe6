"""Listing the events of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.lists import PageRequest
from billhook.usecases.delivery.list_events import ListEvents
from tests.builders import COMPANY, an_event, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

SECOND = timedelta(seconds=1)


def occurred(world: World, age: timedelta, **fields: object) -> Event:
    event = an_event(occurred=NOW - age, **fields)
    world.memory.keep(event)
    return event


def test_list_events_newest_first_in_pages(world: World) -> None:
    events = [occurred(world, timedelta(hours=age)) for age in range(3)]
    occurred(world, SECOND, company_id=CompanyId(an_id()))
    use = api(world).get(ListEvents)

    first = use(CALLER, COMPANY, PageRequest(2))
    second = use(CALLER, COMPANY, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == events


def test_list_events_leaves_out_internal_ones(world: World) -> None:
    internal = [kind for kind in EventType if not kind.is_public]
    for kind in internal:
        occurred(world, SECOND, kind=kind)

    assert internal
    assert api(world).get(ListEvents)(CALLER, COMPANY, PageRequest()).items == ()


def test_list_events_ends_at_the_retention(world: World) -> None:
    recent = occurred(world, RETENTION - SECOND)
    for seconds in range(1, 4):
        occurred(world, RETENTION + seconds * SECOND)

    listed = api(world).get(ListEvents)(CALLER, COMPANY, PageRequest(2))

    assert (listed.items, listed.cursor) == ((recent,), None)


def test_list_events_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListEvents)(STRANGER, COMPANY, PageRequest())
