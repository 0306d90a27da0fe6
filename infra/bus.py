"""Publication and delivery of events: stream -> bus -> plan -> deliver, and the sweeper."""

import json
from collections.abc import Sequence
from typing import cast

from aws_cdk import Aws, Duration, Fn
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from billhook import names
from infra.function import BillhookFunction, Functions, dispatcher_role_arn
from infra.queues import DeadLetters, WorkQueue, accept
from infra.stage import Stage

_OUR_EVENTS = {"source": [{"prefix": names.EVENT_SOURCE_PREFIX}]}
_NEW_OUTBOX_ROWS = {
    "eventName": ["INSERT"],
    "dynamodb": {"Keys": {names.PK: {"S": [{"prefix": names.OUTBOX_KEY_PREFIX}]}}},
}
_COMPANY_PATH = "$.detail.company"
"""Path of the company in an event. It is the message group, which makes the queue fair by company."""

_DAY_SECONDS = 86_400
_PARALLEL_BATCHES = 10
_TARGETS_OF_A_RULE = 5
"""EventBridge's quota."""


class Bus(Construct):
    """The event bus with the functions that publish to it and deliver from it.

    ``reserved_buses`` are ARN patterns of buses that no customer may use.
    """

    def __init__(self, scope: Construct, stage: Stage, *, functions: Functions) -> None:
        super().__init__(scope, "Bus")
        self.reserved_buses = [_reserved_buses(stage)]
        self.bus = self._bus(stage)
        self.plan = WorkQueue(self, "PlanQueue", stage=stage, consumer=names.PLAN_DELIVERIES)
        self.deliver = WorkQueue(self, "DeliverQueue", stage=stage, consumer=names.DELIVER)
        self.unpublished = DeadLetters(self, "Unpublished", stage=stage)
        self.unswept = DeadLetters(self, "Unswept", stage=stage)
        functions.known |= {
            "bus": self.bus.event_bus_name,
            "deliver_queue": self.deliver.url,
            "dispatcher_role": dispatcher_role_arn(stage),
            "reserved_buses": ",".join(self.reserved_buses),
        }

    def run(self, functions: Functions, table: dynamodb.TableV2) -> None:
        """Create the functions of the queues, after the API: they need its address, and the API needs the queues."""
        self._publish(functions.make(self, names.PUBLISH_EVENTS), table)
        self._route()
        self.plan.feed(functions.make(self, names.PLAN_DELIVERIES), batch_size=10)
        self.deliver.feed(functions.make(self, names.DELIVER), batch_size=10)
        self._sweep(functions.make(self, names.SWEEP), functions.stage)

    def _bus(self, stage: Stage) -> events.EventBus:
        name = f"{names.PRODUCT}-{stage.name}"
        bus = events.EventBus(self, "Bus", event_bus_name=name)
        resource = cast(events.CfnEventBus, bus.node.default_child)
        resource.policy = _closed_policy(name)
        if stage.archive_days:
            bus.archive(
                "Archive",
                description="Published events, for replay",
                event_pattern=events.EventPattern(source=events.Match.prefix(names.EVENT_SOURCE_PREFIX)),
                retention=Duration.days(stage.archive_days),
            )
        return bus

    def _publish(self, function: BillhookFunction, table: dynamodb.TableV2) -> None:
        """Feed new outbox rows to ``function``. The sweeper publishes missed ones within a minute."""
        stream = table.table_stream_arn or ""
        function.allow("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", on=[stream])
        function.allow(
            "dynamodb:ListStreams", on=["*"]
        )  # required by the mapping; it has no resource-level permissions
        function.allow("sqs:SendMessage", on=[self.unpublished.queue_arn])
        lambda_.CfnEventSourceMapping(
            self,
            "OutboxFeed",
            function_name=function.function_name,
            event_source_arn=stream,
            starting_position="TRIM_HORIZON",
            batch_size=10,
            # Batches of a shard are published in parallel. Events of one subject keep their order: one partition key.
            parallelization_factor=_PARALLEL_BATCHES,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=5,
            maximum_record_age_in_seconds=3600,
            function_response_types=["ReportBatchItemFailures"],
            filter_criteria={"filters": [{"pattern": json.dumps(_NEW_OUTBOX_ROWS)}]},
            destination_config={"onFailure": {"destination": self.unpublished.queue_arn}},
        )

    def _route(self) -> None:
        rule = events.CfnRule(
            self,
            "ToPlan",
            description="Plans deliveries of every event of Billhook",
            event_bus_name=self.bus.event_bus_name,
            event_pattern=_OUR_EVENTS,
            targets=[
                events.CfnRule.TargetProperty(
                    id="Plan",
                    arn=self.plan.arn,
                    sqs_parameters=events.CfnRule.SqsParametersProperty(message_group_id=_COMPANY_PATH),
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.plan.dead_letters.queue_arn),
                    retry_policy=events.CfnRule.RetryPolicyProperty(
                        maximum_event_age_in_seconds=_DAY_SECONDS, maximum_retry_attempts=185
                    ),
                )
            ],
        )
        for queue in (self.plan.queue, self.plan.dead_letters):
            accept(queue, service="events.amazonaws.com", source_arn=rule.attr_arn)

    def _sweep(self, function: BillhookFunction, stage: Stage) -> None:
        """Call the sweeper every minute, once a shard. A failed sweep is not retried: the next one repeats its work.

        The local stage calls it once for all shards.
        """
        inputs = [None] if stage.is_local else [json.dumps({"shard": shard}) for shard in range(names.DUE_SHARDS)]
        for number, start in enumerate(range(0, len(inputs), _TARGETS_OF_A_RULE)):
            self._sweep_each_minute(function, f"EveryMinute{number or ''}", inputs[start : start + _TARGETS_OF_A_RULE])
        function.configure_async_invoke(retry_attempts=0, max_event_age=Duration.seconds(60))

    def _sweep_each_minute(self, function: BillhookFunction, name: str, inputs: Sequence[str | None]) -> None:
        rule = events.CfnRule(
            self,
            name,
            description="Runs the sweeper",
            schedule_expression="rate(1 minute)",
            targets=[
                events.CfnRule.TargetProperty(
                    id=f"Sweep{number or ''}",
                    arn=function.function_arn,
                    input=text,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.unswept.queue_arn),
                    retry_policy=events.CfnRule.RetryPolicyProperty(
                        maximum_event_age_in_seconds=60, maximum_retry_attempts=0
                    ),
                )
                for number, text in enumerate(inputs)
            ],
        )
        accept(self.unswept, service="events.amazonaws.com", source_arn=rule.attr_arn)
        function.add_permission(name, principal=iam.ServicePrincipal("events.amazonaws.com"), source_arn=rule.attr_arn)


def _reserved_buses(stage: Stage) -> str:
    """ARN pattern of the buses in our own account, which no customer may use as destination.

    The local cloud has one account, so only Billhook's own bus is reserved there: events sent to it would loop.
    """
    name = f"{names.PRODUCT}-{stage.name}" if stage.is_local else "*"
    return f"arn:{Aws.PARTITION}:events:*:{Aws.ACCOUNT_ID}:event-bus/{name}"


def _closed_policy(bus_name: str) -> dict[str, object]:
    """A resource policy: only the listed accounts may put events, and only with Billhook's source."""
    accounts = [Aws.ACCOUNT_ID]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "OurAccountsOnly",
                "Effect": "Allow",
                "Principal": {"AWS": [Fn.sub("arn:${AWS::Partition}:iam::${Id}:root", {"Id": i}) for i in accounts]},
                "Action": "events:PutEvents",
                "Resource": Fn.sub(
                    "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Name}",
                    {"Name": bus_name},
                ),
                "Condition": {"StringLike": {"events:source": f"{names.EVENT_SOURCE_PREFIX}*"}},
            }
        ],
    }
