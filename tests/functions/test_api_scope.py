"""What is somebody else's and what is not there get the same bytes, on every route that takes an id."""

from dataclasses import dataclass

import pytest

from billhook.domain.ids import CompanyId
from billhook.wire.operations import OPERATIONS, Operation
from tests.builders import a_company, a_delivery, a_destination, a_document, a_job, a_site, an_event, an_id
from tests.fakes import NOW, World
from tests.functions.calling import Caller, a_limited_key, form_body

BODIES = {
    "createSite": {"name": "The mill"},
    "submitUrls": {"documents": ["https://files.example.org/bill.pdf"]},
    "createDestination": {"url": "https://hooks.example.org/bills"},
    "updateDestination": {"enabled": False},
    "recoverDestination": {"since": NOW.isoformat()},
}
WITH_ID = [operation for operation in OPERATIONS if operation.parameters and not operation.is_public]


@dataclass(frozen=True)
class Belongings:
    """One of everything, of one company."""

    company: str
    site: str
    job: str
    document: str
    destination: str
    delivery: str

    def path(self, operation: Operation) -> str:
        (name,) = operation.parameters
        return operation.path.replace(f"{{{name}}}", getattr(self, name.removesuffix("Id")))


def belongings_of(world: World, company_id: str, account_id: str) -> Belongings:
    company = a_company(id=CompanyId(company_id), account_id=account_id)
    world.companies.add(company)
    return _filled(world, company_id)


def _filled(world: World, company_id: str) -> Belongings:
    site, job = a_site(company_id=company_id), a_job(company_id=company_id)
    document = a_document(company_id=company_id, job_id=job.id)
    destination = a_destination(company_id=company_id)
    delivery = a_delivery(an_event(document), destination)
    world.companies.add_site(site)
    world.jobs.add(job, [document])
    world.destinations.add(destination)
    world.deliveries.add(delivery)
    return Belongings(company_id, site.id, job.id, document.id, destination.id, delivery.id)


ABSENT = Belongings(*("019a0000-ffff-7fff-8000-0000deadbeef",) * 6)
MALFORMED = Belongings(*("no-id",) * 6)
LOUD = Belongings(*("019A0000-0000-7001-8000-000000000001",) * 6)


def ask(caller: Caller, operation: Operation, whose: Belongings) -> tuple[int, dict[str, str], str]:
    path = whose.path(operation)
    if operation.is_form:
        answer = caller.post_form(path, form_body(("bill.pdf", b"%PDF-1.7")))
    elif operation.id in BODIES:
        answer = caller.send_json(operation.method, path, BODIES[operation.id])
    else:
        answer = caller.send(operation.method, path)
    return answer.status, answer.headers, answer.text


@pytest.mark.parametrize("operation", WITH_ID, ids=lambda operation: operation.id)
def test_foreign_and_absent_are_the_same_bytes(operation: Operation, caller: Caller, world: World) -> None:
    own = _filled(world, "019a0000-0000-7000-8000-00000000aaaa")
    world.companies.add(a_company(id=own.company))
    foreign = belongings_of(world, an_id(), account_id="somebody else")

    assert ask(caller, operation, own)[0] in {200, 201, 202, 204}
    absent = ask(caller, operation, ABSENT)
    assert absent[0] == 404
    assert ask(caller, operation, foreign) == absent
    assert ask(caller, operation, MALFORMED) == absent
    assert ask(caller, operation, LOUD) == absent


@pytest.mark.parametrize("operation", WITH_ID, ids=lambda operation: operation.id)
def test_a_deleted_company_is_gone_with_all_it_had(operation: Operation, caller: Caller, world: World) -> None:
    own = _filled(world, "019a0000-0000-7000-8000-00000000aaaa")
    world.companies.add(a_company(id=own.company, deleted=NOW))

    assert ask(caller, operation, own) == ask(caller, operation, ABSENT)


