"""Activating the bill of a site by its policy, in any order of arrival."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import permutations
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy
from billhook.domain.document_status import Status
from tests.builders import a_bill, a_document, a_final_document, a_site, an_id
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.active_bills import a_place, activating, active_at, bill_at, interrupted, rechoosing

POLICIES = tuple(ActiveBillPolicy)


@pytest.mark.parametrize(
    ("policy", "winner"),
    [
        (ActiveBillPolicy.LAST_PARSED, "early upload, finished late"),
        (ActiveBillPolicy.LAST_UPLOADED, "late upload, finished early"),
        (ActiveBillPolicy.LATEST_STATEMENT, "of the latest month"),
    ],
)
def test_activate_bill_in_any_order_follows_the_policy(world: World, policy: ActiveBillPolicy, winner: str) -> None:
    """The race that Aurora's documentation warns of."""
    for order in permutations(range(3)):
        site = a_place(world, policy)
        bills = {
            "early upload, finished late": bill_at(world, site, uploaded=1, parsed=9, billed=2),
            "late upload, finished early": bill_at(world, site, uploaded=5, parsed=6, billed=3),
            "of the latest month": bill_at(world, site, uploaded=2, parsed=3, billed=28),
        }

        for position in order:
            activating(world).compete(list(bills.values())[position])

        assert active_at(world, site) == bills[winner].id


def at_once(*works: Callable[[], object]) -> None:
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as threads:
        for done in [threads.submit(run, work) for work in works]:
            done.result()


@pytest.mark.parametrize("policy", POLICIES)
def test_activate_bill_of_sixteen_at_once_picks_the_highest_rank(world: World, policy: ActiveBillPolicy) -> None:
    site = a_place(world, policy)
    bills = [bill_at(world, site, uploaded=n, parsed=n * 7 % 17, billed=1 + n * 5 % 17) for n in range(1, 17)]
    wanted = {
        ActiveBillPolicy.LAST_PARSED: max(bills, key=lambda item: item.result.parsed or NOW),
        ActiveBillPolicy.LAST_UPLOADED: bills[-1],
        ActiveBillPolicy.LATEST_STATEMENT: max(
            bills, key=lambda item: str(item.result.digest and item.result.digest.bill_date)
        ),
    }

    at_once(*(lambda bill=bill: activating(world).compete(bill) for bill in bills))

    assert active_at(world, site) == wanted[policy].id


def test_activate_bill_while_the_policy_changes_uses_the_new_one(world: World) -> None:
    site = a_place(world)
    newest, oldest = bill_at(world, site, uploaded=5, parsed=1), bill_at(world, site, uploaded=1, parsed=5)
    activating(world).compete(newest)
    known = world.companies.site(site.id)
    assert known is not None

    def change_policy() -> None:
        newest_rank = f"{newest.created.isoformat(timespec='microseconds')} {newest.id}"
        world.companies.replace_active(known, ActiveBillPolicy.LAST_UPLOADED, newest.id, rank=newest_rank)

    interrupted(world.companies, "activate", [change_policy])
    activating(world).compete(oldest)

    assert active_at(world, site) == newest.id


def test_activate_bill_deleted_meanwhile_does_not_stay_active(world: World) -> None:
    site = a_place(world)
    other, doomed = bill_at(world, site, uploaded=1, parsed=1), bill_at(world, site, uploaded=2, parsed=2)

    def delete() -> None:
        world.documents.take_over(altered(doomed, deleted=NOW))

    interrupted(world.companies, "activate", [delete])
    activating(world).compete(doomed)

    assert active_at(world, site) == other.id


def test_activate_bill_corrected_to_a_lower_rank_yields(world: World) -> None:
    site = a_place(world, ActiveBillPolicy.LATEST_STATEMENT)
    wrong = bill_at(world, site, uploaded=1, parsed=1, billed=28)
    right = bill_at(world, site, uploaded=2, parsed=2, billed=15)
    for bill in (wrong, right):
        activating(world).compete(bill)
    corrected = altered(wrong, digest=a_bill(bill_date=date(2026, 11, 2), evidence={}))
    world.memory.documents[wrong.id] = corrected

    activating(world).compete(corrected)

    assert active_at(world, site) == right.id


@pytest.mark.parametrize("change", [{"status": Status.REJECTED}, {"digest": None}, {"deleted": NOW}])
def test_activate_bill_no_longer_valid_yields_to_the_next(world: World, change: dict[str, Any]) -> None:
    site = a_place(world)
    first, last = bill_at(world, site, uploaded=1, parsed=1), bill_at(world, site, uploaded=2, parsed=2)
    for bill in (first, last):
        activating(world).compete(bill)
    world.memory.documents[last.id] = altered(last, **change)

    activating(world).compete(world.memory.documents[last.id])

    assert active_at(world, site) == first.id


@pytest.mark.parametrize("place", ["none", "absent", "deleted"])
def test_activate_bill_without_a_site_changes_nothing(world: World, place: str) -> None:
    site = a_site(deleted=NOW if place == "deleted" else None)
    if place == "deleted":
        world.companies.add_site(site)
    document = a_final_document(site_id=None if place == "none" else site.id)

    activating(world).compete(document)
    rechoosing(world).reselect(site.id)
    activating(world).compete(a_document(site_id=site.id, id=an_id()))

    assert all(item.active_document_id is None for item in world.memory.sites.values())
