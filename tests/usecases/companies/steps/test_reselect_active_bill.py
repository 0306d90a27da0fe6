"""Selecting the active bill of a site again."""

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import Contended, StaleLease
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.active_bills import a_place, activating, active_at, bill_at, interrupted, rechoosing


def test_reselect_counts_a_bill_that_finishes_meanwhile(world: World) -> None:
    site = a_place(world)
    gone, second = bill_at(world, site, uploaded=1, parsed=9), bill_at(world, site, uploaded=2, parsed=2)
    activating(world).compete(gone)
    late: list[Document] = []

    def finish_a_third() -> None:
        """It loses to the deleted bill, whose rank is still stored."""
        late.append(bill_at(world, site, uploaded=3, parsed=3))
        activating(world).compete(late[0])

    world.documents.take_over(altered(gone, deleted=NOW))
    interrupted(world.companies, "replace_active", [finish_a_third])
    rechoosing(world).reselect(site.id)

    assert active_at(world, site) == late[0].id
    assert second.id != late[0].id


def test_reselect_keeps_a_bill_that_is_reprocessed(world: World) -> None:
    site = a_place(world)
    bill = bill_at(world, site, uploaded=1, parsed=1)
    activating(world).compete(bill)
    again = altered(bill, status=Status.PROCESSING)
    world.memory.documents[bill.id] = again

    activating(world).compete(again)
    rechoosing(world).reselect(site.id)

    assert active_at(world, site) == bill.id


def test_reselect_without_bills_clears_the_active_bill(world: World) -> None:
    site = a_place(world)
    bill = bill_at(world, site, uploaded=1, parsed=1)
    activating(world).compete(bill)
    world.documents.take_over(altered(bill, deleted=NOW))

    rechoosing(world).reselect(site.id)

    assert active_at(world, site) is None


def test_reselect_under_constant_changes_is_contended(world: World) -> None:
    site = a_place(world)
    bill_at(world, site, uploaded=1, parsed=1)

    def always_lost(*_: object, **__: object) -> None:
        raise StaleLease

    world.companies.replace_active = always_lost  # type: ignore[method-assign]

    with pytest.raises(Contended):
        rechoosing(world).reselect(site.id)
