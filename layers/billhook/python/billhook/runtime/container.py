"""The composition root: every port by its adapter and every use case of the API, each built when first asked for.

Imports are inside the properties, so that a function loads only what it uses: a cold start pays for each.
The pipeline's use cases are in ``runtime/pipeline.py``.
"""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Accounts, Companies, Drops
from billhook.ports.crypto import Cipher, Encryptor, Hmacs, Tokens
from billhook.ports.deliveries import CircuitBreakers, Deliveries, Destinations, Recoveries
from billhook.ports.documents import Contents, Documents, Fingerprints, Jobs
from billhook.ports.events import Bus, Outbox
from billhook.ports.files import Files
from billhook.ports.limits import Counters, IdempotencyRecords
from billhook.ports.queues import Queue
from billhook.ports.sweeper import DueIndex, ScanCursors
from billhook.settings import Settings

if TYPE_CHECKING:
    from billhook.adapters.dynamodb.table import Table


class Container:
    """What one Lambda process needs, from its settings. Ports that its settings do not provide fail when asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @classmethod
    def of(cls, function: str) -> Self:
        """The container of the named function (``names.API`` ...); raises SettingsError."""
        return cls(Settings.from_environment(function))

    # Ports.

    @cached_property
    def clock(self) -> Clock:
        from billhook.adapters.clock import SystemClock

        return SystemClock()

    @cached_property
    def ids(self) -> Ids:
        from billhook.adapters.clock import SystemIds

        return SystemIds()

    @cached_property
    def accounts(self) -> Accounts:
        from billhook.adapters.dynamodb.accounts import DynamoAccounts

        return DynamoAccounts(self._table)

    @cached_property
    def companies(self) -> Companies:
        from billhook.adapters.dynamodb.companies import DynamoCompanies

        return DynamoCompanies(self._table)

    @cached_property
    def jobs(self) -> Jobs:
        from billhook.adapters.dynamodb.jobs import DynamoJobs

        return DynamoJobs(self._table)

    @cached_property
    def documents(self) -> Documents:
        from billhook.adapters.dynamodb.documents import DynamoDocuments

        return DynamoDocuments(self._table)

    @cached_property
    def fingerprints(self) -> Fingerprints:
        from billhook.adapters.dynamodb.fingerprints import DynamoFingerprints

        return DynamoFingerprints(self._table)

    @cached_property
    def outbox(self) -> Outbox:
        from billhook.adapters.dynamodb.outbox import DynamoOutbox

        return DynamoOutbox(self._table)

    @cached_property
    def destinations(self) -> Destinations:
        from billhook.adapters.dynamodb.destinations import DynamoDestinations

        return DynamoDestinations(self._table)

    @cached_property
    def deliveries(self) -> Deliveries:
        from billhook.adapters.dynamodb.deliveries import DynamoDeliveries

        return DynamoDeliveries(self._table)

    @cached_property
    def drops(self) -> Drops:
        from billhook.adapters.dynamodb.drops import DynamoDrops

        return DynamoDrops(self._table)

    @cached_property
    def scan_cursors(self) -> ScanCursors:
        from billhook.adapters.dynamodb.scan_cursors import DynamoScanCursors

        return DynamoScanCursors(self._table)

    @cached_property
    def circuit_breakers(self) -> CircuitBreakers:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoCircuitBreakers

        return DynamoCircuitBreakers(self._table)

    @cached_property
    def recoveries(self) -> Recoveries:
        from billhook.adapters.dynamodb.recoveries import DynamoRecoveries

        return DynamoRecoveries(self._table)

    @cached_property
    def due_index(self) -> DueIndex:
        from billhook.adapters.dynamodb.due_index import DynamoDueIndex

        return DynamoDueIndex(self._table)

    @cached_property
    def counters(self) -> Counters:
        from billhook.adapters.dynamodb.counters import DynamoCounters

        return DynamoCounters(self._table)

    @cached_property
    def idempotency_records(self) -> IdempotencyRecords:
        from billhook.adapters.dynamodb.idempotency_records import DynamoIdempotencyRecords

        return DynamoIdempotencyRecords(self._table)

    @cached_property
    def tokens(self) -> Tokens:
        from billhook.adapters.jwt_tokens import JwtTokens
        from billhook.adapters.key_set import KeySet

        told = self.settings
        audiences = frozenset(told.token_audience.split(",")) - {""}
        return JwtTokens(told.token_issuer, audiences, KeySet(told.token_jwks_url, self.clock))

    @cached_property
    def cipher(self) -> Cipher:
        from billhook.adapters.aes_cipher import AesCipher

        return AesCipher(self.ids)

    @cached_property
    def files(self) -> Files:
        from billhook.adapters.s3_files import S3Files

        return S3Files(_client("s3"), self.settings.bucket)

    @cached_property
    def contents(self) -> Contents:
        from billhook.adapters.s3_contents import S3Contents

        return S3Contents(_client("s3"), self.settings.bucket)

    @cached_property
    def parse_queue(self) -> Queue:
        return self._queue(self.settings.parse_queue)

    @cached_property
    def fetch_queue(self) -> Queue:
        return self._queue(self.settings.fetch_queue)

    @cached_property
    def unpack_queue(self) -> Queue:
        return self._queue(self.settings.unpack_queue)

    @cached_property
    def deliver_queue(self) -> Queue:
        return self._queue(self.settings.deliver_queue)

    @cached_property
    def erase_queue(self) -> Queue:
        return self._queue(self.settings.erase_queue)

    @cached_property
    def bus(self) -> Bus:
        from billhook.adapters.eventbridge_bus import EventBridgeBus

        return EventBridgeBus(_client("events"), self.settings.bus)

    @cached_property
    def encryptor(self) -> Encryptor:
        from billhook.adapters.kms_encryptor import KmsEncryptor

        return KmsEncryptor(_client("kms"), self.settings.secrets_key)

    @cached_property
    def hmacs(self) -> Hmacs:
        from billhook.adapters.secret_hmacs import SecretHmacs

        return SecretHmacs(_client("secretsmanager"), self.settings.signing_secret)

    @cached_property
    def _table(self) -> "Table":
        from billhook.adapters.dynamodb.table import Table

        return Table(_client("dynamodb"), self.settings.table)

    def _queue(self, url: str) -> Queue:
        from billhook.adapters.sqs_queue import SqsQueue

        return SqsQueue(_client("sqs"), url)


def _client(service: str) -> Any:
    from billhook.runtime.aws import client

    return client(service)
