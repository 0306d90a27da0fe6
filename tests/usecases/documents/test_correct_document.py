"""Correcting a document: the next version, with checks and status computed again."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.bill import Check
from billhook.domain.correction import Correction
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import BillhookError, Conflict, NotFound, Outdated, UnknownReference, VersionRequired
from billhook.domain.events import EventType
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import DocumentId
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.remove_document import RemoveDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from tests.builders import a_company, a_principal, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import a_sound_bill, api, bill_of, now, read
from tests.usecases.wiring import wired

WRONG = a_sound_bill(total_charges=Decimal("120.00"))


def correct(world: World, document: Document, version: int | None = 1, **head: Any) -> Document:
    values = head.pop("values", {})
    amendment = DocumentPatch(Correction(values), HeadPatch(**head))
    return api(world).get(CorrectDocument)(a_principal(), document.id, version, amendment)[0]


def published_types(world: World, document: Document) -> list[EventType]:
    return [event.type for event in world.memory.events.values() if event.subject_id == document.id]


def test_correct_document_makes_the_next_version(world: World) -> None:
    document = read(world)

    after = correct(world, document, values={"invoice_id": "A-1"})

    assert (after.version, after.review.changed_by) == (2, "anna@example.org")
    assert after.result.parsed == document.result.parsed
    assert bill_of(world, after).invoice_id == "A-1"
    before = world.documents.version(document.id, 1)
    assert before is not None
    assert bill_of(world, before) == a_sound_bill()


def test_correct_document_computes_checks_and_status_again(world: World) -> None:
    document = read(world, WRONG, status=Status.NEEDS_REVIEW, status_reason=StatusReason.FAILED_CHECKS, is_flagged=True)

    after = correct(world, document, values={"total_charges": Decimal("121.00")})

    assert (after.status, after.verdict.status_reason, after.verdict.is_flagged) == (Status.PARSED, None, False)
    assert all(check.holds for check in bill_of(world, after).checks)


def test_correct_document_with_failing_checks_is_flagged(world: World) -> None:
    after = correct(world, read(world), values={"total_charges": Decimal("999.00")})

    assert (after.status, after.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.FAILED_CHECKS)
    assert after.verdict.is_flagged


def test_correct_document_keeps_checks_of_other_stages(world: World) -> None:
    other = Check(name="one_bill", holds=False, detail="The file holds 50 bills.")

    after = correct(world, read(world, a_sound_bill(checks=(other,))), values={"invoice_id": "A-1"})

    assert other in bill_of(world, after).checks
    assert after.verdict.status_reason is StatusReason.TOO_MANY_BILLS


def test_correct_document_unflagged_by_hand_is_parsed(world: World) -> None:
    document = read(world, WRONG, status=Status.NEEDS_REVIEW, status_reason=StatusReason.FAILED_CHECKS, is_flagged=True)

    after = correct(world, document, flagged_by_hand=False)

    assert (after.status, after.verdict.is_flagged) == (Status.PARSED, False)
    assert bill_of(world, after).failed_checks


def test_correct_document_with_missing_fields_needs_review(world: World) -> None:
    after = correct(world, read(world), values={"bill_date": None}, flagged_by_hand=False)

    assert (after.status, after.verdict.status_reason, after.verdict.status_detail) == (
        Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS, "billDate",
    )  # fmt: skip


@pytest.mark.parametrize(("flag", "flagged"), [(True, True), (None, False)])
def test_correct_document_flag_by_hand_can_be_withdrawn(world: World, flag: bool | None, *, flagged: bool) -> None:
    document = read(world, flagged_by_hand=False)

    assert correct(world, document, flagged_by_hand=flag).verdict.is_flagged is flagged


def test_correct_document_event_has_the_previous_version(world: World) -> None:
    document = read(world, WRONG, status=Status.NEEDS_REVIEW, status_reason=StatusReason.FAILED_CHECKS, notes="old")
    correct(world, document, values={"total_charges": Decimal("121.00")}, notes="new")

    wired(world).get(PublishEvents)(list(world.memory.events.values()))

    body = json.loads(world.bus.published[0].detail)
    assert (body["type"], body["version"], body["totalCharges"], body["notes"]) == (
        "document.updated.v2", 2, "121.00", "new",
    )  # fmt: skip
    old = body["old"]
    assert (old["version"], old["totalCharges"], old["notes"], old["status"], old["statusReason"]) == (
        1, "120.00", "old", "NEEDS_REVIEW", "failed_checks",
    )  # fmt: skip
    assert set(old) == set(body) - {"type", "eventId", "occurred", "old"}


def test_correct_document_unannounced_publishes_created(world: World) -> None:
    unsure = a_sound_bill(bill_date=None)
    document = read(world, unsure, announced=False, status=Status.NEEDS_REVIEW)

    first = correct(world, document, values={"invoice_id": "A-1"})
    correct(world, first, 2, values={"bill_date": a_sound_bill().bill_date})

    assert published_types(world, document) == [EventType.DOCUMENT_NEEDS_REVIEW, EventType.DOCUMENT_CREATED]


def test_correct_document_rejected_becomes_parsed(world: World) -> None:
    rejected: dict[str, Any] = {
        "status": Status.REJECTED,
        "status_reason": StatusReason.NOT_A_UTILITY_BILL,
        "announced": False,
    }
    document = read(world, digest=None, content_id=None, is_utility_bill=False, **rejected)
    values = {"bill_date": a_sound_bill().bill_date, "charges_units": "EUR", "total_charges": Decimal("10.00")}

    after = correct(world, document, values=values)

    assert (after.status, after.verdict.status_reason, after.result.is_utility_bill) == (Status.PARSED, None, True)
    assert published_types(world, document) == [EventType.DOCUMENT_CREATED]


def test_correct_document_duplicate_publishes_an_event(world: World) -> None:
    document = read(world, duplicate_of=DocumentId(an_id()))

    correct(world, document, values={"invoice_id": "A-1"})

    assert published_types(world, document) == [EventType.DOCUMENT_UPDATED]


def test_correct_document_without_changes_keeps_the_version(world: World) -> None:
    document = read(world)

    assert correct(world, document) == document
    assert published_types(world, document) == []


@pytest.mark.parametrize(
    ("fields", "version", "error"),
    [
        ({}, None, VersionRequired),
        ({}, 2, Outdated),
        ({}, -1, Outdated),
        ({"status": Status.PROCESSING}, 1, Conflict),
        ({"deleted": NOW}, 1, NotFound),
    ],
)
def test_correct_document_with_another_version_is_refused(
    world: World, fields: dict[str, Any], version: int | None, error: type[BillhookError]
) -> None:
    document = read(world, **fields)

    with pytest.raises(error):
        correct(world, document, version, values={"invoice_id": "A-1"})

    assert now(world, document) == document


def test_correct_document_with_a_foreign_reference_is_refused(world: World) -> None:
    document = read(world)
    world.companies.add(a_company(id=an_id()))
    foreign_site = a_site(company_id=an_id())
    world.companies.add_site(foreign_site)
    foreign = read(world, company_id=an_id())
    deleted = read(world, deleted=NOW)

    for head in (
        {"site_id": foreign_site.id},
        {"site_id": "x"},
        {"revised_document_id": foreign.id},
        {"revised_document_id": deleted.id},
        {"revised_document_id": document.id},
        {"revised_document_id": "x"},
    ):
        with pytest.raises(UnknownReference):
            correct(world, document, **head)

    assert now(world, document).version == 1


def test_correct_document_moved_reselects_bills_of_both_sites(world: World) -> None:
    old_site, new_site = a_site(), a_site()
    for site in (old_site, new_site):
        world.companies.add_site(site)
    other, moved = read(world, site_id=old_site.id, parsed=NOW), read(world, site_id=old_site.id)
    world.companies.replace_active(old_site, old_site.active_bill, moved.id, rank="9")

    correct(world, moved, site_id=new_site.id)
    wired(world).get(PublishEvents)(list(world.memory.events.values()))

    active = [world.memory.sites[site.id].active_document_id for site in (old_site, new_site)]
    assert active == [other.id, moved.id]


def test_correct_document_sets_and_removes_the_revised_link(world: World) -> None:
    original, document = read(world, a_sound_bill(account_number="other")), read(world)

    linked = correct(world, document, revised_document_id=original.id)
    unlinked = correct(world, linked, 2, revised_document_id=None)

    assert (linked.duplicates.revised_document_id, unlinked.duplicates.revised_document_id) == (original.id, None)


def test_correct_document_by_sixteen_at_once_has_one_winner(world: World) -> None:
    document = read(world)
    start, uses = Barrier(16), api(world)

    def say(number: int) -> int | None:
        start.wait()
        amendment = DocumentPatch(Correction({"invoice_id": str(number)}), HeadPatch(notes=str(number)))
        try:
            uses.get(CorrectDocument)(a_principal(), document.id, 1, amendment)
        except Outdated:
            return None
        return number

    with ThreadPoolExecutor(16) as threads:
        winners = [item for item in threads.map(say, range(16)) if item is not None]

    after = now(world, document)
    assert (len(winners), after.version, after.submission.notes) == (1, 2, str(winners[0]))
    assert bill_of(world, after).invoice_id == str(winners[0])
    assert published_types(world, document) == [EventType.DOCUMENT_UPDATED]


@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [("corrected", Outdated), ("read again", Conflict), ("deleted", NotFound)],
)
def test_correct_document_changed_meanwhile_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, meanwhile: str, error: type[BillhookError]
) -> None:
    document, uses = read(world), api(world)
    put = world.contents.put

    def overtaken(*args: Any) -> None:
        monkeypatch.setattr(world.contents, "put", put)
        put(*args)
        if meanwhile == "corrected":
            correct(world, document, notes="faster")
        elif meanwhile == "read again":
            uses.get(ReprocessDocument)(a_principal(), document.id)
        else:
            uses.get(RemoveDocument)(a_principal(), document.id)

    monkeypatch.setattr(world.contents, "put", overtaken)

    with pytest.raises(error):
        correct(world, document, values={"invoice_id": "slower"})

    after = now(world, document)
    assert after.result.content_id is not None
    assert bill_of(world, after).invoice_id != "slower"


def test_correct_document_to_a_near_duplicate_is_flagged(world: World) -> None:
    other = a_sound_bill()
    first = read(world, other, sha256="a" * 64)
    second = read(world, a_sound_bill(account_number="999"), sha256="b" * 64)
    correct(world, first, notes="claims its marks")

    after = correct(world, second, values={"account_number": other.account_number})

    assert (after.duplicates.near_duplicate_of, after.verdict.is_flagged, after.status) == (
        first.id,
        True,
        Status.PARSED,
    )


def test_correct_document_of_another_account_is_not_found(world: World) -> None:
    world.companies.add(a_company(id="019a0000-0000-7000-8000-00000000bbbb", account_id="somebody else"))
    document = read(world, company_id="019a0000-0000-7000-8000-00000000bbbb")

    with pytest.raises(NotFound):
        correct(world, document, notes="mine")
