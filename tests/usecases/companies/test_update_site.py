"""Changing a site and its active-bill policy."""

from typing import NoReturn

import pytest

from billhook.domain.company import ActiveBillPolicy, SitePatch
from billhook.domain.errors import Contended, NotFound, StaleLease
from billhook.usecases.companies.update_site import UpdateSite
from tests.fakes import World
from tests.usecases.active_bills import a_place, activating, active_at, bill_at
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_update_site_changes_named_fields_only(world: World) -> None:
    site = a_place(world)

    changed = api(world).get(UpdateSite)(CALLER, site.id, SitePatch(address="Mill Road 1"))

    assert (changed.name, changed.address) == (site.name, "Mill Road 1")
    assert world.memory.sites[site.id] == changed


def test_update_site_with_a_new_policy_selects_its_bill(world: World) -> None:
    site = a_place(world, ActiveBillPolicy.LAST_PARSED)
    uploaded_last = bill_at(world, site, uploaded=5, parsed=6)
    parsed_last = bill_at(world, site, uploaded=1, parsed=9)
    for bill in (uploaded_last, parsed_last):
        activating(world).compete(bill)
    assert active_at(world, site) == parsed_last.id

    changed = api(world).get(UpdateSite)(CALLER, site.id, SitePatch(active_bill=ActiveBillPolicy.LAST_UPLOADED))

    assert (changed.active_bill, changed.active_document_id) == (ActiveBillPolicy.LAST_UPLOADED, uploaded_last.id)


def test_update_site_with_the_same_policy_changes_nothing(world: World) -> None:
    site = a_place(world)
    bill = bill_at(world, site, uploaded=1, parsed=1)
    activating(world).compete(bill)

    changed = api(world).get(UpdateSite)(CALLER, site.id, SitePatch(active_bill=site.active_bill))

    assert (changed.active_bill, changed.active_document_id) == (site.active_bill, bill.id)


@pytest.mark.parametrize(
    ("method", "patch"),
    [
        ("save_site", SitePatch(name="New")),
        ("replace_active", SitePatch(active_bill=ActiveBillPolicy.LAST_UPLOADED)),
    ],
)
def test_update_site_under_constant_changes_is_contended(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str, patch: SitePatch
) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    site = a_place(world)
    monkeypatch.setattr(world.companies, method, lose)

    with pytest.raises(Contended):
        api(world).get(UpdateSite)(CALLER, site.id, patch)


def test_update_site_of_another_account_is_not_found(world: World) -> None:
    site = a_place(world)

    with pytest.raises(NotFound):
        api(world).get(UpdateSite)(STRANGER, site.id, SitePatch(name="New"))
