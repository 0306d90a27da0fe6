"""What telling customers costs, and whether one receiver that hangs slows the others down.

Run as ``python -m bench.deliveries [seconds]``. Real HTTP to receivers in a process of their own; the stores are the
fakes of the tests, each call of which takes a few milliseconds as DynamoDB's would. Prints tables and one JSON line.

1. Deliveries a second of one worker (a batch of ten, as Lambda gets it) against a bare loop that signs and posts.
2. The p95 from planned to answered of nine receivers: alone, and while a tenth takes requests and never answers.
"""

import asyncio
import heapq
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from typing import Any

from billhook.adapters.background_watch import BackgroundWatch
from billhook.adapters.clock import SystemClock, SystemIds
from billhook.adapters.egress import Egress
from billhook.adapters.http_postman import HttpPostman
from billhook.domain.destination import Destination, SealedSecret
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.domain.signing import signing_headers
from billhook.domain.urls import UrlPolicy
from billhook.runtime.batches import answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.usecases.describe_event import DescribeEvent
from tests.builders import a_content, a_delivery, a_destination, a_final_document, a_job, an_event
from tests.fakes import World
from tests.usecases.wiring import wired

HANGING, RECEIVERS = 1, 10
PER_SECOND = 8
"""Events a second for each receiver."""

WORKERS, BATCH = 50, 10
"""As many as production's deliver function may have at once, and as many messages as each takes."""

STORE_MS = 3.0
SLOW_STORES = ("deliveries", "destinations", "outbox", "healths", "documents", "contents")
KEY = b"k" * 32
GOAL = 1.2


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    await reader.readexactly(length)
    if b" /hang" in head.split(b"\r\n", 1)[0]:
        await asyncio.sleep(3600)
    writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


async def receive() -> None:
    """The receivers' process: tells its port, then serves until it is ended."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


@contextmanager
def receivers() -> Iterator[str]:
    """The base URL of running receivers."""
    process = subprocess.Popen([sys.executable, "-m", "bench.deliveries", "--receive"], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


class Remote:
    """A store behind a network: every call takes its time."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            time.sleep(STORE_MS / 1000)
            return found(*args, **kwargs)

        return call


@dataclass
class Sqs:
    """A queue with delays, and workers that take batches from it as Lambda does: a batch ends with its slowest."""

    ready: SimpleQueue[str] = field(default_factory=SimpleQueue)
    later: list[tuple[float, int, str]] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)
    number: int = 0

    def send(self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: Any = None) -> None:
        del company_id  # there is one
        body = json.dumps(message)
        if not delay:
            self.ready.put(body)
            return
        with self.changed:
            self.number += 1
            heapq.heappush(self.later, (time.monotonic() + delay.total_seconds(), self.number, body))
            self.changed.notify()

    def start(self, workers: int, work: Callable[[str], None]) -> None:
        Thread(target=self._wake, daemon=True).start()
        for _ in range(workers):
            Thread(target=self._work, args=(work,), daemon=True).start()

    def _wake(self) -> None:
        with self.changed:
            while True:
                while self.later and self.later[0][0] <= time.monotonic():
                    self.ready.put(heapq.heappop(self.later)[2])
                self.changed.wait(self.later[0][0] - time.monotonic() if self.later else None)

    def _work(self, work: Callable[[str], None]) -> None:
        while True:
            bodies = [self.ready.get()]
            try:
                while len(bodies) < BATCH:
                    bodies.append(self.ready.get_nowait())
            except Empty:
                pass
            records = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
            answer_batch({"Records": records}, lambda record: work(record["body"]), at_once=BATCH)


@dataclass
class Stage:
    """A company with one event, and receivers to tell it to, again and again."""

    pipeline: Pipeline
    world: World
    queue: Sqs
    destinations: list[Destination]
    event: Any

    def plan(self, destination: Destination) -> DeliveryId:
        now = datetime.now(UTC)
        delivery_id = DeliveryId(self.world.ids.new())
        times = {"created": now, "updated": now, "next_attempt_at": now, "due_at": now + timedelta(minutes=1)}
        self.world.deliveries.add(a_delivery(self.event, destination, id=delivery_id, **times))
        self.queue.send({"deliveryId": delivery_id, "attempt": 1})
        return delivery_id

    def latencies(self, ids: Sequence[DeliveryId]) -> list[float]:
        """Milliseconds from planned to answered, of those that were answered."""
        found = []
        for delivery_id in ids:
            planned = self.world.memory.deliveries[delivery_id].created
            first = self.world.deliveries.attempts(delivery_id)[:1]
            found += [(made.at - planned).total_seconds() * 1000 + made.duration_ms for made in first]
        return found


