"""Alarms reach a person who asked for them."""

from dataclasses import replace

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from billhook import names
from infra.alarms import Alarms
from infra.stage import DEV, stage_of


def test_alarms_notify_the_configured_address():
    stack = Stack(App(), "Billhook")

    Alarms(stack, stage_of({"stage": "dev", "alarmEmail": "ops@example.com"}.get))

    subscriptions = Template.from_stack(stack).find_resources("AWS::SNS::Subscription").values()
    assert [(s["Properties"]["Protocol"], s["Properties"]["Endpoint"]) for s in subscriptions] == [
        ("email", "ops@example.com")
    ]


def test_alarms_without_address_have_no_subscription():
    assert stage_of({"stage": "dev"}.get) == replace(DEV, alarm_email="")


def test_alarm_fires_within_two_minutes_of_a_document_fault(each):
    (alarm,) = [a for a in each.of_type("AWS::CloudWatch::Alarm").values() if a["MetricName"] == names.FAULTS_METRIC]

    assert (alarm["Namespace"], alarm["Dimensions"]) == (
        names.METRICS_NAMESPACE,
        [{"Name": "stage", "Value": each.stage}],
    )
    assert (alarm["Statistic"], alarm["Threshold"], alarm["Period"] * alarm["EvaluationPeriods"]) == ("Sum", 1, 60)
    assert alarm["AlarmActions"]


def test_alarm_fires_when_the_sweeper_stops(each):
    alarms = each.of_type("AWS::CloudWatch::Alarm").values()
    silent = [a for a in alarms if a.get("TreatMissingData") == "breaching"]

    assert [(a["MetricName"], a["ComparisonOperator"]) for a in silent] == [("Invocations", "LessThanThreshold")]
    assert all(a["AlarmActions"] for a in alarms)
