"""Poll the API until jobs and resources reach a state, with growing pauses and a deadline."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from billhook.cli.client import ApiClient, place
from billhook.cli.faults import CliError, Exit

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0


def finished_jobs(api: ApiClient, job_ids: Iterable[str], *, timeout: float) -> Iterator[dict[str, Any]]:
    """Each job as soon as it is no longer PENDING. Raises CliError (TIMED_OUT) that names the pending jobs."""
    left = list(job_ids)
    deadline, pause = time.monotonic() + timeout, FIRST_PAUSE
    while left:
        for job_id in tuple(left):
            job = api.get(place("job", job_id))
            if job["status"] != "PENDING":
                left.remove(job_id)
                yield job
        if not left:
            return
        if time.monotonic() > deadline:
            raise CliError(
                f"Still processing after {timeout:.0f} s: {', '.join(left)}",
                Exit.TIMED_OUT,
                advice=f"The jobs continue. Check later: billhook jobs wait {' '.join(left)}",
            )
        time.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)


def followed(
    api: ApiClient, path: str, is_over: Callable[[dict[str, Any]], bool], *, timeout: float, late: CliError
) -> Iterator[dict[str, Any]]:
    """Each changed state of the resource at ``path`` until ``is_over`` holds. Raises ``late`` at the deadline."""
    deadline, pause, previous = time.monotonic() + timeout, FIRST_PAUSE, None
    while True:
        state = api.get(path)
        if state != previous:
            yield state
        if is_over(state):
            return
        if time.monotonic() > deadline:
            raise late
        previous = state
        time.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)


def documents_of(api: ApiClient, job: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents of a job as they are now, in order of submission."""
    return [api.get(place("document", document_id)) for document_id in job["documentIds"]]
