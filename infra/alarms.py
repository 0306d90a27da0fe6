"""Alarms: dead letters, late queues, throttled functions, faults and rejections of documents, sweeper, stream, API."""

from collections.abc import Iterable

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct, IConstruct

from billhook import names
from infra.function import BillhookFunction
from infra.queues import DeadLetters, WorkQueue
from infra.stage import Stage

_MINUTE = Duration.minutes(1)
_FIVE_MINUTES = Duration.minutes(5)
_LATE_SECONDS = 1_800
"""A message may wait 15 minutes by itself, for a retry; twice that means that the queue does not get shorter."""


class Alarms(Construct):
    """Alarms that all speak to one topic; subscribe to it, or name an address with ``-c alarmEmail=``."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Alarms")
        self.topic = sns.Topic(self, "Topic", enforce_ssl=not stage.is_local)
        if stage.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(stage.alarm_email))

    def watch_dead_letters(self, root: IConstruct) -> None:
        """One alarm for every dead letter queue below ``root``: nothing may lie there unseen."""
        for queue in (node for node in root.node.find_all() if isinstance(node, DeadLetters)):
            metric = queue.metric_approximate_number_of_messages_visible(period=_MINUTE, statistic="Maximum")
            self._alarm(
                _name_of(queue),
                metric,
                "Messages that failed five times: find the cause, then redrive them",
                threshold=1,
            )

    def watch_queues(self, root: IConstruct) -> None:
        """One alarm for every work queue below ``root`` whose oldest message waits for half an hour."""
        for work in (node for node in root.node.find_all() if isinstance(node, WorkQueue)):
            metric = work.queue.metric_approximate_age_of_oldest_message(period=_FIVE_MINUTES, statistic="Maximum")
            self._alarm(f"{work.node.id}Late", metric, "Messages wait for half an hour", threshold=_LATE_SECONDS)

    def watch_throttles(self, functions: Iterable[BillhookFunction]) -> None:
        """Calls that Lambda refused because the concurrency of the function or of the account was used up."""
        for function in functions:
            metric = function.metric_throttles(period=_FIVE_MINUTES, statistic="Sum")
            self._alarm(f"{function.node.id}Throttled", metric, "Lambda refuses calls of the function", threshold=10)

    def watch_rejections(self, stage: Stage) -> None:
        """More than half of at least twenty documents of an hour are rejected: a release, or a sender, is broken."""
        documents, rejected = (
            cloudwatch.Metric(
                namespace=names.METRICS_NAMESPACE,
                metric_name=metric,
                dimensions_map={"stage": stage.name},
                period=Duration.hours(1),
                statistic="Sum",
            )
            for metric in (names.DOCUMENTS_METRIC, names.REJECTIONS_METRIC)
        )
        share = cloudwatch.MathExpression(
            expression="IF(documents >= 20, 100 * rejected / documents, 0)",
            using_metrics={"documents": documents, "rejected": rejected},
            period=Duration.hours(1),
            label="Rejected documents (%)",
        )
        self._alarm("RejectionsHigh", share, "Half of the documents of an hour are rejected", threshold=50)

    def watch_sweeper(self, function: BillhookFunction) -> None:
        """The sweeper guarantees every other step, so missing invocations raise an alarm too."""
        self._alarm("SweepFails", function.metric_errors(period=_FIVE_MINUTES), "The sweeper fails", threshold=3)
        self._alarm(
            "SweepSilent",
            function.metric_invocations(period=_FIVE_MINUTES),
            "The sweeper is not called",
            threshold=1,
            comparison=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def watch_documents(self, stage: Stage) -> None:
        """Documents wait for as long as this alarm lasts, so it is raised within two minutes of the first fault."""
        metric = cloudwatch.Metric(
            namespace=names.METRICS_NAMESPACE,
            metric_name=names.FAULTS_METRIC,
            dimensions_map={"stage": stage.name},
            period=_MINUTE,
            statistic="Sum",
        )
        self._alarm("DocumentFaults", metric, "Documents meet faults of Billhook and wait", threshold=1)

    def watch_stream(self, function: BillhookFunction) -> None:
        """Records of the stream that wait are events that nobody has."""
        metric = function.metric("IteratorAge", period=_MINUTE, statistic="Maximum")
        self._alarm("EventsLate", metric, "Events wait for publishing for more than a minute", threshold=60_000)

    def watch_api(self, api: apigateway.RestApi) -> None:
        metric = api.metric_server_error(period=_FIVE_MINUTES, statistic="Sum")
        self._alarm("ApiFails", metric, "The API answers with server errors", threshold=5)

    def _alarm(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        description: str,
        *,
        threshold: int,
        comparison: cloudwatch.ComparisonOperator = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=comparison,
            treat_missing_data=missing,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))


def _name_of(queue: DeadLetters) -> str:
    return "".join(queue.node.path.split("/")[1:])
