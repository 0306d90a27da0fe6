"""Intake: S3 -> queue -> enqueue -> queue in turns by company -> parse.

URL -> queue -> fetch; archive -> queue -> unpack; Textract -> queue -> finish.
"""

from typing import cast

import jsii
from aws_cdk import Aws, CfnResource, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.interfaces.aws_s3 import IBucketRef
from constructs import Construct

from billhook import names
from infra.function import Functions
from infra.logs import log_group
from infra.queues import WorkQueue, accept
from infra.stage import Stage

NOTIFIER_ID = "BucketNotificationsHandler"
"""Construct id prefix of the CDK's own function, which sets the notifications of all buckets."""


class Ingestion(Construct):
    """Intake queues, their functions, and the topic for Textract's completion messages."""

    def __init__(self, scope: Construct, stage: Stage, *, functions: Functions, bucket: s3.Bucket) -> None:
        super().__init__(scope, "Ingestion")
        self.fetch = WorkQueue(self, "FetchQueue", stage=stage, consumer=names.FETCH_URL)
        self.unpack = WorkQueue(self, "UnpackQueue", stage=stage, consumer=names.UNPACK_ARCHIVE)
        self.arrivals = WorkQueue(self, "ArrivalQueue", stage=stage, consumer=names.ENQUEUE_FILE)
        self.parse = WorkQueue(self, "ParseQueue", stage=stage, consumer=names.PARSE_DOCUMENT)
        self.completion = WorkQueue(self, "CompletionQueue", stage=stage, consumer=names.FINISH_READING)
        self.topic = self._topic(stage)
        self.textract_role = self._textract_role()
        functions.known |= {
            "fetch_queue": self.fetch.url,
            "unpack_queue": self.unpack.url,
            "parse_queue": self.parse.url,
            "textract_topic": self.topic.topic_arn,
            "textract_role": self.textract_role.role_arn,
        }
        self.fetch.feed(functions.make(self, names.FETCH_URL), batch_size=1)
        self.unpack.feed(functions.make(self, names.UNPACK_ARCHIVE), batch_size=1)
        self.arrivals.feed(functions.make(self, names.ENQUEUE_FILE), batch_size=10)
        self.parse.feed(functions.make(self, names.PARSE_DOCUMENT), batch_size=1)
        self.completion.feed(functions.make(self, names.FINISH_READING), batch_size=1)
        self._announce_objects(bucket, stage)
        if stage.machine and stage.machine.textract_url:
            for name in (names.PARSE_DOCUMENT, names.FINISH_READING):
                functions[name].add_environment("AWS_ENDPOINT_URL_TEXTRACT", stage.machine.textract_url)

    def _announce_objects(self, bucket: s3.Bucket, stage: Stage) -> None:
        for prefix in (names.INCOMING_PREFIX, names.DROP_PREFIX):
            bucket.add_event_notification(
                s3.EventType.OBJECT_CREATED, _ToQueue(self.arrivals), s3.NotificationKeyFilter(prefix=prefix)
            )
        self._limit_the_notifiers_logs(stage)

    def _limit_the_notifiers_logs(self, stage: Stage) -> None:
        """Give the CDK's notification function a log group: without one its logs never expire."""
        notifier = next(n for n in Stack.of(self).node.children if n.node.id.startswith(NOTIFIER_ID))
        logs = log_group(self, "NotifierLogs", stage=stage)
        resource = cast(CfnResource, notifier.node.find_child("Resource"))
        resource.add_property_override("LoggingConfig.LogGroup", logs.log_group_name)

    def _topic(self, stage: Stage) -> sns.Topic:
        topic = sns.Topic(self, "TextractTopic", enforce_ssl=not stage.is_local)
        accept(self.completion.queue, service="sns.amazonaws.com", source_arn=topic.topic_arn)
        accept(self.completion.dead_letters, service="sns.amazonaws.com", source_arn=topic.topic_arn)
        sns.CfnSubscription(
            self,
            "Subscription",
            topic_arn=topic.topic_arn,
            protocol="sqs",
            endpoint=self.completion.arn,
            raw_message_delivery=True,
            redrive_policy={"deadLetterTargetArn": self.completion.dead_letters.queue_arn},
        )
        return topic

    def _textract_role(self) -> iam.Role:
        role = iam.Role(
            self,
            "TextractRole",
            assumed_by=iam.ServicePrincipal(
                "textract.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
            ),
            description="Lets Textract publish completion messages",
        )
        role.add_to_policy(iam.PolicyStatement(actions=["sns:Publish"], resources=[self.topic.topic_arn]))
        return role


@jsii.implements(s3.IBucketNotificationDestination)
class _ToQueue:
    """Like the CDK's own destination, but its queue policy also requires our account as the source."""

    def __init__(self, work: WorkQueue) -> None:
        self._work = work

    def bind(self, scope: Construct, bucket: IBucketRef) -> s3.BucketNotificationDestinationConfig:
        del scope
        allowed = accept(self._work.queue, service="s3.amazonaws.com", source_arn=bucket.bucket_ref.bucket_arn)
        return s3.BucketNotificationDestinationConfig(
            arn=self._work.arn,
            type=s3.BucketNotificationDestinationType.QUEUE,
            dependencies=[allowed.policy_dependable] if allowed.policy_dependable else None,
        )
