"""The rules of ``rules.py`` hold in every stage, and each is able to fail."""

from typing import Any

import pytest

from tests.infra import rules
from tests.infra.conftest import STAGES
from tests.infra.template import Template


def _first(t: Template, kind: str) -> dict[str, Any]:
    return next(iter(t.of_type(kind).values()))


def _sqs(t: Template) -> dict[str, Any]:
    return t.sqs_mappings()[0]


def _source_queue(t: Template) -> dict[str, Any]:
    return next(q for q in t.of_type("AWS::SQS::Queue").values() if "RedrivePolicy" in q)


def _slow_function(t: Template) -> None:
    t.functions()["parse_document"]["Timeout"] = 600


def _whole_batches(t: Template) -> None:
    del _sqs(t)["FunctionResponseTypes"]


def _short_lived_dead_letters(t: Template) -> None:
    for queue in t.of_type("AWS::SQS::Queue").values():
        queue["MessageRetentionPeriod"] = 345_600


def _one_try(t: Template) -> None:
    _source_queue(t)["RedrivePolicy"]["maxReceiveCount"] = 1


def _no_cap(t: Template) -> None:
    del _sqs(t)["ScalingConfig"]


def _no_versions(t: Template) -> None:
    del _first(t, "AWS::S3::Bucket")["VersioningConfiguration"]


def _no_recovery(t: Template) -> None:
    replica = _first(t, "AWS::DynamoDB::GlobalTable")["Replicas"][0]
    replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] = False


def _endless_logs(t: Template) -> None:
    del _first(t, "AWS::Logs::LogGroup")["RetentionInDays"]


def _any_sender(t: Template) -> None:
    for policy in t.of_type("AWS::SQS::QueuePolicy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            statement["Condition"] = {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::a-bucket"}}
            statement["Effect"] = "Allow"


def _open_bus(t: Template) -> None:
    _first(t, "AWS::Events::EventBus")["Policy"]["Statement"][0]["Principal"] = "*"


def _parser_feeds_itself(t: Template) -> None:
    for statement in t.statements_of("parse_document"):
        if statement["Action"] == "s3:PutObject":
            statement["Resource"] = [{"Fn::Join": ["", [{"Fn::GetAtt": ["BillsBucket", "Arn"]}, "/incoming/*"]]}]


def _undenied_dispatcher(t: Template) -> None:
    for policy in t.of_type("AWS::IAM::Policy").values():
        statements = policy["PolicyDocument"]["Statement"]
        policy["PolicyDocument"]["Statement"] = [s for s in statements if s["Effect"] == "Allow"]


def _curious_fetcher(t: Template) -> None:
    for statement in t.statements_of("fetch_url"):
        if statement["Action"] == "s3:PutObject":
            statement["Action"] = ["s3:PutObject", "s3:GetObject"]


def _endless_loops(t: Template) -> None:
    t.functions()["deliver"]["RecursiveLoop"] = "Allow"


def _short_readers(t: Template) -> None:
    t.functions()["parse_document"]["Timeout"] = 60


def _one_batch_at_a_time(t: Template) -> None:
    for mapping in t.of_type("AWS::Lambda::EventSourceMapping").values():
        mapping.pop("ParallelizationFactor", None)


def _one_rate_for_all(t: Template) -> None:
    stage = _first(t, "AWS::ApiGateway::Stage")
    stage["MethodSettings"] = [each for each in stage["MethodSettings"] if each["ResourcePath"] == "/*"]


def _nothing_reserved(t: Template) -> None:
    t.functions()["sweep"].pop("ReservedConcurrentExecutions")


def _straight_to_the_parser(t: Template) -> None:
    parse = next(name for name in t.of_type("AWS::SQS::Queue") if name.startswith("IngestionParseQueue"))
    for custom in t.of_type("Custom::S3BucketNotifications").values():
        for notice in custom["NotificationConfiguration"]["QueueConfigurations"]:
            notice["QueueArn"] = {"Fn::GetAtt": [parse, "Arn"]}


def _forgotten_shard(t: Template) -> None:
    rule = next(rule for rule in t.of_type("AWS::Events::Rule").values() if "ScheduleExpression" in rule)
    rule["Targets"].pop()


def _deaf_alarm(t: Template) -> None:
    for alarm in t.of_type("AWS::CloudWatch::Alarm").values():
        alarm.pop("AlarmActions")


def _dropped_events(t: Template) -> None:
    del _first(t, "AWS::Events::Rule")["Targets"][0]["DeadLetterConfig"]


RULES = {
    rules.visibility_is_six_timeouts: _slow_function,
    rules.batches_report_their_failures: _whole_batches,
    rules.dead_letters_outlive_their_source: _short_lived_dead_letters,
    rules.messages_are_tried_five_times: _one_try,
    rules.concurrency_is_capped_at_the_queue: _no_cap,
    rules.buckets_keep_and_guard_bills: _no_versions,
    rules.tables_can_be_brought_back: _no_recovery,
    rules.logs_have_an_end: _endless_logs,
    rules.queues_know_their_senders: _any_sender,
    rules.the_bus_names_its_accounts: _open_bus,
    rules.nothing_sets_itself_off: _parser_feeds_itself,
    rules.the_fetcher_only_puts_incoming: _curious_fetcher,
    rules.loops_are_ended_by_lambda_too: _endless_loops,
    rules.readers_recognize_a_page_in_each_call: _short_readers,
    rules.streams_are_read_in_parallel: _one_batch_at_a_time,
    rules.public_routes_have_a_rate_of_their_own: _one_rate_for_all,
    rules.what_guarantees_progress_has_concurrency_of_its_own: _nothing_reserved,
    rules.arrivals_are_read_in_turns: _straight_to_the_parser,
    rules.every_shard_is_swept: _forgotten_shard,
    rules.dead_letters_raise_an_alarm: _deaf_alarm,
    rules.rule_targets_have_dead_letters: _dropped_events,
}
_each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@_each_rule
@pytest.mark.parametrize("stage", STAGES)
def test_rule_holds_in_every_stage(rule, stage, template):
    assert list(rule(template(stage))) == []


@_each_rule
def test_rule_detects_a_planted_defect(rule, template):
    broken = template("prod").broken()

    RULES[rule](broken)

    assert list(rule(broken)) != []


def test_rule_detects_dispatcher_access_to_the_own_bus(template):
    broken = template("prod").broken()

    _undenied_dispatcher(broken)

    assert "bus" in set(rules.nothing_sets_itself_off(broken))
