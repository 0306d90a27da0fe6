"""The same bill in other bytes is flagged and not merged; a bill of the same period with another total revises it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.bill import Bill, Identifier
from billhook.domain.bill_fingerprint import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates
from tests.builders import a_bill, a_document, a_final_document, a_usage
from tests.fakes import NOW, World

REVISED = a_bill(total_charges=Decimal("99.00"), bill_date=date(2026, 11, 5))


def alike(world: World, document: Document, bill: Bill) -> dict[str, Any]:
    return dict(FindNearDuplicates(world.documents, world.fingerprints).find(document, bill))


def known(world: World, bill: Bill | None = None, **fields: Any) -> Document:
    """A document that was read and has claimed its marks."""
    bill = bill or a_bill()
    document = a_final_document(**{"digest": bill.model_copy(update={"evidence": {}}), "sha256": "a" * 64} | fields)
    world.memory.documents[document.id] = document
    alike(world, document, bill)
    return document


def other(**fields: Any) -> Document:
    return a_document(**{"sha256": "b" * 64} | fields)


def test_the_first_is_like_nobody(world: World) -> None:
    assert alike(world, other(), a_bill()) == {"near_duplicate_of": None, "revised_document_id": None}


def test_the_same_bill_in_other_bytes_is_told_of_the_first(world: World) -> None:
    first = known(world)

    assert alike(world, other(), a_bill()) == {"near_duplicate_of": first.id, "revised_document_id": None}


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "NORTHERN  LIGHT."}, {"account_number": "100 200 300"}, {"invoice_id": "another print"},
        {"total_charges": Decimal("121.0")}, {"due_date": date(2027, 1, 1)},
    ],
)  # fmt: skip
def test_how_it_is_printed_makes_no_difference(world: World, change: dict[str, Any]) -> None:
    first = known(world)

    assert alike(world, other(), a_bill(**change))["near_duplicate_of"] == first.id


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "Southern Light"}, {"account_number": "100-200-301"}, {"total_charges": Decimal("121.01")},
        {"usage_data": (a_usage(end_date=date(2026, 11, 1)),)},
    ],
)  # fmt: skip
def test_another_bill_is_another_bill(world: World, change: dict[str, Any]) -> None:
    known(world)

    assert alike(world, other(), a_bill(**change))["near_duplicate_of"] is None


@pytest.mark.parametrize("lacking", ["utility_name", "account_number", "total_charges"])
def test_what_lacks_one_of_the_four_is_like_nobody(world: World, lacking: str) -> None:
    bill = a_bill(**{lacking: None})
    known(world, bill)

    assert same_bill_fingerprint(bill) is None
    assert alike(world, other(), bill)["near_duplicate_of"] is None


def test_without_a_period_the_bills_date_tells(world: World) -> None:
    first = known(world, a_bill(usage_data=()))

    assert alike(world, other(), a_bill(usage_data=()))["near_duplicate_of"] == first.id
    assert alike(world, other(), a_bill(usage_data=(), bill_date=date(2026, 12, 1)))["near_duplicate_of"] is None


def test_marks_say_nothing_of_the_account(world: World) -> None:
    known(world)

    assert "100200300" not in str(world.memory.fingerprints)


def test_the_same_bytes_that_may_be_twice_are_not_flagged(world: World) -> None:
    first = known(world)

    assert alike(world, other(sha256=first.sha256), a_bill())["near_duplicate_of"] is None


def test_another_company_has_bills_of_its_own(world: World) -> None:
    known(world)

    assert alike(world, other(company_id="elsewhere"), a_bill())["near_duplicate_of"] is None


@pytest.mark.parametrize(
    "gone", [{"deleted": NOW}, {"status": Status.REJECTED}, {"digest": a_bill(total_charges=Decimal(7), evidence={})}]
)
def test_who_no_longer_says_so_loses_the_claim(world: World, gone: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = first.model_copy(update=gone)
    second = other()

    assert alike(world, second, a_bill())["near_duplicate_of"] is None
    world.memory.documents[second.id] = known(world, id=second.id, sha256=second.sha256)
    assert alike(world, other(sha256="c" * 64), a_bill())["near_duplicate_of"] == second.id


@pytest.mark.parametrize("believed", [{"digest": None, "status": Status.PROCESSING}, {"truncated": True}])
def test_who_cannot_be_asked_is_believed(world: World, believed: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = first.model_copy(update={**believed})

    assert alike(world, other(), a_bill())["near_duplicate_of"] == first.id


def test_asking_again_changes_nothing(world: World) -> None:
    first, second = known(world), other()

    answers = [alike(world, second, a_bill()), alike(world, second, a_bill()), alike(world, first, a_bill())]

    assert [answer["near_duplicate_of"] for answer in answers] == [first.id, first.id, None]


def test_a_later_bill_of_the_same_period_with_another_total_revises_the_first(world: World) -> None:
    first = known(world)

    assert alike(world, other(), REVISED) == {"near_duplicate_of": None, "revised_document_id": first.id}


def test_an_earlier_bill_revises_nothing(world: World) -> None:
    known(world, REVISED)

    assert alike(world, other(), a_bill())["revised_document_id"] is None


def test_another_meter_or_service_of_the_same_account_is_no_revision(world: World) -> None:
    known(world)
    metered = a_usage(identifiers=(Identifier(type="METER", value="M-2"),))

    assert same_period_fingerprint(a_bill(usage_data=(metered,))) != same_period_fingerprint(a_bill())
    assert alike(world, other(), REVISED.model_copy(update={"usage_data": (metered,)}))["revised_document_id"] is None


def test_a_link_that_a_person_made_stays(world: World) -> None:
    linked = other(revised_document_id="by hand")

    assert alike(world, linked, a_bill())["revised_document_id"] == "by hand"


def test_of_sixteen_prints_of_one_bill_that_come_at_once_one_is_the_first(world: World) -> None:
    start, documents = Barrier(16), [other(sha256=f"{number:064x}") for number in range(16)]

    def ask(document: Document) -> str | None:
        world.memory.documents[document.id] = document
        start.wait()
        found: str | None = alike(world, document, a_bill())["near_duplicate_of"]
        return found

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(ask, documents))

    first = documents[found.index(None)].id
    assert found.count(None) == 1
    assert set(found) == {None, first}
