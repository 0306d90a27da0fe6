"""Implements ``ports.ProcessingMonitor`` with log lines and metrics that CloudWatch takes from the log."""

from collections.abc import Mapping
from dataclasses import dataclass

from billhook import names
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.runtime.observability import fault_fields, logger


@dataclass(frozen=True)
class LoggedProcessing:
    """See ``ports.ProcessingMonitor``. ``stage`` is a dimension of every metric, the outcome of one more."""

    stage: str

    def report_fault(self, fault: Exception, *, document_id: str) -> None:
        logger().error("document fault", extra={"documentId": document_id, **fault_fields(fault)})
        self._flush({names.FAULTS_METRIC: 1})

    def report_outcome(self, final: Document) -> None:
        self._flush(
            {
                names.DOCUMENTS_METRIC: 1,
                names.REJECTIONS_METRIC: int(final.status is Status.REJECTED),
                names.OCR_COST_METRIC: float(final.result.estimated_cost),
                **_seconds_to_read(final),
            }
        )
        self._flush({names.OUTCOMES_METRIC: 1}, outcome=final.outcome_name)

    def _flush(self, values: Mapping[str, float], **dimensions: str) -> None:
        """Write ``values`` as one line of the embedded metric format, with the stage and further dimensions."""
        # Imported here: a process that only reads a job or a list reports nothing.
        from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

        # An alarm names all dimensions of its metric. Without the empty service, Powertools would add one from the
        # environment, and the alarm would never see the metric.
        metrics = EphemeralMetrics(namespace=names.METRICS_NAMESPACE, service="")
        for dimension, text in {"stage": self.stage, **dimensions}.items():
            metrics.add_dimension(name=dimension, value=text)
        for name, value in values.items():
            unit = MetricUnit.Seconds if name == names.READ_TIME_METRIC else MetricUnit.Count
            metrics.add_metric(name=name, unit=unit, value=value)
        metrics.flush_metrics()


def _seconds_to_read(final: Document) -> Mapping[str, float]:
    """Nothing for a later version: its document waited for a person, not for Billhook."""
    if final.version > 1:
        return {}
    return {names.READ_TIME_METRIC: (final.updated - final.created).total_seconds()}
