"""Implements ``ports.Healths`` and ``ports.Paces`` on the table: a row of each beside the destination's head."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import Fields, Put, Table
from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.ids import DestinationId
from billhook.domain.rate_limit import RateLimit
from billhook.names import PK


class DynamoCircuitBreakers:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        found = self._table.get(keys.health(destination_id))
        return value_of(CircuitBreaker, found) if found else CircuitBreaker(destination_id=destination_id)

    def save(self, health: CircuitBreaker) -> None:
        self._table.write(following(rows.of_health(health), health.revision))


class DynamoRateLimits:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, destination_id: DestinationId) -> RateLimit:
        found = self._table.get(keys.pace(destination_id))
        return value_of(RateLimit, found) if found else RateLimit(destination_id=destination_id)

    def save(self, pace: RateLimit) -> None:
        self._table.write(following(rows.of_pace(pace), pace.revision))


def following(row: Fields, revision: int) -> Put:
    """Write a row if what is kept is of the revision before; the first one if nothing is."""
    if revision == 1:
        return Put(row, when=f"attribute_not_exists(#{PK})")
    return Put(row, when="#revision = :before", values={"before": revision - 1})
