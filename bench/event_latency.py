"""Latency from the commit of an event to its first delivery attempt, on the running local cloud (``billhook up``).

Run as ``python -m bench.event_latency [bills]``. Prints one JSON line; without a cloud it prints a note and ends.
"""

import json
import statistics
import sys
from datetime import datetime
from functools import partial

from billhook.local.cloud import LocalCloud
from billhook.local.paths import LocalPaths
from billhook.local.receiver import Received, Receiver
from billhook.local.samples import text_bill
from tests.journeys.customer import new_customer

BILLS, WARM_UP = 20, 3
EVENTS_OF_A_BILL = 2
TIMEOUT = 90.0


def latency(bills: int = BILLS) -> dict[str, int] | None:
    """Milliseconds from commit to first attempt, over bills uploaded one by one; ``None`` if no cloud runs here.

    The first bills are not counted: they include the start of the functions.
    """
    cloud = LocalCloud.read(LocalPaths.here().about)
    if cloud is None:
        return None
    with Receiver() as receiver:
        customer = new_customer(cloud, receiver)
        for first_seed, end in ((0, WARM_UP), (WARM_UP, WARM_UP + bills)):
            for seed in range(first_seed, end):
                customer.job(customer.submit((f"{seed}.pdf", text_bill(seed + 1)))["id"])
            expected = EVENTS_OF_A_BILL * end
            receiver.wait_for(partial(_have_arrived, expected), timeout=TIMEOUT)
        first = {request.event_id: request for request in reversed(receiver.received)}
    arrivals = sorted(
        (datetime.fromisoformat(request.body["occurred"]).timestamp(), request.at) for request in first.values()
    )
    times = [(at - occurred) * 1000 for occurred, at in arrivals[EVENTS_OF_A_BILL * WARM_UP :]]
    p95 = statistics.quantiles(times, n=20)[-1]
    summary = {"p50 ms": statistics.median(times), "p95 ms": p95, "longest ms": max(times)}
    counts = {"events": len(times), "missing": expected - len(arrivals)}
    return counts | {name: round(ms) for name, ms in summary.items()}


def _have_arrived(expected: int, requests: list[Received]) -> bool:
    return len({request.event_id for request in requests}) >= expected


def main() -> None:
    result = latency(int(sys.argv[1]) if len(sys.argv) > 1 else BILLS)
    print(
        json.dumps({"commit to first attempt": result}) if result else "No local cloud is running; start `billhook up`."
    )


if __name__ == "__main__":
    main()
