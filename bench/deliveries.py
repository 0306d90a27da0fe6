"""Throughput and latency of deliveries, and the isolation of receivers from one that hangs.

Run as ``python -m bench.deliveries [seconds]``. It sends real HTTP to receivers in a separate process. Stores are the
fakes of the tests; where latency counts, each call takes a few milliseconds as with DynamoDB. Prints tables and one
JSON line.

1. Throughput: deliveries a second of one worker (batches of ten, as in Lambda) and of a bare loop that signs and posts.
2. Isolation: the p95 from planned to answered of nine receivers, without and with a tenth that never answers. Both
   alternate, each time with another tenth, so that other load on the machine affects both.
3. Latency: from the commit of the outbox to the first attempt, if a local cloud runs: ``bench/event_latency.py``.
"""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.delivering.queue import BATCH
from bench.delivering.receivers import receivers
from bench.delivering.stage import KEY, Stage
from bench.event_latency import latency
from billhook.domain.ids import DeliveryId
from billhook.domain.signing import secret_text, signing_headers
from billhook.local.receiver import Receiver
from billhook.runtime.batches import answer_batch
from billhook.usecases.delivery.steps.send_delivery import DescribeEvent

HEALTHY = 9
PER_SECOND = 8
"""Events a second for each receiver."""

ROUNDS = 3
WARM_UP = 2.0
GOAL = 1.2


def throughput(url: str, count: int = 1500) -> dict[str, int]:
    """Deliveries a second of a bare loop, of the same in ten threads, and of a worker with batches."""
    stage = Stage()
    body = json.dumps(stage.pipeline.get(DescribeEvent).body_of(stage.event)).encode()
    host = url.removeprefix("http://")
    destinations = [stage.destination(f"{url}/hook/{number}") for number in range(HEALTHY)]
    planned = [stage.plan(destinations[number % HEALTHY]) for number in range(count)]

    def bare(_: object) -> None:
        headers = signing_headers([KEY], event_id="e", timestamp=int(time.time()), body=body)
        connection = http.client.HTTPConnection(host)
        connection.request("POST", "/hook/1", body, headers)
        connection.getresponse().read()
        connection.close()

    def deliver(record: Mapping[str, Any]) -> None:
        stage.deliver(DeliveryId(record["body"]), 1)

    def in_loop() -> None:
        for record in planned:
            bare(record)

    def in_batches(work: Callable[[Mapping[str, Any]], None]) -> None:
        records = [{"messageId": delivery_id, "body": delivery_id} for delivery_id in planned]
        for start in range(0, count, BATCH):
            answer_batch({"Records": records[start : start + BATCH]}, work, at_once=BATCH)

    loop = _seconds(in_loop)
    threads = _seconds(lambda: in_batches(bare))
    worker = _seconds(lambda: in_batches(deliver))
    delivered = len(stage.latencies(planned))
    assert delivered == count, f"Only {delivered} arrived."
    rates = {"bare": count / loop, "bare in ten threads": count / threads, "worker": count / worker}
    return {name: round(rate) for name, rate in rates.items()} | {"worker / bare %": round(100 * loop / worker)}


def check_signature() -> None:
    """Check that the deliveries are valid: the library of Standard Webhooks verifies one."""
    stage = Stage()
    with Receiver(secret=secret_text(KEY)) as receiver:
        stage.deliver(stage.plan(stage.destination(receiver.url)), 1)
    assert [request.verified for request in receiver.received] == [True]


def hanging(url: str, seconds: float) -> dict[str, Any]:
    """The p95 of nine receivers without and with a tenth that hangs, in one run of the same workers."""
    stage = Stage(has_remote_stores=True)
    stage.start()
    healthy = [stage.destination(f"{url}/hook/{number}") for number in range(HEALTHY)]
    stage.feed(healthy, per_second=PER_SECOND, seconds=WARM_UP)
    without: list[float] = []
    beside: list[float] = []
    ratios: list[float] = []
    planned = tries = 0
    for number in range(ROUNDS):
        before = stage.latencies(stage.feed(healthy, per_second=PER_SECOND, seconds=seconds / ROUNDS))
        bad = stage.destination(f"{url}/hang/{number}")
        fed = stage.feed([*healthy, bad], per_second=PER_SECOND, seconds=seconds / ROUNDS)
        stage.stop(bad)
        others = [
            delivery_id for delivery_id in fed if stage.world.memory.deliveries[delivery_id].destination_id != bad.id
        ]
        after = stage.latencies(others)
        without += before
        beside += after
        planned += len(others)
        tries += stage.attempts_at(bad)
        ratios.append(round(_p95(after) / _p95(before), 3))
    return {
        "p95 without ms": round(_p95(without), 1),
        "p95 beside ms": round(_p95(beside), 1),
        "p50 without ms": round(statistics.median(without), 1),
        "p50 beside ms": round(statistics.median(beside), 1),
        "ratio": round(_p95(beside) / _p95(without), 3),
        "ratio of each round": ratios,
        "answered": f"{len(beside)} of {planned}",
        "attempts at hanging receivers": tries,
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
    delay = latency()
    tables = {"deliveries a second": speed, f"one of {HEALTHY + 1} hangs": isolation, "commit to first attempt": delay}
    for title, figures in tables.items():
        print(title)
        for name, value in (figures or {"no local cloud is running": ""}).items():
            print(f"  {name:<32}{value}")
    goal = {"goal": f"ratio < {GOAL}", "met": isolation["ratio"] < GOAL}
    print(json.dumps({"throughput": speed, "isolation": isolation | goal, "latency": delay}))


if __name__ == "__main__":
    main()
