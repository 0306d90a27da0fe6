"""Alarms reach a person who asked for them."""

from dataclasses import replace

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from billhook import names
from infra.alarms import Alarms
from infra.stage import DEV, PROD, stage_of
from tests.infra.template import target


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
    (alarm,) = [
        a for a in each.of_type("AWS::CloudWatch::Alarm").values() if a.get("MetricName") == names.FAULTS_METRIC
    ]

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


def test_alarm_fires_when_a_work_queue_is_half_an_hour_late(each):
    late = {
        target(dimension["Value"]): (alarm["Threshold"], alarm["Statistic"])
        for alarm in each.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateAgeOfOldestMessage"
        for dimension in alarm["Dimensions"]
    }

    fed = {target(mapping["EventSourceArn"]) for mapping in each.sqs_mappings()}
    assert set(late) == fed
    assert set(late.values()) == {(1_800, "Maximum")}


def test_alarm_fires_when_a_reserved_function_is_throttled(template):
    alarms = template("prod").of_type("AWS::CloudWatch::Alarm").values()

    throttled = [alarm["Dimensions"][0]["Value"] for alarm in alarms if alarm.get("MetricName") == "Throttles"]
    assert {template("prod").function_behind(name) for name in throttled} == set(PROD.reserved)


def test_alarm_fires_when_half_of_an_hour_is_rejected(on_aws):
    (alarm,) = [a for name, a in on_aws.of_type("AWS::CloudWatch::Alarm").items() if "RejectionsHigh" in name]
    (share,) = [metric["Expression"] for metric in alarm["Metrics"] if "Expression" in metric]
    counted = {
        metric["MetricStat"]["Metric"]["MetricName"]: metric["MetricStat"]["Metric"]["Dimensions"]
        for metric in alarm["Metrics"]
        if "MetricStat" in metric
    }

    by_stage = [{"Name": "stage", "Value": on_aws.stage}]
    assert counted == {names.DOCUMENTS_METRIC: by_stage, names.REJECTIONS_METRIC: by_stage}
    assert (share, alarm["Threshold"]) == ("IF(documents >= 20, 100 * rejected / documents, 0)", 50)


def test_dashboard_shows_every_queue_function_and_outcome(on_aws):
    (dashboard,) = on_aws.of_type("AWS::CloudWatch::Dashboard").values()
    parts = dashboard["DashboardBody"]["Fn::Join"][1]
    text = "".join(part for part in parts if isinstance(part, str))

    queues = {target(mapping["EventSourceArn"]) for mapping in on_aws.sqs_mappings()}
    assert queues <= {target(part) for part in parts if not isinstance(part, str)}
    assert [name for name in on_aws.functions() if f'"label":"{name}"' not in text] == []
    assert all(metric in text for metric in (names.OUTCOMES_METRIC, names.READ_TIME_METRIC, names.OCR_COST_METRIC))
