"""Entering a document by hand: final at once, with checks and events."""

from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.correction import Correction, PartChange
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.errors import Conflict, NotFound, UnknownReference
from billhook.domain.events import EventType
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import CompanyId
from billhook.domain.submission import SourceType
from billhook.ports.lists import PageRequest
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.enter_document import EnterDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from tests.builders import COMPANY, a_bill, a_principal, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api, bill_of, now
from tests.usecases.wiring import wired

VALUES: dict[str, Any] = {
    "bill_date": a_bill().bill_date, "charges_units": "EUR", "total_charges": Decimal("10.00"),
}  # fmt: skip


def enter(world: World, company: str = COMPANY, values: dict[str, Any] = VALUES, **head: Any) -> Document:
    usage = [PartChange({"usage": Decimal(5), "usage_units": "kWh"})]
    amendment = DocumentPatch(Correction(values, usage_data=usage, line_items=()), HeadPatch(**head))
    return api(world).get(EnterDocument)(a_principal(), CompanyId(company), amendment)[0]


def test_enter_document_is_final_in_its_first_version(world: World) -> None:
    document = enter(world, notes="from the phone", info={"po": 7})

    assert now(world, document) == document
    assert (document.status, document.version, document.outcome) == (Status.PARSED, 1, Outcome.PARSED)
    assert (document.submission.source_type, document.review.changed_by) == (SourceType.MANUAL, "anna@example.org")
    assert (document.job_id, document.file.object_key, document.submission.notes, document.submission.info) == (
        None, None, "from the phone", {"po": 7},
    )  # fmt: skip
    assert bill_of(world, document).usage_data[0].usage == Decimal(5)
    assert world.documents.page(CompanyId(COMPANY), PageRequest()).items == (document,)


def test_enter_document_publishes_and_competes_for_its_site(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = enter(world, site_id=site.id)

    wired(world).get(PublishEvents)(list(world.memory.events.values()))

    assert world.bus.types == ["document.created.v2"]
    assert world.memory.sites[site.id].active_document_id == document.id
    assert world.memory.jobs == {}


def test_enter_document_without_a_total_needs_review(world: World) -> None:
    document = enter(world, values={**VALUES, "total_charges": None})

    assert (document.status, document.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS)


def test_enter_document_twice_is_flagged(world: World) -> None:
    named = {**VALUES, "utility_name": "Northern Light", "account_number": "1"}
    first, second = enter(world, values=named), enter(world, values=named)

    assert (first.duplicates.near_duplicate_of, second.duplicates.near_duplicate_of, second.verdict.is_flagged) == (
        None,
        first.id,
        True,
    )
    assert [event.type for event in world.memory.events.values()] == [EventType.DOCUMENT_CREATED] * 2


def test_enter_document_cannot_be_reprocessed(world: World) -> None:
    document = enter(world)

    with pytest.raises(Conflict):
        api(world).get(ReprocessDocument)(a_principal(), document.id)


def test_enter_document_can_be_corrected(world: World) -> None:
    document = enter(world)

    amendment = DocumentPatch(Correction({"invoice_id": "A-1"}))
    after, _ = api(world).get(CorrectDocument)(a_principal(), document.id, 1, amendment)

    assert (after.version, after.submission.source_type) == (2, SourceType.MANUAL)


def test_enter_document_with_a_foreign_reference_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        enter(world, company=an_id())
    foreign = a_site(company_id=an_id())
    world.companies.add_site(foreign)
    with pytest.raises(UnknownReference):
        enter(world, site_id=foreign.id)

    assert (world.memory.documents, world.contents.kept) == ({}, {})
    assert world.clock.now() == NOW
