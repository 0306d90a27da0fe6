"""Contract of ``ports.CompanyRows``, and what remains of an erased company: what docs/retention.md lists."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from billhook import names
from billhook.domain.company import RESTORABLE
from billhook.domain.delivery import Resend
from billhook.domain.document_status import Status
from billhook.domain.document_text import DocumentText
from billhook.domain.ids import CompanyId, DestinationId, DropId, SiteId
from billhook.domain.recovery import Recovery
from billhook.domain.value import Value
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.companies.remove_site import RemoveSite
from billhook.usecases.destinations.remove_destination import RemoveDestination
from billhook.usecases.intake.revoke_drop import RevokeDrop
from tests.adapters.cloud import Cloud
from tests.builders import (
    a_bill,
    a_company,
    a_content,
    a_delivery,
    a_destination,
    a_document,
    a_document_text,
    a_drop,
    a_job,
    a_principal,
    a_site,
    an_attempt,
    an_event,
    an_id,
)
from tests.documents import altered
from tests.fakes import NOW, World
from tests.fakes.container import NAMES, container_of
from tests.usecases.deletion import erase

CANARY = "Kanarienvogel"
URL = f"https://{CANARY}.example.org/"
RETENTION = Path(__file__).parents[3] / "docs/retention.md"
FROM_WORLD = ("clock", "erase_queue")


@pytest.fixture
def on_ports(ports: Any) -> World:
    """The container's ports: the stores of ``ports``, clock and queue of fakes."""
    if isinstance(ports, World):
        return ports
    return stores_of(ports)


def stores_of(cloud: Cloud) -> World:
    world = World()
    for name in set(NAMES.values()) - set(FROM_WORLD):
        if hasattr(type(cloud), name):
            setattr(world, name, getattr(cloud, name))
    return world


def container(world: World) -> Any:
    return container_of(vars(world))


def filled(world: World, company_id: CompanyId) -> None:
    """A company whose every text is the canary; of sites, drops and destinations one lives and one is deleted."""
    whose: dict[str, Any] = {"company_id": company_id}
    texts: dict[str, Any] = {"name": CANARY, "external_id": CANARY}
    world.companies.add(a_company(id=company_id, info={"contact": CANARY}, **texts))
    sites = [a_site(id=SiteId(an_id()), address=CANARY, **texts, **whose) for _ in range(2)]
    drops = [a_drop(id=DropId(an_id()), name=CANARY, email=f"{CANARY}@example.org", **whose) for _ in range(2)]
    hooks = {"url": URL, "description": CANARY, "filter": {"info.region": (CANARY,)}}
    destinations = [a_destination(id=DestinationId(an_id()), **hooks, **whose) for _ in range(2)]
    for site, drop, destination in zip(sites, drops, destinations, strict=True):
        world.companies.add_site(site)
        world.drops.add(drop)
        world.destinations.add(destination)
        _document(world, site, destination)
    caller = a_principal()
    container(world).get(RemoveSite)(caller, sites[1].id)
    container(world).get(RevokeDrop)(caller, drops[1].id)
    container(world).get(RemoveDestination)(caller, destinations[1].id)


def _document(world: World, site: Any, destination: Any) -> None:
    """A document with its job, content, bytes, event, delivery, attempts, resend and recovery."""
    bill = a_bill(line_items=(), evidence={}, checks=(), utility_name=CANARY)
    texts = {"file_name": f"{CANARY}.pdf", "notes": CANARY, "info": {"po": CANARY}, "email": f"{CANARY}@example.org"}
    unfinished = a_document(company_id=site.company_id, site_id=site.id, source_url=URL, **texts)
    document = altered(
        unfinished, status=Status.PARSED, version=1, digest=bill, content_id="1-1", sha256=CANARY, due_at=None
    )
    event = an_event(document)
    world.jobs.add(a_job(id=document.job_id, company_id=site.company_id, info={"po": CANARY}), [unfinished])
    world.documents.commit(document, [event])
    text: DocumentText = a_document_text(CANARY)
    world.contents.put(document.company_id, a_content(document, bill=bill), text)
    world.files.put(str(document.file.object_key), CANARY.encode(), content_type="application/pdf", metadata={})
    world.fingerprints.claim(document.company_id, CANARY, document.id)
    delivery = a_delivery(event, destination, last_error=CANARY)
    world.deliveries.add(delivery)
    world.deliveries.record(delivery.model_copy(update={"attempts": 1}), an_attempt(response=CANARY))
    resend = Resend(id=an_id(), delivery_id=delivery.id, due_at=NOW)
    world.deliveries.add_resend(resend)
    times = {"since": NOW, "created": NOW, "updated": NOW}
    world.recoveries.add(Recovery(id=an_id(), company_id=site.company_id, destination_id=destination.id, **times))


