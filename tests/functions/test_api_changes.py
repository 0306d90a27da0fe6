"""Companies and sites through the API: changed by what is named, deleted with what they had."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy, CompanyPatch, SitePatch
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import CompanyId
from billhook.usecases.companies.update_company import UpdateCompany
from billhook.usecases.companies.update_site import UpdateSite
from tests.builders import COMPANY, a_company, a_principal, a_site
from tests.fakes import NOW, World
from tests.functions.calling import Answer, Caller
from tests.usecases.stored_documents import api, read


def patch(caller: Caller, path: str, body: Any) -> Answer:
    return caller.send_json("PATCH", path, body)


def test_company_patch_changes_given_fields_only(caller: Caller, world: World) -> None:
    world.companies.save(a_company(external_id="C-1", info={"po": 7}))
    path = f"/v2.2/company/{COMPANY}"

    renamed = patch(caller, path, {"name": "New name"}).json
    emptied = patch(caller, path, {"externalId": None, "info": None}).json

    assert (renamed["name"], renamed["externalId"], renamed["info"]) == ("New name", "C-1", {"po": 7})
    assert (emptied["name"], emptied["externalId"], emptied["info"]) == ("New name", None, None)
    assert caller.get(path).json == emptied


def test_company_patch_sets_the_expense_cap(caller: Caller, world: World) -> None:
    path = f"/v2.2/company/{COMPANY}"

    before = caller.get(path).json
    changed = patch(caller, path, {"expenseCapUsd": "0"}).json
    refused = patch(caller, path, {"expenseCapUsd": "-1"})

    assert (before["expenseCapUsd"], changed["expenseCapUsd"]) == ("5", "0")
    assert world.memory.companies[COMPANY].expense_cap_usd == 0
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/expenseCapUsd")


def test_company_quota_shows_limits_and_what_is_used(caller: Caller, world: World) -> None:
    path = f"/v2.2/company/{COMPANY}"
    world.budgets.count_files(COMPANY, NOW, 3, limit=3)
    world.budgets.spend(COMPANY, NOW, Decimal("0.02"), limit=Decimal(1))

    changed = patch(caller, path, {"filesPerDay": 7}).json
    quota = caller.get(f"{path}/quota").json

    assert changed["filesPerDay"] == 7
    assert quota == {
        "company": COMPANY,
        "day": f"{NOW:%Y-%m-%d}",
        "files": 3,
        "filesPerDay": 7,
        "month": f"{NOW:%Y-%m}",
        "expenseUsd": "0.02",
        "expenseCapUsd": "5",
    }


@pytest.mark.parametrize("files", [-1, "5", True, 10_000_001])
def test_company_quota_refuses_what_is_no_count(caller: Caller, files: object) -> None:
    refused = patch(caller, f"/v2.2/company/{COMPANY}", {"filesPerDay": files})

    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/filesPerDay")


def test_empty_patch_changes_nothing(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    for path in (f"/v2.2/company/{COMPANY}", f"/v2.2/site/{site.id}"):
        before = caller.get(path).json
        assert patch(caller, path, {"unknown": 1}).json == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"name": None}, "/name"), ({"name": " "}, "/name"), ({"info": []}, "/info"), ({"externalId": 7}, "/externalId")],
)
def test_invalid_company_patch_is_refused_with_pointer(caller: Caller, world: World, body: Any, pointer: str) -> None:
    answer = patch(caller, f"/v2.2/company/{COMPANY}", body)

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert world.memory.companies[COMPANY] == a_company()


def test_concurrent_patches_of_different_fields_all_apply(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    start, uses = Barrier(16), api(world)
    of_company = [CompanyPatch(name="N"), CompanyPatch(external_id="E"), CompanyPatch(info={"po": 7})]
    of_site = [SitePatch(name="N"), SitePatch(external_id="E"), SitePatch(address="A")]

    def run(number: int) -> None:
        start.wait()
        while True:
            with suppress(Contended):
                uses.get(UpdateCompany)(a_principal(), CompanyId(COMPANY), of_company[number % 3])
                uses.get(UpdateSite)(a_principal(), site.id, of_site[number % 3])
                return

    with ThreadPoolExecutor(16) as threads:
        for done in [threads.submit(run, number) for number in range(16)]:
            done.result()

    company, place = world.memory.companies[COMPANY], world.memory.sites[site.id]
    assert (company.name, company.external_id, company.info) == ("N", "E", {"po": 7})
    assert (place.name, place.address, place.external_id) == ("N", "A", "E")
    assert caller.get(f"/v2.2/company/{COMPANY}").json["name"] == "N"


def test_site_patch_of_policy_selects_the_active_bill(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    early = read(world, site_id=site.id, created=NOW, parsed=NOW + timedelta(hours=9))
    late = read(world, site_id=site.id, created=NOW + timedelta(hours=1), parsed=NOW + timedelta(hours=2))
    path = f"/v2.2/site/{site.id}"

    parsed = patch(caller, path, {"activeBill": "last_parsed"}).json
    uploaded = patch(caller, path, {"activeBill": "last_uploaded", "address": "1 Mill Lane"}).json

    assert (parsed["activeDocumentId"], uploaded["activeDocumentId"]) == (early.id, late.id)
    assert (uploaded["activeBill"], uploaded["address"], uploaded["name"]) == (
        "last_uploaded", "1 Mill Lane", "The mill",
    )  # fmt: skip
    assert caller.get(path).json == uploaded


def test_unknown_active_bill_policy_is_refused(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    answer = patch(caller, f"/v2.2/site/{site.id}", {"activeBill": "cheapest"})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/activeBill")
    assert world.memory.sites[site.id] == site


def test_bill_finished_during_policy_change_is_considered(world: World) -> None:
    """It ranked itself by the old policy and lost; the new one would have chosen it."""
    site = a_site()
    world.companies.add_site(site)
    uses = api(world)
    first = read(world, site_id=site.id, created=NOW, parsed=NOW + timedelta(hours=9))
    uses.get(UpdateSite)(a_principal(), site.id, SitePatch(active_bill=ActiveBillPolicy.LAST_PARSED))
    replace = world.companies.replace_active

    def finishes_first(*args: Any, **kwargs: Any) -> None:
        world.companies.replace_active = replace  # type: ignore[method-assign]
        read(world, site_id=site.id, created=NOW + timedelta(hours=5), parsed=NOW + timedelta(hours=1))
        replace(*args, **kwargs)

    world.companies.replace_active = finishes_first  # type: ignore[method-assign]
    changed = uses.get(UpdateSite)(a_principal(), site.id, SitePatch(active_bill=ActiveBillPolicy.LAST_UPLOADED))

    assert changed.active_document_id not in {None, first.id}


def test_patch_gives_up_after_repeated_conflicts(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    uses = api(world)

    def lost(*_: object, **__: object) -> None:
        raise StaleLease

    for name in ("save", "save_site", "replace_active"):
        setattr(world.companies, name, lost)

    with pytest.raises(Contended):
        uses.get(UpdateCompany)(a_principal(), CompanyId(COMPANY), CompanyPatch(name="N"))
    with pytest.raises(Contended):
        uses.get(UpdateSite)(a_principal(), site.id, SitePatch(name="N"))


def test_deleted_site_keeps_its_documents(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)

    assert caller.delete(f"/v2.2/site/{site.id}").status == 204

    assert caller.get(f"/v2.2/site/{site.id}").status == 404
    assert caller.get(f"/v2.2/document/site/{site.id}").status == 404
    assert caller.get(f"/v2.2/document/{document.id}").status == 200
    assert caller.get(f"/v2.2/site/company/{COMPANY}").json["results"] == []
    assert caller.delete(f"/v2.2/site/{site.id}").status == 404


def test_deleted_company_is_404_at_once(caller: Caller, world: World) -> None:
    document = read(world)

    answer = caller.delete(f"/v2.2/company/{COMPANY}")

    assert (answer.status, answer.text) == (204, "")
    assert caller.get(f"/v2.2/document/{document.id}").status == 404
    assert caller.get("/v2.2/company").json["results"] == []
    assert world.erase_queue.messages == []  # erased when it can no longer be restored