def a_stage(url: str, *, remote: bool) -> Stage:
    world, queue = World(), Sqs()
    world.clock, world.ids, world.watch = SystemClock(), SystemIds(), BackgroundWatch()  # type: ignore[assignment]
    world.postman = HttpPostman(Egress(UrlPolicy.of("127.0.0.1:*")))  # type: ignore[assignment]
    world.deliver_queue = queue  # type: ignore[assignment]
    document = a_final_document(size=10)
    world.jobs.add(a_job(id=document.job_id), [document])
    world.contents.put(document.company_id, a_content(document), None)
    event = an_event(document)
    world.memory.keep(event)
    destinations = []
    for number in range(RECEIVERS):
        destination_id = DestinationId(world.ids.new())
        sealed = SealedSecret(sealed=world.sealer.seal(KEY, context=destination_id), created=datetime.now(UTC))
        path = "hang" if number < HANGING else f"hook/{number}"
        destinations.append(a_destination(id=destination_id, url=f"{url}/{path}", secrets=(sealed,)))
        world.destinations.add(destinations[-1])
    slow = {name: Remote(getattr(world, name)) for name in SLOW_STORES} if remote else {}
    return Stage(wired(world, **slow), world, queue, destinations, event)


def throughput(url: str, count: int = 1500) -> dict[str, float]:
    """Deliveries a second: a bare loop, the same in ten threads, and a worker with its batches."""
    stage = a_stage(url, remote=False)
    describe: DescribeEvent = stage.pipeline._describe_event  # noqa: SLF001
    body = json.dumps(describe(stage.event)).encode()
    host = url.removeprefix("http://")

    def bare(_: Any) -> None:
        headers = signing_headers([KEY], event_id="e", timestamp=int(time.time()), body=body)
        connection = http.client.HTTPConnection(host)
        connection.request("POST", "/hook/1", body, headers)
        connection.getresponse().read()
        connection.close()

    deliver = stage.pipeline.deliver
    planned = [stage.plan(stage.destinations[1 + number % (RECEIVERS - 1)]) for number in range(count)]
    batches = [planned[start : start + BATCH] for start in range(0, count, BATCH)]

    def worked() -> None:
        for batch in batches:
            records = [{"messageId": one, "body": one} for one in batch]
            answer_batch({"Records": records}, lambda record: deliver(DeliveryId(record["body"]), 1), at_once=BATCH)

    rounds = [[{"messageId": str(one)} for one in range(BATCH)]] * len(batches)
    return {
        "bare": count / _seconds(lambda: [bare(None) for _ in range(count)]),
        "bare in ten threads": count / _seconds(
            lambda: [answer_batch({"Records": one}, bare, at_once=BATCH) for one in rounds]
        ),
        "worker": count / _seconds(worked),
    }  # fmt: skip


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def hanging(url: str, seconds: float) -> dict[str, Any]:
    """The p95 of nine receivers, alone and beside one that hangs, in one run of the same workers."""
    stage = a_stage(url, remote=True)
    deliver = stage.pipeline.deliver

    def work(body: str) -> None:
        message = json.loads(body)
        deliver(message["deliveryId"], message["attempt"])

    stage.queue.start(WORKERS, work)
    fine, bad = stage.destinations[HANGING:], stage.destinations[:HANGING]
    _fed(stage, fine, seconds=2)
    alone = _fed(stage, fine, seconds=seconds)
    beside = _fed(stage, [*fine, *bad], seconds=seconds)
    bad_ids = {one.id for one in bad}
    others = [one for one in beside if stage.world.memory.deliveries[one].destination_id not in bad_ids]
    hung = [one for one in beside if one not in set(others)]
    before, after = _p95(stage.latencies(alone)), _p95(stage.latencies(others))
    return {
        "p95 alone ms": round(before, 1),
        "p95 beside ms": round(after, 1),
        "p50 alone ms": round(statistics.median(stage.latencies(alone)), 1),
        "p50 beside ms": round(statistics.median(stage.latencies(others)), 1),
        "ratio": round(after / before, 3),
        "answered": f"{len(stage.latencies(others))} of {len(others)}",
        "events for the one that hangs": len(hung),
        "attempts there": sum(len(stage.world.deliveries.attempts(one)) for one in hung),
    }


def _fed(stage: Stage, destinations: Sequence[Destination], *, seconds: float) -> list[DeliveryId]:
    """Events at an even pace to all destinations; a moment later those of the last second have arrived too."""
    planned, started = [], time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        wanted = int(passed * PER_SECOND * len(destinations))
        while len(planned) < wanted:
            planned.append(stage.plan(destinations[len(planned) % len(destinations)]))
        time.sleep(0.002)
    time.sleep(1)
    return planned


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    if "--receive" in sys.argv:
        asyncio.run(receive())
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    with receivers() as url:
        speed = {name: round(value) for name, value in throughput(url).items()}
        speed["worker / bare %"] = round(100 * speed["worker"] / speed["bare"])
        isolation = hanging(url, seconds)
    for title, facts in (("deliveries a second", speed), (f"one of {RECEIVERS} hangs", isolation)):
        print(title)
        for name, value in facts.items():
            print(f"  {name:<32}{value}")
    held = isolation["ratio"] < GOAL
    print(json.dumps({"throughput": speed, "isolation": isolation, "goal": f"ratio < {GOAL}", "met": held}))


if __name__ == "__main__":
    main()
