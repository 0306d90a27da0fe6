"""Arrived files are sent to the parse queue in the turn of their company."""

from datetime import timedelta

import pytest

from billhook.domain.ids import CompanyId, DocumentId
from billhook.usecases.intake.enqueue_arrival import EnqueueArrival
from billhook.wire.messages import FileArrived
from tests.builders import COMPANY, an_id
from tests.fakes import World
from tests.fakes.fair_queue import waits_by_company
from tests.fakes.messages import Sent
from tests.usecases.wiring import wired

WORKERS = 10
READING = timedelta(seconds=3)


def arrive(world: World, company_id: str, files: int) -> list[Sent]:
    enqueue = wired(world).get(EnqueueArrival)
    for _ in range(files):
        document_id = DocumentId(an_id())
        enqueue(FileArrived(document_id, "v1", f"incoming/{company_id}/{document_id}"))
    return world.parse_queue.take()


def longest_wait(sent: list[Sent], company_id: str) -> timedelta:
    waits = waits_by_company(sent, workers=WORKERS, takes=lambda _: READING)
    return max(waits[CompanyId(company_id)])


@pytest.mark.parametrize("key", [f"incoming/{COMPANY}/x", f"drop/{COMPANY}/drop/x"])
def test_enqueue_arrival_names_object_and_company(key: str, world: World) -> None:
    document_id = DocumentId(an_id())

    wired(world).get(EnqueueArrival)(FileArrived(document_id, "v7", key))

    message = {"documentId": document_id, "objectKey": key, "objectVersion": "v7"}
    assert world.parse_queue.take() == [Sent(message, timedelta(0), COMPANY)]


def test_enqueue_arrival_without_company_has_no_group(world: World) -> None:
    """SQS refuses a group of other characters than those of an id."""
    wired(world).get(EnqueueArrival)(FileArrived(DocumentId(an_id()), None, "incoming/by hand/x.pdf"))

    assert [sent.company_id for sent in world.parse_queue.take()] == [None]


def test_enqueue_arrival_limits_the_wait_of_a_small_company(world: World) -> None:
    large, small = an_id(), an_id()
    few = arrive(world, small, 20)
    alone = longest_wait(few, small)

    together = longest_wait([*arrive(world, large, 1000), *few], small)

    assert timedelta(0) < alone <= together <= 2 * alone + READING
    assert longest_wait([Sent(sent.message, sent.delay, CompanyId(small)) for sent in
                         [*arrive(world, large, 1000), *few]], small) > 50 * alone  # fmt: skip
