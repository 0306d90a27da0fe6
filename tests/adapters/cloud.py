"""The adapters over AWS clients; each test has a separate table, bucket, queues and secrets."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

import boto3

from billhook import names
from billhook.adapters.aes_cipher import AesCipher
from billhook.adapters.clock import SystemClock, SystemIds
from billhook.adapters.dynamodb.accounts import DynamoAccounts
from billhook.adapters.dynamodb.budgets import DynamoBudgets
from billhook.adapters.dynamodb.circuit_breakers import (
    DynamoCircuitBreakers,
    DynamoOcrRates,
    DynamoProcessingCircuits,
    DynamoRateLimits,
)
from billhook.adapters.dynamodb.companies import DynamoCompanies
from billhook.adapters.dynamodb.company_rows import DynamoCompanyRows
from billhook.adapters.dynamodb.counters import DynamoCounters
from billhook.adapters.dynamodb.deliveries import DynamoDeliveries
from billhook.adapters.dynamodb.destinations import DynamoDestinations
from billhook.adapters.dynamodb.documents import DynamoDocuments
from billhook.adapters.dynamodb.drops import DynamoDrops
from billhook.adapters.dynamodb.due_index import DynamoDueIndex
from billhook.adapters.dynamodb.fingerprints import DynamoFingerprints
from billhook.adapters.dynamodb.idempotency_records import DynamoIdempotencyRecords
from billhook.adapters.dynamodb.jobs import DynamoJobs
from billhook.adapters.dynamodb.outbox import DynamoOutbox
from billhook.adapters.dynamodb.recoveries import DynamoRecoveries
from billhook.adapters.dynamodb.scan_cursors import DynamoScanCursors
from billhook.adapters.dynamodb.table import Table
from billhook.adapters.eventbridge_bus import EventBridgeBus
from billhook.adapters.kms_encryptor import KmsEncryptor
from billhook.adapters.s3_contents import S3Contents
from billhook.adapters.s3_files import S3Files
from billhook.adapters.secret_hmacs import SecretHmacs
from billhook.adapters.sqs_queue import SqsQueue
from billhook.runtime.aws import config_of

_ATTRIBUTES = (names.PK, names.SK, names.LISTS_PK, names.LISTS_SK, names.DUE_PK, names.DUE_SK)
_numbers = count(1)


@dataclass
class Clients:
    """One boto3 client per service, shared by all tests of a process."""

    endpoint: str | None = None
    by_service: dict[str, Any] = field(default_factory=dict)

    def __call__(self, service: str) -> Any:
        if service not in self.by_service:
            session = boto3.Session("test", "test", region_name="us-east-1")
            connect: Callable[..., Any] = session.client
            self.by_service[service] = connect(service, endpoint_url=self.endpoint, config=config_of(service))
        return self.by_service[service]


@dataclass
class Cloud:
    """Every adapter, under the attribute names of ``tests.fakes.World``; resources are created on first use."""

    clients: Clients
    name: str = field(default_factory=lambda: f"contract-{SystemIds().new()}-{next(_numbers)}")

    @cached_property
    def table(self) -> Table:
        create_table(self.clients("dynamodb"), self.name)
        return Table(self.clients("dynamodb"), self.name)

    @cached_property
    def bucket(self) -> str:
        s3 = self.clients("s3")
        s3.create_bucket(Bucket=self.name)
        s3.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})
        return self.name

    @cached_property
    def queue_url(self) -> str:
        return str(self.clients("sqs").create_queue(QueueName=self.name)["QueueUrl"])

    clock = SystemClock()
    ids = SystemIds()

    @property
    def accounts(self) -> DynamoAccounts:
        return DynamoAccounts(self.table)

    @property
    def companies(self) -> DynamoCompanies:
        return DynamoCompanies(self.table)

    @property
    def company_rows(self) -> DynamoCompanyRows:
        return DynamoCompanyRows(self.table)

    @property
    def jobs(self) -> DynamoJobs:
        return DynamoJobs(self.table)

    @property
    def documents(self) -> DynamoDocuments:
        return DynamoDocuments(self.table)

    @property
    def fingerprints(self) -> DynamoFingerprints:
        return DynamoFingerprints(self.table)

    @property
    def outbox(self) -> DynamoOutbox:
        return DynamoOutbox(self.table)

    @property
    def destinations(self) -> DynamoDestinations:
        return DynamoDestinations(self.table)

    @property
    def deliveries(self) -> DynamoDeliveries:
        return DynamoDeliveries(self.table)

    @property
    def drops(self) -> DynamoDrops:
        return DynamoDrops(self.table)

    @property
    def scan_cursors(self) -> DynamoScanCursors:
        return DynamoScanCursors(self.table)

    @property
    def circuit_breakers(self) -> DynamoCircuitBreakers:
        return DynamoCircuitBreakers(self.table)

    @property
    def rate_limits(self) -> DynamoRateLimits:
        return DynamoRateLimits(self.table)

    @property
    def processing_circuits(self) -> DynamoProcessingCircuits:
        return DynamoProcessingCircuits(self.table)

    @property
    def ocr_rates(self) -> DynamoOcrRates:
        return DynamoOcrRates(self.table)

    @property
    def recoveries(self) -> DynamoRecoveries:
        return DynamoRecoveries(self.table)

    @property
    def due_index(self) -> DynamoDueIndex:
        return DynamoDueIndex(self.table)

    @property
    def budgets(self) -> DynamoBudgets:
        return DynamoBudgets(self.table)

    @property
    def counters(self) -> DynamoCounters:
        return DynamoCounters(self.table)

    @property
    def idempotency_records(self) -> DynamoIdempotencyRecords:
        return DynamoIdempotencyRecords(self.table)

    @property
    def cipher(self) -> AesCipher:
        return AesCipher(self.ids)

    @cached_property
    def files(self) -> S3Files:
        return S3Files(self.clients("s3"), self.bucket)

    @cached_property
    def contents(self) -> S3Contents:
        return S3Contents(self.clients("s3"), self.bucket)

    @cached_property
    def parse_queue(self) -> SqsQueue:
        return SqsQueue(self.clients("sqs"), self.queue_url)

    @cached_property
    def bus(self) -> EventBridgeBus:
        self.clients("events").create_event_bus(Name=self.name)
        return EventBridgeBus(self.clients("events"), self.name)

    @cached_property
    def encryptor(self) -> KmsEncryptor:
        key = self.clients("kms").create_key()["KeyMetadata"]["KeyId"]
        return KmsEncryptor(self.clients("kms"), key)

    @cached_property
    def hmacs(self) -> SecretHmacs:
        secret = self.clients("secretsmanager").create_secret(Name=self.name, SecretString="s" * 64)
        return SecretHmacs(self.clients("secretsmanager"), secret["ARN"])

    def received(self) -> list[dict[str, Any]]:
        """Return the messages that are visible in the parse queue."""
        answer = self.clients("sqs").receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", ())]


def create_table(client: Any, name: str) -> None:
    """Create the table with the keys and indexes of the stack."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in _ATTRIBUTES],
        KeySchema=_schema(names.PK, names.SK),
        GlobalSecondaryIndexes=[
            _index(names.LISTS_INDEX, names.LISTS_PK, names.LISTS_SK),
            _index(names.DUE_INDEX, names.DUE_PK, names.DUE_SK),
        ],
    )


def _schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _index(name: str, partition: str, sort: str) -> dict[str, Any]:
    return {"IndexName": name, "KeySchema": _schema(partition, sort), "Projection": {"ProjectionType": "ALL"}}
