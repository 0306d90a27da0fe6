"""Implements ``ports.FaultReporter`` with a log line and an embedded metric."""

from dataclasses import dataclass
from traceback import extract_tb
from typing import Any

from billhook import names
from billhook.runtime.observability import logger


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


def fault_fields(fault: BaseException) -> dict[str, Any]:
    """Class, code and frames of a fault for the log, without its message, which may quote a document."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(fault.__traceback__)]
    return {"fault": type(fault).__name__, "code": _code(fault), "frames": frames}


def _code(fault: BaseException) -> str | None:
    """The error code of Billhook or of an AWS service."""
    response = getattr(fault, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code"))
    return getattr(fault, "code", None)
