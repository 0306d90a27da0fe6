"""After functions are killed, every bill reaches one final status, and every event is delivered."""

import os
import signal
import subprocess
from collections.abc import Callable

from billhook.local import cloud as local_cloud
from billhook.local.cloud import LocalCloud
from billhook.local.paths import LocalPaths, Ports
from billhook.local.samples import text_bill
from tests.journeys.customer import FINAL, Customer, wait_until

TEN = 10
TIMEOUT = 420.0
"""Seconds: a killed function's message comes back after its visibility time-out, the sweeper looks each minute."""


def workers(paths: LocalPaths) -> list[int]:
    """Process ids of this cloud's Lambda functions, and of no other's."""
    listing = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True)
    ours = [line.split(maxsplit=1) for line in listing.stdout.splitlines() if str(paths.state / "tmp") in line]
    return [int(pid) for pid, command in ours if "_worker.py" in command]


def kill_workers(paths: LocalPaths) -> int:
    killed = 0
    for pid in workers(paths):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed += 1
    return killed


def submit_ten(customer: Customer, seed: int, between: Callable[[], object]) -> list[str]:
    """Submit ten jobs of one bill each; ``between`` is called after every third."""
    jobs = []
    for number in range(TEN):
        jobs.append(customer.submit((f"{number}.pdf", text_bill(seed + number)))["id"])
        if number % 3 == 2:
            between()
    return jobs


def assert_all_arrived(customer: Customer, job_ids: list[str]) -> None:
    """Each job has one final document with exactly one event; each delivery is done."""
    jobs = [customer.job(job_id, timeout=TIMEOUT) for job_id in job_ids]
    documents = [customer.document(document_id) for job in jobs for document_id in job["documentIds"]]
    subjects = [document["id"] for document in documents] + job_ids

    def all_have_events() -> bool:
        return all(customer.events(subject) for subject in subjects)

    wait_until(all_have_events, "an event about every subject", TIMEOUT)
    assert len(documents) == TEN
    assert {document["status"] for document in documents} <= FINAL - {"REJECTED"}
    assert {document["version"] for document in documents} == {1}
    assert {len(customer.events(subject)) for subject in subjects} == {1}

    def all_delivered() -> bool:
        path = f"/v2.2/delivery/destination/{customer.destination_id}"
        statuses = [delivery["status"] for delivery in customer.api.listed(path, limit=100)]
        return len(statuses) == len(subjects) and set(statuses) == {"DELIVERED"}

    wait_until(all_delivered, "every delivery done", TIMEOUT)


def test_pipeline_with_killed_functions_loses_nothing(customer: Customer, paths: LocalPaths) -> None:
    killed: list[int] = []

    jobs = submit_ten(customer, 400, between=lambda: killed.append(kill_workers(paths)))
    killed.append(kill_workers(paths))

    assert sum(killed) > 0
    assert_all_arrived(customer, jobs)


def test_local_cloud_after_restart_finishes_pending_jobs(
    customer: Customer, cloud: LocalCloud, paths: LocalPaths
) -> None:
    jobs = submit_ten(customer, 500, between=lambda: None)

    local_cloud.down()
    wait_until(lambda: not workers(paths), "no function is running", 20)
    again = local_cloud.up(Ports.chosen())

    assert (again.api_url, again.api_key) == (cloud.api_url, cloud.api_key)
    assert_all_arrived(customer, jobs)
