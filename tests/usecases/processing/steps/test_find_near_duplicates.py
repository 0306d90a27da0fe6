"""Finding near duplicates and revised bills, which are linked and not merged."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.bill import Bill, Identifier
from billhook.domain.content import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates
from tests.builders import a_bill, a_document, a_final_document, a_usage
from tests.documents import altered
from tests.fakes import NOW, World

REVISED = a_bill(total_charges=Decimal("99.00"), bill_date=date(2026, 11, 5))


def near_duplicates(world: World, document: Document, bill: Bill) -> dict[str, Any]:
    return asdict(FindNearDuplicates(world.documents, world.fingerprints).find(document, bill))


def known(world: World, bill: Bill | None = None, **fields: Any) -> Document:
    """A document that was read and has claimed its marks."""
    bill = bill or a_bill()
    document = a_final_document(**{"digest": bill.model_copy(update={"evidence": {}}), "sha256": "a" * 64} | fields)
    world.memory.documents[document.id] = document
    near_duplicates(world, document, bill)
    return document


def other(**fields: Any) -> Document:
    return a_document(**{"sha256": "b" * 64} | fields)


def test_near_duplicate_of_the_first_bill_is_none(world: World) -> None:
    assert near_duplicates(world, other(), a_bill()) == {"near_duplicate_of": None, "revised_document_id": None}


def test_near_duplicate_in_other_bytes_is_the_first(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(), a_bill()) == {"near_duplicate_of": first.id, "revised_document_id": None}


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "NORTHERN  LIGHT."}, {"account_number": "100 200 300"}, {"invoice_id": "another print"},
        {"total_charges": Decimal("121.0")}, {"due_date": date(2027, 1, 1)},
    ],
)  # fmt: skip
def test_near_duplicate_ignores_notation(world: World, change: dict[str, Any]) -> None:
    first = known(world)

    assert near_duplicates(world, other(), a_bill(**change))["near_duplicate_of"] == first.id


@pytest.mark.parametrize(
    "change",
    [
        {"utility_name": "Southern Light"}, {"account_number": "100-200-301"}, {"total_charges": Decimal("121.01")},
        {"usage_data": (a_usage(end_date=date(2026, 11, 1)),)},
    ],
)  # fmt: skip
def test_near_duplicate_of_another_bill_is_none(world: World, change: dict[str, Any]) -> None:
    known(world)

    assert near_duplicates(world, other(), a_bill(**change))["near_duplicate_of"] is None


@pytest.mark.parametrize("lacking", ["utility_name", "account_number", "total_charges"])
def test_near_duplicate_without_an_identifying_field_is_none(world: World, lacking: str) -> None:
    bill = a_bill(**{lacking: None})
    known(world, bill)

    assert same_bill_fingerprint(bill) is None
    assert near_duplicates(world, other(), bill)["near_duplicate_of"] is None


def test_near_duplicate_without_a_period_compares_the_bill_date(world: World) -> None:
    first = known(world, a_bill(usage_data=()))

    assert near_duplicates(world, other(), a_bill(usage_data=()))["near_duplicate_of"] == first.id
    assert (
        near_duplicates(world, other(), a_bill(usage_data=(), bill_date=date(2026, 12, 1)))["near_duplicate_of"] is None
    )


def test_near_duplicate_fingerprints_hide_the_account_number(world: World) -> None:
    known(world)

    assert "100200300" not in str(world.memory.fingerprints)


def test_near_duplicate_of_the_same_bytes_is_none(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(sha256=first.file.sha256), a_bill())["near_duplicate_of"] is None


def test_near_duplicate_is_limited_to_a_company(world: World) -> None:
    known(world)

    assert near_duplicates(world, other(company_id="elsewhere"), a_bill())["near_duplicate_of"] is None


@pytest.mark.parametrize(
    "gone", [{"deleted": NOW}, {"status": Status.REJECTED}, {"digest": a_bill(total_charges=Decimal(7), evidence={})}]
)
def test_near_duplicate_claim_ends_with_its_fingerprint(world: World, gone: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = altered(first, **gone)
    second = other()

    assert near_duplicates(world, second, a_bill())["near_duplicate_of"] is None
    world.memory.documents[second.id] = known(world, id=second.id, sha256=second.file.sha256)
    assert near_duplicates(world, other(sha256="c" * 64), a_bill())["near_duplicate_of"] == second.id


@pytest.mark.parametrize("believed", [{"digest": None, "status": Status.PROCESSING}, {"truncated": True}])
def test_near_duplicate_claim_of_an_unfinished_document_holds(world: World, believed: dict[str, Any]) -> None:
    first = known(world)
    world.memory.documents[first.id] = altered(first, **believed)

    assert near_duplicates(world, other(), a_bill())["near_duplicate_of"] == first.id


def test_near_duplicate_repeated_is_the_same(world: World) -> None:
    first, second = known(world), other()

    answers = [
        near_duplicates(world, second, a_bill()),
        near_duplicates(world, second, a_bill()),
        near_duplicates(world, first, a_bill()),
    ]

    assert [answer["near_duplicate_of"] for answer in answers] == [first.id, first.id, None]


def test_revised_bill_of_the_same_period_links_to_the_first(world: World) -> None:
    first = known(world)

    assert near_duplicates(world, other(), REVISED) == {"near_duplicate_of": None, "revised_document_id": first.id}


def test_revised_bill_with_an_earlier_date_has_no_link(world: World) -> None:
    known(world, REVISED)

    assert near_duplicates(world, other(), a_bill())["revised_document_id"] is None


def test_revised_bill_of_another_meter_has_no_link(world: World) -> None:
    known(world)
    metered = a_usage(identifiers=(Identifier(type="METER", value="M-2"),))

    assert same_period_fingerprint(a_bill(usage_data=(metered,))) != same_period_fingerprint(a_bill())
    assert (
        near_duplicates(world, other(), REVISED.model_copy(update={"usage_data": (metered,)}))["revised_document_id"]
        is None
    )


def test_revised_bill_linked_by_hand_keeps_its_link(world: World) -> None:
    linked = other(revised_document_id="by hand")

    assert near_duplicates(world, linked, a_bill())["revised_document_id"] == "by hand"


def test_near_duplicate_of_sixteen_at_once_has_one_first(world: World) -> None:
    start, documents = Barrier(16), [other(sha256=f"{number:064x}") for number in range(16)]

    def ask(document: Document) -> str | None:
        world.memory.documents[document.id] = document
        start.wait()
        found: str | None = near_duplicates(world, document, a_bill())["near_duplicate_of"]
        return found

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(ask, documents))

    first = documents[found.index(None)].id
    assert found.count(None) == 1
    assert set(found) == {None, first}
