"""A whole cloud in memory: the fakes of all ports, wired to the real use cases by queues, a stream and a bus.

Time is the world's clock; nothing sleeps. ``Fate`` ends the process at the n-th call of a port, as ``kill -9`` would:
its message stays on the queue, or is lost when ``redelivers`` is off. Or it freezes the process at that call until all
others have ended, and lets it continue with stale data.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from billhook.runtime.container import Container
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery
from billhook.usecases.delivery.execute_resend import ExecuteResend
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.documents.erase_company import EraseCompany
from billhook.usecases.documents.erase_document import EraseDocument
from billhook.usecases.intake.enqueue_arrival import EnqueueArrival
from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
from billhook.usecases.maintenance.sweep import Sweep
from billhook.usecases.processing.fetch_document import FetchDocument
from billhook.usecases.processing.finish_reading import FinishReading
from billhook.usecases.processing.parse_document import ParseDocument
from billhook.usecases.processing.unpack_archive import UnpackArchive
from billhook.wire.messages import (
    company_of,
    delivery_of,
    document_of,
    event_notice,
    files_arrived,
    ocr_ended,
    recovery_of,
    resend_of,
)
from tests.builders import a_bill, a_word
from tests.fakes import World
from tests.fakes.deliveries import due_at_of
from tests.usecases.wiring import wired

VISIBILITY = timedelta(seconds=90)
OCR_TAKES = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
PATIENCE = timedelta(days=5)
EFFECTS = tuple(
    name for name in World.__dataclass_fields__ if name not in {"memory", "clock", "ids", "accounts"}
)  # fmt: skip


class Killed(BaseException):
    """The process is gone. No ``except Exception`` sees it."""


@dataclass
class Fate:
    """Counts the calls of all ports. Those in ``kills`` do not happen any more, ``freezes`` happen much later.

    ``done`` has the calls that were answered, with their arguments.
    """

    kills: frozenset[int] = frozenset()
    freezes: frozenset[int] = frozenset()
    log: list[str] = field(default_factory=list)
    done: list[tuple[str, Any]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    @property
    def struck(self) -> dict[int, str]:
        """Where it struck; a life that is over before a call is not hit by it."""
        return {call: self.log[call - 1] for call in sorted(self.kills | self.freezes) if call <= len(self.log)}

    def step(self, name: str) -> None:
        self.log.append(name)
        if len(self.log) in self.kills:
            raise Killed(name)
        if len(self.log) in self.freezes:
            self.meanwhile()


class Mortal:
    """A port each call of which may be the last."""

    def __init__(self, name: str, port: Any, fate: Fate) -> None:
        self._name, self._port, self._fate = name, port, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self._fate.step(f"{self._name}.{name}")
            answer = found(*args, **kwargs)
            self._fate.done.append((f"{self._name}.{name}", args))
            return answer

        return call


@dataclass
class Simulation:
    """``submit`` rows and bytes into ``world``, then ``run`` until nothing is left to do."""

    world: World = field(default_factory=World)
    fate: Fate = field(default_factory=Fate)
    redelivers: bool = True
    retry_schedule: str = ""
    walks: bool = False
    stream_works: bool = True
    extract: Callable[[DocumentText], Extraction] | None = None
    tolerates: type[Exception] | None = None
    """An exception after which a function's message is delivered again."""
    bills: dict[str, Bill] = field(default_factory=dict)
    asks: dict[str, Callable[[Container], object]] = field(default_factory=dict)
    waiting: list[tuple[datetime, str, str]] = field(default_factory=list)
    seen: set[Any] = field(default_factory=set)
    published_count: int = 0
    deaths: int = 0
    current: tuple[datetime, str, str] | None = None

    def __post_init__(self) -> None:
        self.pipeline = self._process()
        self.fate.meanwhile = self._meanwhile

    def run(self) -> None:
        """Work off all messages, sweep each minute, until nothing is due and no message is left."""
        end = self.world.clock.now() + PATIENCE
        while self.world.clock.now() < end:
            while self._work_one():
                pass
            if self._is_quiet():
                return
            self.world.clock.advance(self._until_the_next_thing())
            self._run(self.pipeline.get(Sweep))
            if self.walks:
                self._run(self.pipeline.get(FindOrphanedObjects))
        raise AssertionError("It never ends.")

    def _until_the_next_thing(self) -> timedelta:
        """Whole minutes, for the sweeper comes each minute; those in which nothing can happen are passed over."""
        now = self.world.clock.now()
        dues = (due_at_of(due.value) for due in self.world.due_index.due_items(now + PATIENCE, 1))
        times = [*(at for at, *_ in self.waiting), *(at for at in dues if at)]
        return max(-(-(min(times, default=now) - now) // MINUTE), 1) * MINUTE

    def _process(self) -> Container:
        """A new process, without the caches of the old one."""
        mortal: dict[str, Any] = {name: Mortal(name, getattr(self.world, name), self.fate) for name in EFFECTS}
        return wired(self.world, retry_schedule=self.retry_schedule, **mortal, extract=self.extract or self._extract)

    def _extract(self, reading: DocumentText) -> Extraction:
        """Classify a page by its first word."""
        word = reading.pages[0].words[0].text
        if word == "Menu":
            return Extraction(reason="not_a_utility_bill")
        if word == "Bundle":
            every = (a_bill(pages=(page.number,), invoice_id=f"{page.number}") for page in reading.pages)
            return Extraction(bills=tuple(every))
        return Extraction(bills=(self.bills.get(word, a_bill()),))

    def _work_one(self) -> bool:
        """Work on the message that has been ready for longest; whether there was one."""
        self._gather()
        now = self.world.clock.now()
        ready = sorted(message for message in self.waiting if message[0] <= now)
        if not ready:
            return False
        self.waiting.remove(ready[0])
        _, queue, body = self.current = ready[0]
        done = self._run(lambda: self._handlers()[queue](body))
        if not done and (self.redelivers or queue == "ask"):
            self.waiting.append((now + VISIBILITY, queue, body))
        self.current = None
        return True

    def _meanwhile(self) -> None:
        """The rest of the world goes on until nothing is left to do, that of the frozen process included."""
        frozen, frozen_at = self.pipeline, self.current
        self.pipeline = self._process()
        if frozen_at:
            self.waiting.append((self.world.clock.now() + VISIBILITY, *frozen_at[1:]))
        self.run()
        self.pipeline, self.current = frozen, frozen_at

    def _run(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except Killed:
            self.deaths += 1
            self.pipeline = self._process()
            return False
        except Exception as fault:
            if self.tolerates and isinstance(fault, self.tolerates):
                return False
            raise
        return True

    def _handlers(self) -> dict[str, Callable[[str], object]]:
        use = self.pipeline
        return {
            "fetch": lambda body: use.get(FetchDocument)(document_of(body)),
            "unpack": lambda body: use.get(UnpackArchive)(document_of(body)),
            "arrive": self._arrive,
            "parse": self._parse,
            "finish": lambda body: use.get(FinishReading)(ocr_ended(body).document_id, ocr_ended(body).ocr_job_id),
            "stream": lambda body: use.get(PublishEvents)([self._event(body)]),
            "plan": lambda body: use.get(PlanDeliveries)(event_notice(body)),
            "deliver": self._deliver,
            "erase": self._erase,
            "ask": lambda name: self.asks[name](self.pipeline),
        }

    def _erase(self, body: str) -> None:
        use = self.pipeline
        company_id = company_of(body)
        if company_id:
            use.get(EraseCompany)(company_id)
        else:
            use.get(EraseDocument)(document_of(body))

    def ask(self, name: str, request: Callable[[Container], object], *, after: timedelta = timedelta(0)) -> None:
        """Let a client make a request, and make it again until it is answered."""
        self.asks[name] = request
        self.waiting.append((self.world.clock.now() + after, "ask", name))

    def _deliver(self, body: str) -> None:
        if resend := resend_of(body):
            self.pipeline.get(ExecuteResend)(*resend)
        elif recovery := recovery_of(body):
            self.pipeline.get(EnqueueRecovery)(*recovery)
        else:
            self.pipeline.get(Deliver)(*delivery_of(body))

    def _arrive(self, body: str) -> None:
        for it in files_arrived(body):
            self.pipeline.get(EnqueueArrival)(it)

    def _parse(self, body: str) -> None:
        for it in files_arrived(body):
            self.pipeline.get(ParseDocument)(it.document_id, it.object_version, it.object_key)

    def _event(self, body: str) -> Event:
        return next(event for event in self.world.memory.events.values() if event.id == body)

    def _gather(self) -> None:
        """Turn notifications of S3, the stream, the bus, the queues and Textract into messages."""
        now = self.world.clock.now()
        for name in ("parse", "fetch", "unpack", "deliver", "erase"):
            queue = getattr(self.world, f"{name}_queue")
            self.waiting += [(now + sent.delay, name, json.dumps(sent.message)) for sent in queue.take()]
        for key in list(self.world.files.versions):
            if key.startswith(("incoming/", "drop/")) and self._is_new(key):
                self.waiting.append((now, "arrive", _notification(key)))
        for event in list(self.world.memory.events.values()):
            if self._is_new(event.id) and self.stream_works:
                self.waiting.append((now, "stream", event.id))
        for entry in self.world.bus.published[self.published_count :]:
            envelope = {"source": entry.source, "detail-type": entry.detail_type, "detail": json.loads(entry.detail)}
            self.waiting.append((now, "plan", json.dumps(envelope)))
        self.published_count = len(self.world.bus.published)
        for ocr_job_id, key in list(self.world.ocr.started.items()):
            if self._is_new(ocr_job_id):
                self._read_later(ocr_job_id, key, now + OCR_TAKES)

    def _read_later(self, ocr_job_id: str, key: str, done: datetime) -> None:
        pages = self.world.files.get(key).count(b",") + 1
        self.world.ocr.finish(ocr_job_id, *[(a_word("Scan"),)] * pages)
        message = {"JobId": ocr_job_id, "Status": "SUCCEEDED", "JobTag": key.split("/")[1]}
        self.waiting.append((done, "finish", json.dumps({"Type": "Notification", "Message": json.dumps(message)})))

    def _is_new(self, thing: Any) -> bool:
        fresh = thing not in self.seen
        self.seen.add(thing)
        return fresh

    def _is_quiet(self) -> bool:
        orphans = self.walks and len(self.world.files.versions) > len(self._keys_with_rows())
        due = list(self.world.due_index.due_items(self.world.clock.now() + PATIENCE, 1))
        return not (self.waiting or orphans or due)

    def _keys_with_rows(self) -> set[str]:
        keys = {
            document.file.object_key for document in self.world.memory.documents.values() if document.file.object_key
        }
        return keys & self.world.files.versions.keys()


def _notification(key: str) -> str:
    stored = {"bucket": {"name": "bills"}, "object": {"key": key.replace("/", "%2F"), "versionId": "v1"}}
    return json.dumps({"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": stored}]})
