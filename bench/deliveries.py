"""What telling customers costs, how soon they hear, and whether one receiver that hangs slows the others down.

Run as ``python -m bench.deliveries [seconds]``. Real HTTP to receivers in a process of their own; the stores are the
fakes of the tests, each call of which takes a few milliseconds as DynamoDB's would where that counts. Prints tables and
one JSON line.

1. Deliveries a second of one worker (a batch of ten, as Lambda gets it) against a bare loop that signs and posts.
2. The p95 from planned to answered of nine receivers: alone, and while a tenth takes requests and never answers. In
   turns, each time another tenth, so that whatever else the machine does hits both alike.
3. From the outbox's commit to the first attempt, where a cloud runs on this machine: ``bench/event_latency.py``.
"""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.delivering.queue import BATCH
from bench.delivering.receivers import receivers
from bench.delivering.stage import KEY, Stage
from bench.event_latency import latency
from billhook.domain.ids import DeliveryId
from billhook.domain.signing import secret_text, signing_headers
from billhook.local.receiver import Receiver
from billhook.runtime.batches import answer_batch

FINE = 9
PER_SECOND = 8
"""Events a second for each receiver."""

ROUNDS = 3
WARM_UP = 2.0
GOAL = 1.2


def throughput(url: str, count: int = 1500) -> dict[str, int]:
    """Deliveries a second: a bare loop, the same in ten threads, and a worker with its batches."""
    stage = Stage()
    body = json.dumps(stage.pipeline._describe_event(stage.event)).encode()  # noqa: SLF001
    host = url.removeprefix("http://")
    destinations = [stage.destination(f"{url}/hook/{number}") for number in range(FINE)]
    planned = [stage.plan(destinations[number % FINE]) for number in range(count)]

    def bare(_: Any) -> None:
        headers = signing_headers([KEY], event_id="e", timestamp=int(time.time()), body=body)
        connection = http.client.HTTPConnection(host)
        connection.request("POST", "/hook/1", body, headers)
        connection.getresponse().read()
        connection.close()

    def in_batches(work: Callable[[Any], object]) -> None:
        records = [{"messageId": one, "body": one} for one in planned]
        for start in range(0, count, BATCH):
            answer_batch({"Records": records[start : start + BATCH]}, work, at_once=BATCH)

    alone = _seconds(lambda: [bare(None) for _ in range(count)])
    together = _seconds(lambda: in_batches(bare))
    worker = _seconds(lambda: in_batches(lambda record: stage.deliver(DeliveryId(record["body"]), 1)))
    delivered = len(stage.latencies(planned))
    assert delivered == count, f"Only {delivered} arrived."
    rates = {"bare": count / alone, "bare in ten threads": count / together, "worker": count / worker}
    return {name: round(rate) for name, rate in rates.items()} | {"worker / bare %": round(100 * alone / worker)}


def check_signature() -> None:
    """What is measured is what customers get: the library of Standard Webhooks verifies it."""
    stage = Stage()
    with Receiver(secret=secret_text(KEY)) as receiver:
        stage.deliver(stage.plan(stage.destination(receiver.url)), 1)
    assert [got.verified for got in receiver.received] == [True]


def hanging(url: str, seconds: float) -> dict[str, Any]:
    """The p95 of nine receivers, alone and beside one that hangs, in one run of the same workers."""
    stage = Stage(has_far_stores=True)
    stage.start()
    fine = [stage.destination(f"{url}/hook/{number}") for number in range(FINE)]
    stage.feed(fine, per_second=PER_SECOND, seconds=WARM_UP)
    alone, beside, planned, tries, ratios = [], [], 0, 0, []
    for number in range(ROUNDS):
        before = stage.latencies(stage.feed(fine, per_second=PER_SECOND, seconds=seconds / ROUNDS))
        bad = stage.destination(f"{url}/hang/{number}")
        fed = stage.feed([*fine, bad], per_second=PER_SECOND, seconds=seconds / ROUNDS)
        stage.stop(bad)
        others = [one for one in fed if stage.world.memory.deliveries[one].destination_id != bad.id]
        after = stage.latencies(others)
        alone, beside, planned = alone + before, beside + after, planned + len(others)
        tries += stage.attempts_at(bad)
        ratios.append(round(_p95(after) / _p95(before), 3))
    return {
        "p95 alone ms": round(_p95(alone), 1),
        "p95 beside ms": round(_p95(beside), 1),
        "p50 alone ms": round(statistics.median(alone), 1),
        "p50 beside ms": round(statistics.median(beside), 1),
        "ratio": round(_p95(beside) / _p95(alone), 3),
        "ratio of each round": ratios,
        "answered": f"{len(beside)} of {planned}",
        "attempts at the ones that hang": tries,
    }


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    check_signature()
    with receivers() as url:
        speed = throughput(url)
        isolation = hanging(url, seconds)
    late = latency()
    tables = {"deliveries a second": speed, f"one of {FINE + 1} hangs": isolation, "commit to first attempt": late}
    for title, facts in tables.items():
        print(title)
        for name, value in (facts or {"no local cloud runs here": ""}).items():
            print(f"  {name:<32}{value}")
    held = isolation["ratio"] < GOAL
    goal = {"goal": f"ratio < {GOAL}", "met": held}
    print(json.dumps({"throughput": speed, "isolation": isolation | goal, "latency": late}))


if __name__ == "__main__":
    main()