def erased_for_good(world: World, company_id: CompanyId) -> None:
    container(world).get(RemoveCompany)(a_principal(), company_id)
    world.clock.advance(RESTORABLE + timedelta(minutes=2))
    for _ in range(2):  # the second pass meets the documents that the first one hid
        world.erase_queue.send({"companyId": company_id})
        erase(world)


def rows_of(ports: Any) -> list[dict[str, Any]]:
    """Every row: of the table, or of the memory with the kind of row as its key."""
    if isinstance(ports, Cloud):
        pages = ports.clients("dynamodb").get_paginator("scan").paginate(TableName=ports.name)
        return [
            {name: next(iter(value.values())) for name, value in item.items()}
            for page in pages
            for item in page["Items"]
        ]
    return [{"pk": name, "all": repr(rows)} for name, rows in vars(ports.memory).items()]


def objects_of(ports: Any) -> list[Any]:
    if isinstance(ports, Cloud):
        listed = ports.clients("s3").list_object_versions(Bucket=ports.bucket)
        return [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]
    return [*ports.files.versions, *ports.contents.kept]


def test_erased_company_leaves_no_text(ports: Any, on_ports: World) -> None:
    company_id, other = CompanyId(an_id()), CompanyId(an_id())
    filled(on_ports, company_id)
    assert str(rows_of(ports)).count(CANARY) > 30
    on_ports.companies.add(a_company(id=other, name="Anderswo"))

    erased_for_good(on_ports, company_id)

    assert [row for row in rows_of(ports) if CANARY.lower() in str(row).lower()] == []
    assert objects_of(ports) == []
    assert on_ports.companies.get(other) == a_company(id=other, name="Anderswo")


def test_erased_company_leaves_the_documented_rows(cloud: Cloud) -> None:
    world = stores_of(cloud)
    company_id = CompanyId(an_id())
    filled(world, company_id)

    erased_for_good(world, company_id)

    kept: dict[str, set[str]] = {}
    for row in rows_of(cloud):
        kept.setdefault(row["pk"].split("#")[0], set()).update(row.keys() - {names.PK, names.SK})
    assert {kind: sorted(attributes) for kind, attributes in kept.items()} == documented()


def documented() -> dict[str, list[str]]:
    """By kind of row: the attributes that the table of docs/retention.md lists."""
    lines = re.findall(r"^\| `(\w+)#` \|[^|]*\| (.*) \|$", RETENTION.read_text(encoding="utf-8"), re.MULTILINE)
    return {kind: sorted(re.findall(r"`(\w+)`", attributes)) for kind, attributes in lines}


def test_company_rows_erase_stops_at_the_limit(ports: Any) -> None:
    company_id, other = CompanyId(an_id()), CompanyId(an_id())
    sites: list[Value] = [a_site(id=SiteId(an_id()), company_id=company_id) for _ in range(5)]
    foreign = a_site(id=SiteId(an_id()), company_id=other)
    for site in (*sites, foreign):
        ports.companies.add_site(site)

    counts = [ports.company_rows.erase(company_id, 3) for _ in range(3)]

    assert counts == [3, 2, 0]
    assert ports.companies.site(foreign.id) == foreign


def test_jobs_erase_info_keeps_the_job(ports: Any) -> None:
    job = a_job(info={"po": 7})
    ports.jobs.add(job, [])

    ports.jobs.erase_info(job.id)

    assert ports.jobs.get(job.id) == job.model_copy(update={"info": None})
