"""Faults of Billhook that last for hours: documents wait, and end as they would have without the fault."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from billhook.domain.bill import Extraction
from billhook.domain.circuit_breaker import LEAST_FAULTS
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from tests.builders import a_bill, a_destination, a_document, a_document_text, a_job, a_word
from tests.fakes import FakeFile, World
from tests.usecases.simulation import Simulation

HOURS = timedelta(hours=2)
DENIED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not allowed"}}, "DetectDocumentText")
BUG = RuntimeError("a bug")
FILES: dict[str, FakeFile | Exception] = {
    "text": FakeFile(a_document_text("Bill 121.00")),
    "menu": FakeFile(a_document_text("Menu of today")),
    "short scan": FakeFile.scanned(2),
    "long scan": FakeFile.scanned(9),
    "sealed": Rejection("encrypted", "The file is locked with a password."),
}


@dataclass(frozen=True)
class Broken:
    """A port whose calls raise ``fault`` until the time ``until``."""

    port: Any
    world: World
    until: datetime
    fault: Exception
    method: str | None

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.port, name)
        if not callable(found) or (self.method and name != self.method):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            if self.world.clock.now() < self.until:
                raise self.fault
            return found(*args, **kwargs)

        return call


def outcomes(broken: str = "", fault: Exception = BUG, hours: timedelta = HOURS) -> dict[str, Any]:
    """Ends of the documents, events and requests to a destination; ``broken`` is a port, or ``port.method``."""
    world = World()
    port, _, method = broken.partition(".")
    documents = handed_in(world)
    if port:
        faulty = Broken(getattr(world, port), world, world.clock.now() + hours, fault, method or None)
        setattr(world, port, faulty)
    Simulation(world=world, tolerates=type(fault)).run()
    final = {name: world.memory.documents[document.id] for name, document in documents.items()}
    return {
        "documents": {
            name: (document.status, document.verdict.status_reason, document.version)
            for name, document in final.items()
        },
        "events": sorted(json.loads(entry.detail)["type"] for entry in world.bus.published),
        "requests": len(world.http_client.posted),
    }


def handed_in(world: World, files: Mapping[str, FakeFile | Exception] = FILES) -> dict[str, Document]:
    world.ocr.words = (a_word("Scan"),)
    world.destinations.add(a_destination(url="https://hooks.example.org/1"))
    job = a_job(expected=len(files), due_at=world.clock.now())
    documents = {name: a_document(job_id=job.id) for name in files}
    world.jobs.add(job, list(documents.values()))
    for name, file in files.items():
        content = f"%PDF {name}".encode()
        world.file_opener.files[content] = file
        world.files.land(str(documents[name].file.object_key), content)
    return documents


PORTS = ("ocr", "ocr.start", "ocr.collect", "contents", "contents.put", "fingerprints", "documents.save")


@pytest.mark.parametrize("broken", PORTS)
@pytest.mark.parametrize("fault", [BUG, DENIED], ids=["bug", "access denied"])
def test_fault_of_two_hours_ends_as_a_run_without_it(broken: str, fault: Exception) -> None:
    assert outcomes(broken, fault) == outcomes()


def test_run_without_a_fault_has_all_kinds_of_ends() -> None:
    ends = {name: status for name, (status, _, _) in outcomes()["documents"].items()}

    assert ends == {
        "text": Status.PARSED,
        "menu": Status.REJECTED,
        "short scan": Status.PARSED,
        "long scan": Status.PARSED,
        "sealed": Status.REJECTED,
    }


def test_fault_of_three_days_ends_every_document_and_its_job() -> None:
    found = outcomes("contents", BUG, timedelta(days=3))

    reasons = {name: reason for name, (_, reason, _) in found["documents"].items()}
    assert reasons["text"] == reasons["long scan"] == "service_unavailable"
    assert "job.completed.v2" in found["events"]


def test_fault_of_every_document_pauses_processing() -> None:
    world, opened = World(), []
    files = {f"{number}": FakeFile(a_document_text("Bill 121.00")) for number in range(100)}
    handed_in(world, files)

    def fails(_: DocumentText) -> Extraction:
        opened.append(world.clock.now())
        if len(opened) <= 100:
            raise BUG
        return Extraction(bills=(a_bill(),))

    Simulation(world=world, extract=fails).run()

    first_minute = [at for at in opened if at - opened[0] < timedelta(minutes=1)]
    assert len(first_minute) == LEAST_FAULTS
    assert {document.status for document in world.memory.documents.values()} == {Status.PARSED}
