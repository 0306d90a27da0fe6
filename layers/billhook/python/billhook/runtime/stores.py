"""The part of the table of ports that lies in DynamoDB; ``runtime/ports.py`` has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billhook.runtime.aws import client

if TYPE_CHECKING:
    from billhook.adapters.dynamodb.table import Table
    from billhook.ports.companies import Accounts, Companies, CompanyRows, Drops
    from billhook.ports.deliveries import CircuitBreakers, Deliveries, Destinations, RateLimits, Recoveries
    from billhook.ports.documents import Documents, Fingerprints, Jobs
    from billhook.ports.events import Outbox
    from billhook.ports.faults import ProcessingCircuits
    from billhook.ports.limits import Budgets, Counters, IdempotencyRecords, OcrRates
    from billhook.ports.sweeper import DueIndex, ScanCursors
    from billhook.settings import Settings


class Stores:
    """Each public method provides the port that its return annotation names. Raises SettingsError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def accounts(self) -> Accounts:
        from billhook.adapters.dynamodb.accounts import DynamoAccounts

        return DynamoAccounts(self._table)

    def budgets(self) -> Budgets:
        from billhook.adapters.dynamodb.budgets import DynamoBudgets

        return DynamoBudgets(self._table)

    def circuit_breakers(self) -> CircuitBreakers:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoCircuitBreakers

        return DynamoCircuitBreakers(self._table)

    def companies(self) -> Companies:
        from billhook.adapters.dynamodb.companies import DynamoCompanies

        return DynamoCompanies(self._table)

    def company_rows(self) -> CompanyRows:
        from billhook.adapters.dynamodb.company_rows import DynamoCompanyRows

        return DynamoCompanyRows(self._table)

    def counters(self) -> Counters:
        from billhook.adapters.dynamodb.counters import DynamoCounters

        return DynamoCounters(self._table)

    def deliveries(self) -> Deliveries:
        from billhook.adapters.dynamodb.deliveries import DynamoDeliveries

        return DynamoDeliveries(self._table)

    def destinations(self) -> Destinations:
        from billhook.adapters.dynamodb.destinations import DynamoDestinations

        return DynamoDestinations(self._table)

    def documents(self) -> Documents:
        from billhook.adapters.dynamodb.documents import DynamoDocuments

        return DynamoDocuments(self._table)

    def drops(self) -> Drops:
        from billhook.adapters.dynamodb.drops import DynamoDrops

        return DynamoDrops(self._table)

    def due_index(self) -> DueIndex:
        from billhook.adapters.dynamodb.due_index import DynamoDueIndex

        return DynamoDueIndex(self._table)

    def fingerprints(self) -> Fingerprints:
        from billhook.adapters.dynamodb.fingerprints import DynamoFingerprints

        return DynamoFingerprints(self._table)

    def idempotency_records(self) -> IdempotencyRecords:
        from billhook.adapters.dynamodb.idempotency_records import DynamoIdempotencyRecords

        return DynamoIdempotencyRecords(self._table)

    def jobs(self) -> Jobs:
        from billhook.adapters.dynamodb.jobs import DynamoJobs

        return DynamoJobs(self._table)

    def ocr_rates(self) -> OcrRates:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoOcrRates

        return DynamoOcrRates(self._table)

    def outbox(self) -> Outbox:
        from billhook.adapters.dynamodb.outbox import DynamoOutbox

        return DynamoOutbox(self._table)

    def rate_limits(self) -> RateLimits:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoRateLimits

        return DynamoRateLimits(self._table)

    def processing_circuits(self) -> ProcessingCircuits:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoProcessingCircuits

        return DynamoProcessingCircuits(self._table)

    def recoveries(self) -> Recoveries:
        from billhook.adapters.dynamodb.recoveries import DynamoRecoveries

        return DynamoRecoveries(self._table)

    def scan_cursors(self) -> ScanCursors:
        from billhook.adapters.dynamodb.scan_cursors import DynamoScanCursors

        return DynamoScanCursors(self._table)

    @property
    def _table(self) -> Table:
        from billhook.adapters.dynamodb.table import Table

        return Table(client("dynamodb"), self._settings.require("table"))
