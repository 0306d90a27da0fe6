"""Crashes and frozen processes while documents are corrected, reprocessed, entered and deleted.

The content of a document is that of its last writer, each version has one content and one event, and nothing of a
deleted document is left.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy, Site
from billhook.domain.correction import Correction
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import Conflict, NotFound, Outdated
from billhook.domain.events import EventType
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import DocumentId
from billhook.runtime.container import Container
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.remove_document import RemoveDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from tests.builders import a_company, a_destination, a_document, a_document_text, a_job, a_principal, a_site
from tests.fakes import NOW, FakeFile
from tests.usecases.lives import Lives
from tests.usecases.simulation import Simulation
from tests.usecases.stored_documents import a_sound_bill, read

pytestmark = pytest.mark.slow

REPROCESSED = a_sound_bill(invoice_id="anew")


@dataclass
class Changed:
    """Documents by what is done to them."""

    simulation: Simulation
    site: Site
    documents: dict[str, Document]

    def now(self, name: str) -> Document:
        return self.simulation.world.memory.documents[self.documents[name].id]

    def words(self, name: str) -> list[str | None]:
        """The content of each version of a document, oldest first."""
        world = self.simulation.world
        versions = world.memory.versions.get(self.documents[name].id, {})
        contents = [world.contents.get(versions[number]) for number in sorted(versions)]
        assert all(content and content.bill for content in contents)
        return [content.bill.invoice_id for content in contents if content and content.bill]


def begun(**how: object) -> Changed:
    """A corrected document, one read again, one of both at once, two deleted; one of them is still being read."""
    simulation = Simulation(**how)  # type: ignore[arg-type]
    world = simulation.world
    world.companies.add(a_company())
    site = a_site(active_bill=ActiveBillPolicy.LATEST_STATEMENT)
    world.companies.add_site(site)
    world.destinations.add(a_destination())
    simulation.bills["Anew"] = REPROCESSED
    documents = {}
    for number, name in enumerate(("deleted", "corrected", "again", "both")):
        file = b"%PDF " + name.encode()
        world.file_opener.files[file] = FakeFile(a_document_text("Anew 121.00"))
        fields: dict[str, Any] = {
            "site_id": site.id,
            "sha256": sha256(file).hexdigest(),
            "parsed": NOW - timedelta(days=number),
        }
        documents[name] = read(world, file=file, **fields)
    for document in documents.values():
        world.fingerprints.claim(document.company_id, str(document.file.sha256), document.id)
    simulation.seen |= set(world.files.versions)
    world.companies.replace_active(site, site.active_bill, documents["deleted"].id, rank="9999")
    documents["unfinished"] = a_document(site_id=site.id)
    world.jobs.add(a_job(id=documents["unfinished"].job_id, due_at=NOW), [documents["unfinished"]])
    for name, request in requests(documents).items():
        simulation.ask(name, request, after=timedelta(seconds=len(simulation.asks)))
    return Changed(simulation, site, documents)


def requests(documents: dict[str, Document]) -> dict[str, Callable[[Container], object]]:
    """Requests of clients. One that is refused because of a concurrent change is not repeated."""

    def correct(use: Container, name: str) -> None:
        amendment = DocumentPatch(Correction({"invoice_id": "corrected"}), HeadPatch(notes="corrected"))
        with suppress(Outdated, Conflict):
            use.get(CorrectDocument)(a_principal(), documents[name].id, 1, amendment)

    def again(use: Container, name: str) -> None:
        with suppress(Conflict):
            if use.get(AccessPolicy).document(a_principal(), documents[name].id).version < 3:
                use.get(ReprocessDocument)(a_principal(), documents[name].id)

    def delete(use: Container, name: str) -> None:
        with suppress(NotFound):
            use.get(RemoveDocument)(a_principal(), documents[name].id)

    return {
        "correct": lambda use: correct(use, "corrected"),
        "read again": lambda use: again(use, "again"),
        "correct both": lambda use: correct(use, "both"),
        "read both again": lambda use: again(use, "both"),
        "delete": lambda use: delete(use, "deleted"),
        "delete unfinished": lambda use: delete(use, "unfinished"),
    }


def check(changed: Changed) -> None:
    """Assert the end state, which is the same after every fault."""
    world = changed.simulation.world
    assert changed.words("corrected") == [None, "corrected"]
    assert set(changed.words("again")[1:]) == {"anew"}
    assert changed.words("both")[0] is None
    assert set(changed.words("both")[1:]) <= {"corrected", "anew"}
    for name in ("corrected", "again", "both"):
        head = changed.now(name)
        assert (head.status, head.lease.due_at, head.lease.claimed_until) == (Status.PARSED, None, None)
        assert head.result.digest
        assert head.result.digest.invoice_id == changed.words(name)[-1]
        numbers = sorted(world.memory.versions[head.id])
        assert numbers == list(range(1, head.version + 1))
        published = [
            (event.version, event.type) for event in world.memory.events.values() if event.subject_id == head.id
        ]
        assert sorted(published) == [(number, EventType.DOCUMENT_UPDATED) for number in numbers[1:]]
        assert (head.submission.notes == "corrected") == ("corrected" in changed.words(name))

    for name in ("deleted", "unfinished"):
        gone = changed.documents[name]
        left = [key for key in [*world.files.versions, *world.contents.kept] if gone.id in str(key)]
        assert (left, world.memory.versions.get(gone.id)) == ([], None)
        assert gone.id not in world.memory.fingerprints.values()
        assert changed.now(name).deleted
    assert world.memory.jobs[str(changed.documents["unfinished"].job_id)].status.value == "FAILED"

    site = world.memory.sites[changed.site.id]
    living = {changed.documents[name].id: changed.now(name) for name in ("corrected", "again", "both")}
    newest = max(living.values(), key=lambda item: (item.result.parsed or NOW, item.id))
    assert site.active_document_id == newest.id
    check_published_events(changed)


def check_published_events(changed: Changed) -> None:
    """Each update was sent with the content of its version and of the previous one."""
    world = changed.simulation.world
    assert all(event.published for event in world.memory.events.values())
    names = {document.id: name for name, document in changed.documents.items()}
    for entry in world.bus.published:
        body = json.loads(entry.detail)
        if body["type"] == EventType.DOCUMENT_UPDATED.value:
            words = changed.words(names[DocumentId(body["id"])])
            assert (body["old"]["invoiceId"], body["invoiceId"]) == tuple(words[body["version"] - 2 : body["version"]])


LIVES = Lives(begun, check)


def test_pipeline_without_crash_processes_everything_once() -> None:
    changed = LIVES.quiet()

    assert changed.words("again") == [None, "anew"]
    assert changed.words("both") == [None, "corrected", "anew"]


@pytest.mark.parametrize("redelivers", [True, False], ids=["message comes again", "message is lost"])
def test_changes_killed_at_any_call_lose_nothing(*, redelivers: bool) -> None:
    LIVES.killed_at_each(LIVES.calls, redelivers=redelivers)


def test_changes_of_a_process_frozen_at_any_call_stay_its_own() -> None:
    LIVES.frozen_at_each(LIVES.calls)


@pytest.mark.parametrize("seed", range(40))
def test_changes_killed_three_times_lose_no_change(seed: int) -> None:
    LIVES.killed_thrice(seed, LIVES.calls, redelivers=bool(seed % 2), stream_works=bool(seed % 3))
