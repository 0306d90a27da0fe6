"""Dashboard: documents, cost, API, queues, deliveries and functions of a stage on one page of CloudWatch."""

from collections.abc import Iterable, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from billhook import names
from infra.function import Functions
from infra.queues import DeadLetters, WorkQueue
from infra.stage import Stage

_PERIOD = Duration.minutes(5)
_WIDTH = 8
"""Three graphs in a row of 24."""


class Dashboard(Construct):
    """Made last: it shows every queue that the stack has by then."""

    def __init__(self, scope: Construct, stage: Stage, *, api: apigateway.RestApi, functions: Functions) -> None:
        super().__init__(scope, "Dashboard")
        self._stage = stage
        root = Stack.of(self)
        work = [node for node in root.node.find_all() if isinstance(node, WorkQueue)]
        dead = [node for node in root.node.find_all() if isinstance(node, DeadLetters)]
        cloudwatch.Dashboard(
            self,
            "Page",
            dashboard_name=f"{names.PRODUCT}-{stage.name}",
            period_override=cloudwatch.PeriodOverride.AUTO,
            widgets=[self._of_documents(), _of_api(api), _of_queues(work, dead), _of_functions(functions)],
        )

    def _of_documents(self) -> list[cloudwatch.IWidget]:
        outcomes = cloudwatch.MathExpression(
            expression=(
                f'SEARCH(\'{{{names.METRICS_NAMESPACE},stage,outcome}} MetricName="{names.OUTCOMES_METRIC}"'
                f" stage=\"{self._stage.name}\"', 'Sum', {_PERIOD.to_seconds()})"
            ),
            using_metrics={},
            period=_PERIOD,
            label="",
        )
        time_to_read = [self._metric(names.READ_TIME_METRIC, statistic) for statistic in ("p50", "p95")]
        cost = cloudwatch.MathExpression(
            expression="cost / documents",
            using_metrics={
                "cost": self._metric(names.OCR_COST_METRIC, "Sum"),
                "documents": self._metric(names.DOCUMENTS_METRIC, "Sum"),
            },
            period=_PERIOD,
            label="USD of OCR a document",
        )
        return [
            _graph("Documents by outcome", [outcomes]),
            _graph("Seconds from arrival to final state", time_to_read),
            _graph("Cost of OCR", [self._metric(names.OCR_COST_METRIC, "Sum")], right=[cost]),
        ]

    def _metric(self, name: str, statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace=names.METRICS_NAMESPACE,
            metric_name=name,
            dimensions_map={"stage": self._stage.name},
            period=_PERIOD,
            statistic=statistic,
            label=f"{name} ({statistic})",
        )


def _of_api(api: apigateway.RestApi) -> list[cloudwatch.IWidget]:
    answers = [
        api.metric_count(period=_PERIOD),
        api.metric_client_error(period=_PERIOD),
        api.metric_server_error(period=_PERIOD),
    ]
    latency = [api.metric_latency(period=_PERIOD, statistic=statistic) for statistic in ("p50", "p95")]
    return [_graph("Requests and errors", answers), _graph("Latency (ms)", latency)]


def _of_queues(work: Iterable[WorkQueue], dead: Iterable[DeadLetters]) -> list[cloudwatch.IWidget]:
    ages = [
        queue.queue.metric_approximate_age_of_oldest_message(period=_PERIOD, statistic="Maximum", label=queue.node.id)
        for queue in work
    ]
    waiting = [
        queue.queue.metric_approximate_number_of_messages_visible(period=_PERIOD, label=queue.node.id) for queue in work
    ]
    failed = [
        queue.metric_approximate_number_of_messages_visible(period=_PERIOD, label=queue.node.path.split("/", 1)[1])
        for queue in dead
    ]
    return [
        _graph("Age of the oldest message (s)", ages),
        _graph("Messages that wait", waiting),
        _graph("Dead letters", failed),
    ]


def _of_functions(functions: Functions) -> list[cloudwatch.IWidget]:
    made = list(functions)
    events = functions[names.PUBLISH_EVENTS].metric("IteratorAge", period=_PERIOD, statistic="Maximum")
    return [
        _graph(
            "Errors of functions", [function.metric_errors(period=_PERIOD, label=function.name) for function in made]
        ),
        _graph(
            "Refused calls of functions",
            [function.metric_throttles(period=_PERIOD, label=function.name) for function in made],
        ),
        _graph("Age of events in the stream (ms)", [events]),
    ]


def _graph(
    title: str, metrics: Sequence[cloudwatch.IMetric], right: Sequence[cloudwatch.IMetric] = ()
) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), right=list(right), width=_WIDTH, period=_PERIOD)
