"""A model of an SQS fair queue and its workers, with a virtual clock."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from heapq import heappop, heappush

from tests.fakes.messages import Sent

ZERO = timedelta(0)


def waits_by_company(
    sent: Sequence[Sent], *, workers: int, takes: Callable[[Sent], timedelta]
) -> dict[str | None, list[timedelta]]:
    """How long each message waits for a worker when all of ``sent`` are in the queue at once.

    As SQS does, a free worker gets the oldest message of the group with the fewest messages in flight. Messages without
    a group are one group.
    """
    queued: dict[str | None, deque[Sent]] = defaultdict(deque)
    for message in sent:
        queued[message.company_id].append(message)
    waits: dict[str | None, list[timedelta]] = defaultdict(list)
    in_flight: Counter[str | None] = Counter()
    busy: list[tuple[timedelta, int, str | None]] = []
    now = ZERO
    for number in range(len(sent)):
        if len(busy) == workers:
            now, _, group = heappop(busy)
            in_flight[group] -= 1
        group = min((group for group in queued if queued[group]), key=lambda group: in_flight[group])
        message = queued[group].popleft()
        in_flight[group] += 1
        heappush(busy, (now + takes(message), number, group))
        waits[group].append(now)
    return waits
