#!/usr/bin/env bash
# Expected: a metric of Powertools for AWS Lambda has the dimensions that the code gives it.
# Seen: where POWERTOOLS_SERVICE_NAME is set, as the manual advises, `single_metric`, EphemeralMetrics and Metrics add the dimension
#   `service` by themselves. CloudWatch keeps one series for each set of dimensions, so an alarm on the code's own dimensions stays at
#   "no data" for ever, while a unit test without the variable shows exactly the expected dimensions. An empty `service` turns it off;
#   `single_metric` has no such argument.
# Versions: aws-lambda-powertools 3.37.0 (PyPI)
# Source: https://docs.aws.amazon.com/powertools/python/latest/core/metrics/ (default dimensions);
#   CloudWatch user guide, "Dimensions" (each combination is a metric of its own)
# Billhook: touched; the alarm on faults at documents named the stage only. The metrics have no service dimension now.
# Test: tests/functions/test_queues.py::test_document_fault_is_logged_without_its_message
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check aws-lambda-powertools==3.37.0
cat > metric.py <<'PYTHON'
import contextlib
import importlib.metadata
import io
import json

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric


def dimensions(lines: str) -> list[list[str]]:
    """The dimension sets of the metric that was written."""
    return json.loads(lines)["_aws"]["CloudWatchMetrics"][0]["Dimensions"]


seen = {}
written = io.StringIO()
with contextlib.redirect_stdout(written):
    with single_metric(name="Faults", unit=MetricUnit.Count, value=1, namespace="Bills") as metric:
        metric.add_dimension(name="stage", value="prod")
seen["single_metric"] = dimensions(written.getvalue())
for name, choice in {"EphemeralMetrics": {}, "EphemeralMetrics, service=''": {"service": ""}}.items():
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        metrics = EphemeralMetrics(namespace="Bills", **choice)
        metrics.add_dimension(name="stage", value="prod")
        metrics.add_metric(name="Faults", unit=MetricUnit.Count, value=1)
        metrics.flush_metrics()
    seen[name] = dimensions(written.getvalue())
print("aws-lambda-powertools", importlib.metadata.version("aws-lambda-powertools"), json.dumps(seen))
PYTHON
without=$(env -u POWERTOOLS_SERVICE_NAME venv/bin/python metric.py)
with=$(POWERTOOLS_SERVICE_NAME=parse venv/bin/python metric.py)
printf 'without the variable: %s\nwith it:              %s\n' "$without" "$with"
expected='{"single_metric": [["stage", "service"]], "EphemeralMetrics": [["stage", "service"]], "EphemeralMetrics, service='"''"'": [["stage"]]}'
[[ $without == *'"single_metric": [["stage"]]'* && $with == *"$expected" ]] || { echo "The behaviour has changed." >&2; exit 1; }
