"""Implements ``ports.FaultReporter`` with a log line and an embedded metric."""

from dataclasses import dataclass

from billhook import names
from billhook.runtime.observability import fault_fields, logger


@dataclass(frozen=True)
class LoggedFaults:
    """See ``ports.FaultReporter``. ``stage`` is the dimension of the metric."""

    stage: str

    def report(self, fault: Exception, *, document_id: str) -> None:
        logger().error("document fault", extra={"documentId": document_id, **fault_fields(fault)})
        # Imported here: most processes report no fault.
        from aws_lambda_powertools.metrics import MetricUnit, single_metric

        with single_metric(
            name=names.FAULTS_METRIC, unit=MetricUnit.Count, value=1, namespace=names.METRICS_NAMESPACE
        ) as metric:
            metric.add_dimension(name="stage", value=self.stage)
