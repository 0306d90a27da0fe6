"""Who may do what: the whole of it, on one screen. ``tests/infra/test_permissions.py`` reads it back from the template.

What a function needs to be fed and to log is granted where it is fed and made; what it does to our data is here.
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
    """What there is, by the names that the grants below use."""

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
        self._absence()

    def _front_door(self) -> None:
        table, signing = self.storage.table.table_arn, self.secrets.signing_arn
        lists = self._index(names.LISTS_INDEX)
        authorize, api, admin = (self.functions[name] for name in (names.AUTHORIZE, names.API, names.ADMIN))

        authorize.may(_GET, on=[table])
        api.may(_GET, _GET_MANY, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        api.may(_QUERY, on=[lists])
        api.may("s3:PutObject", on=[self._objects(names.DOCUMENTS_PREFIX)])  # what people correct and enter
        api.may("sqs:SendMessage", on=[self.ingestion.parse.arn, self.erasure.erase.arn])
        api.may("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX), self._objects(names.DROP_PREFIX)])
        api.may(*_READ_OBJECT, on=self._all_objects())
        api.may("sqs:SendMessage", on=[self.ingestion.fetch.arn, self.bus.deliver.arn])
        api.may("kms:Encrypt", on=[self.secrets.sealing_key.key_arn])
        admin.may(_GET, _PUT, _UPDATE, _QUERY, on=[table])
        admin.may(_QUERY, on=[lists])
        for function in (authorize, api, admin):
            function.may("secretsmanager:GetSecretValue", on=[signing])

    def _ingestion(self) -> None:
        table = self.storage.table.table_arn
        fetch = self.functions[names.FETCH_URL]
        fetch.may(_GET, _PUT, _UPDATE, on=[table])
        fetch.may("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX)])
        fetch.may("sqs:SendMessage", on=[self.ingestion.fetch.arn])
        unpack = self.functions[names.UNPACK_ARCHIVE]
        unpack.may(_GET, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        unpack.may(*_READ_OBJECT, on=[self._objects(names.INCOMING_PREFIX), self._objects(names.DROP_PREFIX)])
        unpack.may("s3:PutObject", on=[self._objects(names.INCOMING_PREFIX)])
        unpack.may("sqs:SendMessage", on=[self.ingestion.parse.arn])
        self.functions[names.PARSE_DOCUMENT].may("sqs:SendMessage", on=[self.ingestion.unpack.arn])
        for name in (names.PARSE_DOCUMENT, names.FINISH_READING):
            reader = self.functions[name]
            reader.may(_GET, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
            reader.may(*_READ_OBJECT, on=self._all_objects())
            reader.may("s3:PutObject", on=[self._objects(names.WORK_PREFIX), self._objects(names.DOCUMENTS_PREFIX)])
            reader.may("s3:GetObject", on=[self._objects(names.WORK_PREFIX)])  # Textract reads it with our rights
            reader.may("sqs:SendMessage", on=[self.ingestion.parse.arn])
            reader.may(
                "textract:DetectDocumentText",
                "textract:StartDocumentTextDetection",
                "textract:GetDocumentTextDetection",
                "textract:AnalyzeExpense",
                on=["*"],  # Textract knows no resources
            )
            reader.may(
                "iam:PassRole",
                on=[self.ingestion.textract_role.role_arn],
                when={"StringEquals": {"iam:PassedToService": "textract.amazonaws.com"}},
            )

    def _erasure(self) -> None:
        erase, table = self.functions[names.ERASE], self.storage.table.table_arn
        every = [self._objects(names.WORK_PREFIX), *self._all_objects()]
        erase.may(_GET, _GET_MANY, _PUT, _UPDATE, _DELETE, _QUERY, on=[table])
        erase.may(_QUERY, on=[self._index(names.LISTS_INDEX)])
        erase.may("s3:DeleteObject", "s3:DeleteObjectVersion", on=every)  # S3 requires both for any deletion
        erase.may("s3:ListBucketVersions", on=[self.storage.bucket.bucket_arn])
        erase.may("sqs:SendMessage", on=[self.erasure.erase.arn])

    def _events(self) -> None:
        table, signing = self.storage.table.table_arn, self.secrets.signing_arn
        publish, plan, deliver, sweep = (
            self.functions[name] for name in (names.PUBLISH_EVENTS, names.PLAN_DELIVERIES, names.DELIVER, names.SWEEP)
        )
        for publisher in (publish, sweep):
            publisher.may(_GET, _PUT, _UPDATE, _QUERY, on=[table])
            publisher.may(_GET_MANY, on=[table])
            publisher.may(_QUERY, on=[self._index(names.LISTS_INDEX)])  # a site's bills, to reselect the active bill
            publisher.may("s3:GetObject", on=[self._objects(names.DOCUMENTS_PREFIX)])
            publisher.may("events:PutEvents", on=[self.bus.bus.event_bus_arn])
        sweep.may(_QUERY, on=[self._index(names.DUE_INDEX)])
        sweep.may(
            "sqs:SendMessage",
            on=[self.ingestion.parse.arn, self.ingestion.fetch.arn, self.bus.deliver.arn, self.erasure.erase.arn],
        )
        plan.may(_PUT, _UPDATE, on=[table])
        plan.may(_QUERY, on=[self._index(names.LISTS_INDEX)])
        plan.may("sqs:SendMessage", on=[self.bus.deliver.arn])
        deliver.may(_GET, _PUT, _UPDATE, _QUERY, on=[table])
        deliver.may(_QUERY, on=[self._index(names.LISTS_INDEX)])  # what there is to recover
        deliver.may("s3:GetObject", on=[self._objects(names.DOCUMENTS_PREFIX)])
        deliver.may("sqs:SendMessage", on=[self.bus.deliver.arn])
        deliver.may("kms:Decrypt", on=[self.secrets.sealing_key.key_arn])
        # Customers configure their buses at run time. Each bus has to admit this role and the company's source.
        deliver.may("events:PutEvents", on=[_ANY_BUS])
        deliver.may_not("events:PutEvents", on=self.bus.reserved_buses)
        sweep.may("s3:GetObject", on=[self._objects(names.INCOMING_PREFIX)])
        for function in (publish, deliver, sweep):
            function.may("secretsmanager:GetSecretValue", on=[signing])

    def _absence(self) -> None:
        """Without ListBucket, S3 answers "denied" for an object that is not there, which is no answer at all."""
        for name in (
            names.API,
            names.UNPACK_ARCHIVE,
            names.PARSE_DOCUMENT,
            names.FINISH_READING,
            names.PUBLISH_EVENTS,
            names.DELIVER,
            names.SWEEP,
        ):
            self.functions[name].may("s3:ListBucket", on=[self.storage.bucket.bucket_arn])

    def _index(self, name: str) -> str:
        return f"{self.storage.table.table_arn}/index/{name}"

    def _objects(self, prefix: str) -> str:
        return self.storage.bucket.arn_for_objects(f"{prefix}*")

    def _all_objects(self) -> list[str]:
        """What was handed in, by either way, and what was read from it."""
        return [self._objects(p) for p in (names.INCOMING_PREFIX, names.DROP_PREFIX, names.DOCUMENTS_PREFIX)]
