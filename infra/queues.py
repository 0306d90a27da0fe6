"""SQS queues: visibility timeout by consumer, dead letter queue, resource policy that names each sender."""

from aws_cdk import Aws, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.function import BillhookFunction
from infra.stage import Stage

MAX_RECEIVES = 5
_RETENTION = Duration.days(4)
_DEAD_RETENTION = Duration.days(14)
"""Longer than the source's retention: a dead letter keeps its original enqueue time."""


class DeadLetters(sqs.Queue):
    """The dead letter queue, with an alarm on its depth."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(
            scope,
            construct_id,
            retention_period=_DEAD_RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=not stage.is_local,
        )


class WorkQueue(Construct):
    """A queue that feeds the one function named ``consumer``, with dead letters."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage, consumer: str) -> None:
        super().__init__(scope, construct_id)
        self._stage, self._consumer = stage, consumer
        self.dead_letters = DeadLetters(self, "DeadLetters", stage=stage)
        self.queue = sqs.Queue(
            self,
            "Queue",
            visibility_timeout=Duration.seconds(stage.visibility_of(consumer)),
            retention_period=_RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=not stage.is_local,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MAX_RECEIVES),
        )

    @property
    def url(self) -> str:
        return self.queue.queue_url

    @property
    def arn(self) -> str:
        return self.queue.queue_arn

    def feed(self, function: BillhookFunction, *, batch_size: int) -> None:
        """Let Lambda poll this queue for ``function``, which reports failures per message of a batch."""
        if function.name != self._consumer:
            raise ValueError(f"{self.node.path} is timed for {self._consumer}, not for {function.name}.")
        function.allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", on=[self.arn])
        lambda_.EventSourceMapping(
            self,
            "Feed",
            target=function,
            event_source_arn=self.arn,
            batch_size=batch_size,
            max_concurrency=self._stage.concurrency[function.name],
            report_batch_item_failures=True,
        )


def accept(queue: sqs.Queue, *, service: str, source_arn: str) -> iam.AddToResourcePolicyResult:
    """Allow an AWS service to send on behalf of one resource of this account."""
    return queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(service)],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={
                "ArnLike": {"aws:SourceArn": source_arn},
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            },
        )
    )
