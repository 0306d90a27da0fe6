"""Implements ``ports.CircuitBreakers``, ``ports.RateLimits``, ``ports.ProcessingCircuits`` and ``ports.OcrRates``."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import fields_of, value_of
from billhook.adapters.dynamodb.table import Fields, Put, Table
from billhook.domain.circuit_breaker import CircuitBreaker, ProcessingCircuit
from billhook.domain.ids import DestinationId
from billhook.domain.ocr_rate import OcrRate
from billhook.domain.rate_limit import RateLimit
from billhook.names import PK


class DynamoCircuitBreakers:
    """See ``ports.CircuitBreakers``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        item = self._table.get(keys.circuit_breaker(destination_id))
        return value_of(CircuitBreaker, item) if item else CircuitBreaker(destination_id=destination_id)

    def save(self, breaker: CircuitBreaker) -> None:
        self._table.write(put_revision(rows.of_circuit_breaker(breaker), breaker.revision))


class DynamoRateLimits:
    """See ``ports.RateLimits``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, destination_id: DestinationId) -> RateLimit:
        item = self._table.get(keys.rate_limit(destination_id))
        return value_of(RateLimit, item) if item else RateLimit(destination_id=destination_id)

    def save(self, rate_limit: RateLimit) -> None:
        self._table.write(put_revision(rows.of_rate_limit(rate_limit), rate_limit.revision))


class DynamoProcessingCircuits:
    """See ``ports.ProcessingCircuits``: one row for all workers."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self) -> ProcessingCircuit:
        item = self._table.get(keys.processing_circuit())
        return value_of(ProcessingCircuit, item) if item else ProcessingCircuit()

    def save(self, circuit: ProcessingCircuit) -> None:
        self._table.write(put_revision({**keys.processing_circuit(), **fields_of(circuit)}, circuit.revision))


class DynamoOcrRates:
    """See ``ports.OcrRates``: one row, because a table belongs to one account and region."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self) -> OcrRate:
        item = self._table.get(keys.ocr_rate())
        return value_of(OcrRate, item) if item else OcrRate()

    def save(self, rate: OcrRate) -> None:
        self._table.write(put_revision({**keys.ocr_rate(), **fields_of(rate)}, rate.revision))


def put_revision(row: Fields, revision: int) -> Put:
    """Put a row on condition that the previous revision is stored, or none for revision 1 (optimistic locking)."""
    if revision == 1:
        return Put(row, when=f"attribute_not_exists(#{PK})")
    return Put(row, when="#revision = :before", values={"before": revision - 1})
