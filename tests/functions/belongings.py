"""One of everything of a company, by the names that paths have for ids; and requests that would work on it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from billhook.domain.destination import DestinationType
from billhook.domain.drop import Drop
from billhook.domain.ids import CompanyId, DestinationId, DropId
from billhook.domain.recovery import Recovery
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.wire.operations.operation import BodyKind, Operation
from tests.builders import (
    a_company,
    a_content,
    a_delivery,
    a_destination,
    a_final_document,
    a_job,
    a_site,
    an_event,
    an_id,
)
from tests.fakes import NOW, World
from tests.functions.calling import BOUNDARY, Answer, Caller, form_body

PDF = b"%PDF-1.7"
BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
WEBHOOK = {"event": "utility_bill_upload_job_completed", "url_template": "https://hooks.example.org/{job_id}"}
BODIES: dict[str, dict[str, Any]] = {
    "createCompany": {"name": "Acme Mills"},
    "createSite": {"name": "The mill"},
    "submitUrls": {"documents": ["https://files.example.org/bill.pdf"]},
    "announceUploads": {"files": [{"fileName": "bill.pdf", "contentType": "application/pdf", "size": 1_000}]},
    "createDrop": {"name": "Tenants"},
    "fillDrop": {"fileName": "bill.pdf", "contentType": "application/pdf"},
    "rotateSecret": {"overlapHours": 24},
    "testDestination": {"eventType": "document.created.v2"},
    "reviseCompany": {"name": "Acme Mills"},
    "reviseSite": {"name": "The old mill", "activeBill": "last_uploaded"},
    "enterDocument": {"billDate": "2026-10-31", "chargesUnits": "EUR", "totalCharges": "10.00"},
    "correctDocument": {"invoiceId": "A-1"},
    "createDestination": {"url": "https://hooks.example.org/bills"},
    "updateDestination": {"enabled": False},
    "recoverDestination": {"since": NOW.isoformat()},
    "ingestByUrl": {"files": [{"url": "https://files.example.org/bill.pdf"}]},
    "createWebhook": {"webhook": WEBHOOK},
    "updateWebhook": {"webhook": {"enabled": False}},
    "replaceWebhook": {"webhook": WEBHOOK},
}
"""A body that works, for each operation that needs one."""

HEADERS: dict[str, dict[str, str]] = {"correctDocument": {"If-Match": '"1"'}}
"""Headers without which an operation does not work."""

_NAMES = {
    "company": ("companyId", "tenant_id", "company"),
    "site": ("siteId", "project_id"),
    "job": ("jobId", "job_id", "importId"),
    "document": ("documentId", "utility_bill_id", "fileId"),
    "destination": ("destinationId",),
    "callback": ("webhook_id",),
    "delivery": ("deliveryId",),
    "recovery": ("recoveryId",),
    "drop": ("dropId",),
}
_ABOUT_BUSES = {"verifyDestination", "challengeDestination"}
_THING_OF = {name: thing for thing, names in _NAMES.items() for name in names}


@dataclass(frozen=True)
class Belongings:
    """Ids of things of one company."""

    company: str
    site: str
    job: str
    document: str
    destination: str
    callback: str
    delivery: str
    recovery: str
    drop: str
    bus: str
    """A destination that waits to be verified: what verifies means it by ``destinationId``."""

    def id_of(self, parameter: str) -> str:
        """The id that a parameter of that name means."""
        return str(getattr(self, _THING_OF[parameter]))

    def ids_for(self, parameters: Iterable[str]) -> dict[str, str]:
        """The ids that these parameters mean; those that mean none are left out."""
        return {name: self.id_of(name) for name in parameters if name in _THING_OF}

    def but(self, parameter: str, other: "Belongings") -> "Belongings":
        """The same with what ``parameter`` means taken from ``other``."""
        thing = _THING_OF[parameter]
        also = {"bus": other.bus} if thing == "destination" else {}
        return replace(self, **{thing: getattr(other, thing)}, **also)

    def meant_by(self, operation: Operation) -> "Belongings":
        """The same as the operation sees it."""
        return replace(self, destination=self.bus) if operation.id in _ABOUT_BUSES else self


def all_of(text: str) -> Belongings:
    """The same text for every id."""
    return Belongings(*(text,) * len(fields(Belongings)))


def belongings_of(world: World, company_id: str, account_id: str) -> Belongings:
    """A company of the account with one of everything."""
    world.companies.add(a_company(id=CompanyId(company_id), account_id=account_id))
    return things_of(world, company_id)


def things_of(world: World, company_id: str) -> Belongings:
    """One of everything that a company may have."""
    owner = {"company_id": company_id}
    site = a_site(**owner)
    job = a_job(site_id=site.id, **owner)
    document = a_final_document(site_id=site.id, job_id=job.id, **owner)
    destination = a_destination(**owner)
    callback = a_destination(type=DestinationType.CALLBACK, url=WEBHOOK["url_template"], **owner)
    bus = a_destination(type=DestinationType.EVENTBRIDGE, url=None, bus_arn=BUS, challenge=1, **owner)
    delivery = a_delivery(an_event(document), destination)
    times = {"since": NOW, "created": NOW, "updated": NOW}
    recovery = Recovery(id=an_id(), destination_id=destination.id, **owner, **times)
    drop = Drop(id=DropId(an_id()), expires=NOW + timedelta(days=90), created=NOW, **owner)
    world.companies.add_site(site)
    world.jobs.add(job, [document])
    world.contents.put(CompanyId(company_id), a_content(document), None)
    world.destinations.add(destination)
    world.destinations.add(callback)
    world.destinations.add(bus)
    world.deliveries.add(delivery)
    world.recoveries.add(recovery)
    world.drops.add(drop)
    ids = (thing.id for thing in (site, job, document, destination, callback, delivery, recovery, drop, bus))
    return Belongings(company_id, *ids)


def ids_in(operation: Operation) -> tuple[str, ...]:
    """The parameters of an operation that are ids, in its path and its query."""
    return tuple(name for name in (*operation.parameters, *operation.query) if name in _THING_OF)


def ask(caller: Caller, operation: Operation, whose: Belongings, **more: str) -> Answer:
    """Do what the operation does to what is ``whose``; it works when it is the caller's."""
    whose, path = whose.meant_by(operation), operation.path
    for name in operation.parameters:
        path = path.replace(f"{{{name}}}", whose.id_of(name))
    body, kind = body_of(caller.world, operation, whose)
    query = {name: whose.id_of(name) for name in operation.query if name in _THING_OF}
    headers = {**more, **HEADERS.get(operation.id, {}), **({"Content-Type": kind} if kind else {})}
    return caller.send(operation.method, path, body=body, headers=headers, query=query)


def body_of(world: World, operation: Operation, whose: Belongings) -> tuple[bytes | None, str]:
    """The body of a request that works, and its content type."""
    if operation.body_kind is BodyKind.BYTES:
        return PDF, "application/pdf"
    if operation.is_form:
        return form_body(("bill.pdf", PDF), named=operation.files_field), FORM
    if operation.id == "verifyDestination":
        bus = world.destinations.get(DestinationId(whose.bus))
        return json.dumps(
            {"token": IssueChallenge(world.hmacs).issue(bus) if bus else "none"}
        ).encode(), "application/json"
    if operation.id in BODIES:
        return json.dumps(BODIES[operation.id]).encode(), "application/json"
    return None, ""