@pytest.mark.parametrize("operation", WITH_ID, ids=lambda operation: operation.id)
def test_a_limited_key_sees_its_companies_only(operation: Operation, caller: Caller, world: World) -> None:
    mine = _filled(world, "019a0000-0000-7000-8000-00000000aaaa")
    others = _filled(world, "019a0000-0000-7000-8000-00000000bbbb")
    for one in (mine, others):
        world.companies.add(a_company(id=one.company))
    limited = caller.as_key(a_limited_key(world, mine.company))

    assert ask(limited, operation, mine)[0] in {200, 201, 202, 204}
    assert ask(limited, operation, others) == ask(limited, operation, ABSENT)


def test_a_key_that_vanished_sees_nothing(caller: Caller, world: World) -> None:
    key = a_limited_key(world, "019a0000-0000-7000-8000-00000000aaaa")
    world.companies.add(a_company(id="019a0000-0000-7000-8000-00000000aaaa"))
    del world.memory.keys[key.id]

    assert caller.as_key(key).get("/v2.2/company/019a0000-0000-7000-8000-00000000aaaa").status == 404


def test_foreign_writes_leave_nothing_behind(caller: Caller, world: World) -> None:
    foreign = belongings_of(world, an_id(), account_id="somebody else")
    before = (len(world.memory.jobs), len(world.memory.destinations), len(world.memory.sites))

    for operation in WITH_ID:
        ask(caller, operation, foreign)

    assert (len(world.memory.jobs), len(world.memory.destinations), len(world.memory.sites)) == before
    assert world.files.versions == {}
    assert world.fetch_queue.sent == []


@pytest.mark.parametrize("sites_company", ["foreign", "other"])
def test_a_site_in_a_body_that_is_not_the_companys_is_an_unknown_reference(
    caller: Caller, world: World, sites_company: str
) -> None:
    own = _filled(world, "019a0000-0000-7000-8000-00000000aaaa")
    world.companies.add(a_company(id=own.company))
    account = {"account_id": "somebody else"} if sites_company == "foreign" else {}
    world.companies.add(a_company(id="019a0000-0000-7000-8000-00000000cccc", **account))
    others = _filled(world, "019a0000-0000-7000-8000-00000000cccc")
    path = f"/v2.2/job/company/{own.company}"

    answers = [
        caller.post_form(path, form_body(("bill.pdf", b"%PDF"), siteId=site))
        for site in (others.site, ABSENT.site, "x")
    ]
    answers += [
        caller.post(f"{path}/bulk", {"documents": ["https://example.org/b.pdf"], "siteId": site})
        for site in (others.site, ABSENT.site, "x")
    ]

    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].status == 422
    assert answers[0].code == "unknown-reference"
    assert answers[0].json["errors"][0]["pointer"] == "/siteId"
    assert world.files.versions == {}


def test_what_a_caller_claims_to_be_changes_nothing(caller: Caller, world: World) -> None:
    foreign = belongings_of(world, an_id(), account_id="somebody else")
    claims = {"X-Tenant-Id": "somebody else", "X-Account-Id": "somebody else", "accountId": "somebody else"}

    answer = caller.send(
        "GET", f"/v2.2/document/{foreign.document}", headers=claims, query={"accountId": "somebody else"}
    )

    assert answer.status == 404


def test_a_cursor_of_another_companys_list_opens_nothing(caller: Caller, world: World) -> None:
    for company in ("019a0000-0000-7000-8000-00000000aaaa", "019a0000-0000-7000-8000-00000000bbbb"):
        world.companies.add(a_company(id=company))
        _filled(world, company)
        _filled(world, company)
    mine = caller.get("/v2.2/document/company/019a0000-0000-7000-8000-00000000aaaa", limit="1").json["nextCursor"]

    answer = caller.get("/v2.2/document/company/019a0000-0000-7000-8000-00000000bbbb", limit="1", cursor=mine)

    assert answer.status == 422
