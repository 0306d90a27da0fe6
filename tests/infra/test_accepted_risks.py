"""cdk-nag ran over every stage, found nothing else, and every finding that we accept has a reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.accepted_risks import (
    _API,
    _DEAD_LETTERS,
    _DISPATCHER,
    _FUNCTION,
    _LOCAL,
    _NOTIFICATIONS,
    _SECRETS,
    _STORAGE,
)
from tests.infra.conftest import STAGES

ACCEPTED = (_API, _DEAD_LETTERS, _DISPATCHER, _FUNCTION, _LOCAL, _NOTIFICATIONS, _SECRETS, _STORAGE)


def _report(assembly: Callable[[str], Path], stage: str) -> dict[str, Any]:
    reports = json.loads((assembly(stage) / "validation-report.json").read_text())["pluginReports"]
    return next(report for report in reports if report["pluginName"] == "AwsSolutions")


def test_cdk_nag_reports_no_errors(assembly):
    for stage in STAGES:
        report = _report(assembly, stage)

        assert (report["conclusion"], report["violations"]) == ("success", [])
        assert report["suppressedViolations"], "cdk-nag looked at nothing"


def test_accepted_risks_have_reasons():
    assert all(len(reason.split()) >= 2 for reasons in ACCEPTED for reason in reasons.values())


def test_accepted_risks_all_occur(assembly):
    found = {f"{v['ruleName']}" for stage in STAGES for v in _report(assembly, stage)["suppressedViolations"]}
    accepted = {f"AwsSolutions-{rule}" for reasons in ACCEPTED for rule in reasons}

    assert accepted - found == set()


def test_tls_is_optional_in_the_local_stage_only(assembly):
    for stage in ("dev", "prod"):
        waived = {v["ruleName"] for v in _report(assembly, stage)["suppressedViolations"]}
        assert waived.isdisjoint({f"AwsSolutions-{rule}" for rule in _LOCAL})
