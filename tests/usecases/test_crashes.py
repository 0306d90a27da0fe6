"""Crashes of the pipeline at any call of a port: nothing is lost, nothing is done twice."""

import json
from dataclasses import dataclass, replace

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from billhook.domain.events import EventType
from billhook.domain.job import Job, JobStatus, bill_id
from billhook.ports.senders import DeliveryResponse
from tests.builders import a_destination, a_document, a_document_text, a_job, a_site
from tests.fakes import FakeFile
from tests.usecases.lives import Lives
from tests.usecases.simulation import Simulation

pytestmark = pytest.mark.slow

TEXT, SCAN, MENU, SEALED, BUNDLE = b"%PDF text", b"%PDF scan", b"%PDF menu", b"%PDF sealed", b"%PDF bundle"
IN_BUNDLE = 3
"""Bills, the first included."""
URL = "https://files.example.org/bill.pdf"
BROKEN = DeliveryResponse(status_code=500, error=None, body="oops", retry_after=None, duration_ms=3)


@dataclass
class PipelineRun:
    """A job of every kind of document, and where its company wants its events."""

    simulation: Simulation
    job: Job
    documents: dict[str, Document]

    def now(self, name: str) -> Document:
        return self.simulation.world.memory.documents[self.documents[name].id]


def started(**how: object) -> PipelineRun:
    """Two files of the same bytes, a scan of nine pages, a menu, a sealed file, a URL, one that never comes.

    And a file of many bills, twice.
    """
    simulation = Simulation(**how)  # type: ignore[arg-type]
    world = simulation.world
    world.file_opener.files |= {
        TEXT: FakeFile(a_document_text("Bill 121.00")),
        SCAN: FakeFile.scanned(9),
        MENU: FakeFile(a_document_text("Menu of today")),
        b"%PDF fetched": FakeFile(a_document_text("Fetched 121.00")),
    }
    page = a_document_text("Bundle 121.00").pages[0]
    world.file_opener.files[BUNDLE] = FakeFile(
        DocumentText(tuple(replace(page, number=n + 1) for n in range(IN_BUNDLE)))
    )
    world.file_opener.files[SEALED] = Rejection("encrypted", "The file is locked with a password.")
    world.fetcher.files[URL] = (b"%PDF fetched", "june.pdf")
    world.http_client.answers = [BROKEN, BROKEN]
    site = a_site()
    world.companies.add_site(site)
    for number in (1, 2):
        world.destinations.add(a_destination(url=f"https://hooks.example.org/{number}"))
    job = a_job(expected=9, due_at=world.clock.now())
    documents = {
        name: a_document(job_id=job.id, site_id=site.id, **fields)
        for name, fields in {
            "text": {},
            "same text": {},
            "scan": {},
            "menu": {},
            "sealed": {},
            "url": {"source_url": URL},
            "never": {},
            "bundle": {},
            "bundle again": {},
        }.items()
    }
    world.jobs.add(job, list(documents.values()))
    arrived = {"text": TEXT, "same text": TEXT, "scan": SCAN, "menu": MENU, "sealed": SEALED}
    for name, content in (arrived | {"bundle": BUNDLE, "bundle again": BUNDLE}).items():
        world.files.land(str(documents[name].file.object_key), content)
    world.fetch_queue.send({"documentId": documents["url"].id})
    return PipelineRun(simulation, job, documents)


