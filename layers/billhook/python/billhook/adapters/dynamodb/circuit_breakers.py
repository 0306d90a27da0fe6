"""Implements ``ports.CircuitBreakers`` and ``ports.RateLimits`` : a row of each per destination."""

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
        found = self._table.get(keys.circuit_breaker(destination_id))
        return value_of(CircuitBreaker, found) if found else CircuitBreaker(destination_id=destination_id)

    def save(self, breaker: CircuitBreaker) -> None:
        self._table.write(following(rows.of_circuit_breaker(breaker), breaker.revision))


class DynamoRateLimits:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, destination_id: DestinationId) -> RateLimit:
        found = self._table.get(keys.rate_limit(destination_id))
        return value_of(RateLimit, found) if found else RateLimit(destination_id=destination_id)

    def save(self, rate_limit: RateLimit) -> None:
        self._table.write(following(rows.of_rate_limit(rate_limit), rate_limit.revision))


def following(row: Fields, revision: int) -> Put:
    """Write a row if what is kept is of the revision before; the first one if nothing is."""
    if revision == 1:
        return Put(row, when=f"attribute_not_exists(#{PK})")
    return Put(row, when="#revision = :before", values={"before": revision - 1})
