"""How long after its commit an event reaches a receiver, on the local cloud that runs (``billhook up``).

Run as ``python -m bench.event_latency [bills]``. Prints one JSON line; without a cloud it says so and ends.
"""

import json
import statistics
import sys
from datetime import datetime

from billhook.local.cloud import LocalCloud
from billhook.local.places import Places
from billhook.local.receiver import Receiver
from billhook.local.samples import text_bill
from tests.journeys.customer import a_customer

BILLS, WARM_UP = 20, 3
EVENTS_OF_A_BILL = 2
PATIENCE = 90.0


def main() -> None:
    known = LocalCloud.read(Places.here().about)
    if known is None:
        print("No local cloud runs here: `billhook up` first.")
        return
    bills = int(sys.argv[1]) if len(sys.argv) > 1 else BILLS
    with Receiver() as receiver:
        customer = a_customer(known, receiver)
        for seed in range(WARM_UP + bills):
            customer.job(customer.hand_in((f"{seed}.pdf", text_bill(seed + 1)))["id"])
        wanted = EVENTS_OF_A_BILL * (WARM_UP + bills)
        receiver.wait_for(lambda got: len({one.event_id for one in got}) >= wanted, timeout=PATIENCE)
        late = sorted(
            (datetime.fromisoformat(one.body["occurred"]), one.at) for one in receiver.received
        )[EVENTS_OF_A_BILL * WARM_UP :]  # fmt: skip
    times = [(at - occurred.timestamp()) * 1000 for occurred, at in late]
    p95 = statistics.quantiles(times, n=20)[-1]
    facts = {"events": len(times), "p50 ms": round(statistics.median(times)), "p95 ms": round(p95)}
    print(json.dumps({"commit to first attempt": facts}))


if __name__ == "__main__":
    main()
