"""How long after its commit an event reaches a receiver, on the local cloud that runs (``billhook up``).

Run as ``python -m bench.event_latency [bills]``. Prints one JSON line; without a cloud it says so and ends.
"""

import json
import statistics
import sys
from datetime import datetime

from billhook.local.cloud import LocalCloud
from billhook.local.paths import LocalPaths
from billhook.local.receiver import Received, Receiver
from billhook.local.samples import text_bill
from tests.journeys.customer import a_customer

BILLS, WARM_UP = 20, 3
EVENTS_OF_A_BILL = 2
PATIENCE = 90.0


def latency(bills: int = BILLS) -> dict[str, int] | None:
    """Milliseconds from commit to first attempt, one bill after the other; None when no cloud runs here.

    The first ones are not counted: they wait until each function of the way was started.
    """
    known = LocalCloud.read(LocalPaths.here().about)
    if known is None:
        return None
    with Receiver() as receiver:
        customer = a_customer(known, receiver)
        for before, now in ((0, WARM_UP), (WARM_UP, WARM_UP + bills)):
            for seed in range(before, now):
                customer.job(customer.hand_in((f"{seed}.pdf", text_bill(seed + 1)))["id"])
            wanted = EVENTS_OF_A_BILL * now
            receiver.wait_for(lambda got, wanted=wanted: len(_ids(got)) >= wanted, timeout=PATIENCE)
        first = {one.event_id: one for one in reversed(receiver.received)}
    late = sorted((datetime.fromisoformat(one.body["occurred"]).timestamp(), one.at) for one in first.values())
    times = [(at - occurred) * 1000 for occurred, at in late[EVENTS_OF_A_BILL * WARM_UP :]]
    p95 = statistics.quantiles(times, n=20)[-1]
    found = {"p50 ms": statistics.median(times), "p95 ms": p95, "longest ms": max(times)}
    return {"events": len(times), "missing": wanted - len(late)} | {name: round(ms) for name, ms in found.items()}


def _ids(got: list[Received]) -> set[str]:
    return {one.event_id for one in got}


def main() -> None:
    facts = latency(int(sys.argv[1]) if len(sys.argv) > 1 else BILLS)
    print(json.dumps({"commit to first attempt": facts}) if facts else "No local cloud runs here: `billhook up` first.")


if __name__ == "__main__":
    main()
