"""Permissions of all functions on data. ``tests/infra/test_permissions.py`` checks them in the template.

Permissions for event sources and logs are granted where these are created.
"""

from dataclasses import dataclass

from aws_cdk import Aws

from billhook import names
from infra.bus import Bus
from infra.erasure import Erasure
from infra.function import Functions
from infra.ingestion import Ingestion
from infra.secrets import Secrets
from infra.storage import Storage

_GET, _PUT, _UPDATE, _DELETE, _QUERY = (
    f"dynamodb:{action}" for action in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
)
_GET_MANY = "dynamodb:BatchGetItem"
_ANY_BUS = f"arn:{Aws.PARTITION}:events:*:*:event-bus/*"
_READ_OBJECT = ("s3:GetObject", "s3:GetObjectVersion")


@dataclass(frozen=True)
class Permissions:
    """Grants of all functions on the constructs of the stack."""

    functions: Functions
    storage: Storage
    secrets: Secrets
    ingestion: Ingestion
    erasure: Erasure
    bus: Bus

    def grant(self) -> None:
        self._front_door()
        self._ingestion()
        self._erasure()
        self._events()
        self._object_existence()

    def _front_door(self) -> None:
        table, signing = self.storage.table.table_arn, self.secrets.signing_arn
        lists = self._index(names.LISTS_INDEX)
        authorize, api, admin = (self.functions[name] for name in (names.AUTHORIZE, names.API, names.ADMIN))

        authorize.allow(_GET, on=[table])
        api.allow(_GET, _GET_MANY, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        api.allow(_QUERY, on=[lists])
        api.allow("s3:PutObject", on=[self._objects(names.DOCUMENTS_PREFIX)])  # corrections and entered documents
        api.allow("sqs:SendMessage", on=[self.ingestion.parse.arn, self.erasure.erase.arn])
        api.allow("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX), self._objects(names.DROP_PREFIX)])
        api.allow(*_READ_OBJECT, on=self._all_objects())
        api.allow("sqs:SendMessage", on=[self.ingestion.fetch.arn, self.bus.deliver.arn])
        api.allow("kms:Encrypt", on=[self.secrets.sealing_key.key_arn])
        admin.allow(_GET, _PUT, _UPDATE, _QUERY, on=[table])
        admin.allow(_QUERY, on=[lists])
        for function in (authorize, api, admin):
            function.allow("secretsmanager:GetSecretValue", on=[signing])

    def _ingestion(self) -> None:
        table = self.storage.table.table_arn
        fetch = self.functions[names.FETCH_URL]
        fetch.allow(_GET, _PUT, _UPDATE, on=[table])
        fetch.allow("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX)])
        fetch.allow("sqs:SendMessage", on=[self.ingestion.fetch.arn])
        unpack = self.functions[names.UNPACK_ARCHIVE]
        unpack.allow(_GET, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        unpack.allow(*_READ_OBJECT, on=[self._objects(names.INCOMING_PREFIX), self._objects(names.DROP_PREFIX)])
        unpack.allow("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX)])
        unpack.allow("sqs:SendMessage", on=[self.ingestion.parse.arn])
        self.functions[names.ENQUEUE_FILE].allow("sqs:SendMessage", on=[self.ingestion.parse.arn])
        self.functions[names.PARSE_DOCUMENT].allow("sqs:SendMessage", on=[self.ingestion.unpack.arn])
        for name in (names.PARSE_DOCUMENT, names.FINISH_READING):
            reader = self.functions[name]
            reader.allow(_GET, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
            reader.allow(*_READ_OBJECT, on=self._all_objects())
            reader.allow("s3:PutObject", on=[self._objects(names.WORK_PREFIX), self._objects(names.DOCUMENTS_PREFIX)])
            reader.allow(
                "s3:GetObject", on=[self._objects(names.WORK_PREFIX)]
            )  # Textract reads it with the caller's permissions
            reader.allow("sqs:SendMessage", on=[self.ingestion.parse.arn])
            reader.allow(
                "textract:DetectDocumentText",
                "textract:StartDocumentTextDetection",
                "textract:GetDocumentTextDetection",
                "textract:AnalyzeExpense",
                on=["*"],  # Textract has no resource-level permissions
            )
            reader.allow(
                "iam:PassRole",
                on=[self.ingestion.textract_role.role_arn],
                when={"StringEquals": {"iam:PassedToService": "textract.amazonaws.com"}},
            )

    def _erasure(self) -> None:
        erase, table = self.functions[names.ERASE], self.storage.table.table_arn
        every = [self._objects(names.WORK_PREFIX), *self._all_objects()]
        erase.allow(_GET, _GET_MANY, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        erase.allow(_QUERY, on=[self._index(names.LISTS_INDEX)])
        erase.allow("s3:DeleteObject", "s3:DeleteObjectVersion", on=every)  # S3 requires both for any deletion
        erase.allow("s3:ListBucketVersions", on=[self.storage.bucket.bucket_arn])
        erase.allow("sqs:SendMessage", on=[self.erasure.erase.arn])

    def _events(self) -> None:
        table, signing = self.storage.table.table_arn, self.secrets.signing_arn
        publish, plan, deliver, sweep = (
            self.functions[name] for name in (names.PUBLISH_EVENTS, names.PLAN_DELIVERIES, names.DELIVER, names.SWEEP)
        )
        for publisher in (publish, sweep):
            publisher.allow(_GET, _PUT, _UPDATE, _QUERY, on=[table])
            publisher.allow(_GET_MANY, on=[table])
            publisher.allow(_QUERY, on=[self._index(names.LISTS_INDEX)])  # a site's bills, to reselect the active bill
            publisher.allow("s3:GetObject", on=[self._objects(names.DOCUMENTS_PREFIX)])
            publisher.allow("events:PutEvents", on=[self.bus.bus.event_bus_arn])
        sweep.allow(_QUERY, on=[self._index(names.DUE_INDEX)])
        sweep.allow(
            "sqs:SendMessage",
            on=[self.ingestion.parse.arn, self.ingestion.fetch.arn, self.bus.deliver.arn, self.erasure.erase.arn],
        )
        plan.allow(_PUT, _UPDATE, on=[table])
        plan.allow(_QUERY, on=[self._index(names.LISTS_INDEX)])
        plan.allow("sqs:SendMessage", on=[self.bus.deliver.arn])
        deliver.allow(_GET, _PUT, _UPDATE, _QUERY, on=[table])
        deliver.allow(_QUERY, on=[self._index(names.LISTS_INDEX)])  # deliveries to recover
        deliver.allow("s3:GetObject", on=[self._objects(names.DOCUMENTS_PREFIX)])
        deliver.allow("sqs:SendMessage", on=[self.bus.deliver.arn])
        deliver.allow("kms:Decrypt", on=[self.secrets.sealing_key.key_arn])
        # Customers configure their buses at run time. Each bus has to admit this role and the company's source.
        deliver.allow("events:PutEvents", on=[_ANY_BUS])
        deliver.deny("events:PutEvents", on=self.bus.reserved_buses)
        sweep.allow("s3:GetObject", on=[self._objects(names.INCOMING_PREFIX)])
        for function in (publish, deliver, sweep):
            function.allow("secretsmanager:GetSecretValue", on=[signing])

    def _object_existence(self) -> None:
        """Allow ListBucket: without it S3 responds with 403 instead of 404 for an absent object."""
        for name in (
            names.API,
            names.UNPACK_ARCHIVE,
            names.PARSE_DOCUMENT,
            names.FINISH_READING,
            names.PUBLISH_EVENTS,
            names.DELIVER,
            names.SWEEP,
        ):
            self.functions[name].allow("s3:ListBucket", on=[self.storage.bucket.bucket_arn])

    def _index(self, name: str) -> str:
        return f"{self.storage.table.table_arn}/index/{name}"

    def _objects(self, prefix: str) -> str:
        return self.storage.bucket.arn_for_objects(f"{prefix}*")

    def _all_objects(self) -> list[str]:
        """Uploaded files of both prefixes, and extracted contents."""
        return [self._objects(p) for p in (names.INCOMING_PREFIX, names.DROP_PREFIX, names.DOCUMENTS_PREFIX)]