def check(run: PipelineRun) -> None:
    """Assert the end state, which is the same after every fault."""
    world = run.simulation.world
    ends = {name: (run.now(name).status, run.now(name).verdict.status_reason) for name in run.documents}
    assert ends == {
        "text": (Status.PARSED, None),
        "same text": (Status.PARSED, None),
        "scan": (Status.PARSED, None),
        "menu": (Status.REJECTED, StatusReason.NOT_A_UTILITY_BILL),
        "sealed": (Status.REJECTED, StatusReason.ENCRYPTED),
        "url": (Status.PARSED, None),
        "never": (Status.REJECTED, StatusReason.NEVER_UPLOADED),
        "bundle": (Status.PARSED, None),
        "bundle again": (Status.PARSED, None),
    }
    for row, other in (("text", "same text"), ("bundle", "bundle again")):
        pair = [run.now(row), run.now(other)]
        assert sorted(bool(document.duplicates.duplicate_of) for document in pair) == [False, True]
    check_bundles(run)
    assert len(world.ocr.started) == 1

    done = run.simulation.fate.done
    committed = [row[0].id for call, row in done if call == "documents.commit"]
    assert sorted(committed) == sorted(document.id for document in run.documents.values())
    assert [row[0].id for call, row in done if call == "jobs.close"] == [run.job.id]
    recorded = [(row[0].id, row[1].number) for call, row in done if call == "deliveries.record"]
    assert (
        len(recorded) == len(set(recorded)) == sum(delivery.attempts for delivery in world.memory.deliveries.values())
    )

    for head in world.memory.documents.values():
        published = [event for event in world.memory.events.values() if event.subject_id == head.id]
        assert (head.version, len(published)) == (1, 1)
        stored = world.contents.get(head)
        assert bool(stored and stored.bill) == (head.status is Status.PARSED)

    events = list(world.memory.events.values())
    assert all(event.published for event in events)
    bodies = {entry.event_id: json.loads(entry.detail) for entry in world.bus.published}
    assert {event.id: event.type.value for event in events} == {row: body["type"] for row, body in bodies.items()}

    job = world.memory.jobs[run.job.id]
    assert job.status is JobStatus.COMPLETED
    outcomes = {entry.document_id: entry.outcome for entry in world.jobs.entries(job.id)}
    assert outcomes == {document.id: document.outcome for document in world.memory.documents.values()}
    assert list(outcomes.values()).count(Outcome.DUPLICATE) == 1 + IN_BUNDLE
    assert [event.subject_id for event in events if event.type is EventType.JOB_COMPLETED] == [job.id]

    public = {event.id for event in events if event.type.is_public}
    deliveries = world.memory.deliveries.values()
    assert {delivery.status for delivery in deliveries} == {DeliveryStatus.DELIVERED}
    assert len(deliveries) == 2 * len(public) == 2 * (7 + IN_BUNDLE)
    for destination in world.memory.destinations.values():
        reached = [posted for posted in world.http_client.posted if posted.url == destination.url]
        assert {posted.headers["webhook-id"] for posted in reached} == public


def check_bundles(run: PipelineRun) -> None:
    """Both files of many bills are documents of all of them, one after the other, the later ones copies."""
    every = run.simulation.world.memory.documents
    first, again = sorted(
        (run.now("bundle"), run.now("bundle again")), key=lambda item: bool(item.duplicates.duplicate_of)
    )
    for number in range(2, IN_BUNDLE + 1):
        original, copy = every[bill_id(first.id, number)], every[bill_id(again.id, number)]
        for item in (original, copy):
            assert item.result.digest is not None
            assert (item.result.digest.invoice_id, item.result.pages) == (str(number), (number,))
        assert (original.identity.split_from, copy.identity.split_from) == (first.id, again.id)
        assert (original.duplicates.duplicate_of, copy.duplicates.duplicate_of) == (None, original.id)
    assert len(every) == len(run.documents) + 2 * (IN_BUNDLE - 1)


LIVES = Lives(started, check)


def test_pipeline_without_a_crash_does_everything_once() -> None:
    world = LIVES.quiet().simulation.world

    assert len(world.bus.published) == len(world.memory.events)
    assert len(world.http_client.posted) == len(world.memory.deliveries) + 2


@pytest.mark.parametrize("redelivers", [True, False], ids=["message comes again", "message is lost"])
def test_pipeline_killed_at_any_call_loses_nothing(*, redelivers: bool) -> None:
    LIVES.killed_at_each(LIVES.calls, redelivers=redelivers)


@pytest.mark.parametrize("seed", range(60))
def test_pipeline_killed_three_times_loses_nothing(seed: int) -> None:
    LIVES.killed_thrice(seed, LIVES.calls, redelivers=bool(seed % 2), stream_works=bool(seed % 3))


def test_pipeline_with_a_frozen_process_undoes_nothing() -> None:
    LIVES.frozen_at_each(LIVES.calls)


def test_pipeline_without_stream_delays_events_and_loses_none() -> None:
    LIVES.quiet(stream_works=False)
