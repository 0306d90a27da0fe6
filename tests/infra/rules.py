"""What must hold in every template although no tool asks for it: each rule answers with the faults it found."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from billhook.domain.page_limits import PageLimits
from billhook.names import DUE_SHARDS
from billhook.usecases.processing.steps.ocr_session import FINISH_TIME, PAGE_TIME
from infra.api import PUBLIC_ROUTES
from tests.infra.template import Template, flat, listed, target

DAY = 86_400
RETRY_LOOPS = {
    ("parse_document", "ParseQueue"): "a throttled reading goes back with a delay",
    ("finish_reading", "ParseQueue"): "documents that waited for this one are parsed next",
    ("fetch_url", "FetchQueue"): "a server that cannot be reached is called again, three times in all",
    ("unpack_archive", "ParseQueue"): "a throttled archive goes back with a delay, who waited is next",
    ("unpack_archive", "BillsBucket/incoming/*"): "what was in an archive is handed in; what was in that never is",
    ("deliver", "DeliverQueue"): "a failed attempt comes back with a delay",
}
"""The only ways in which a function may set itself off again, each bounded by counters on the row."""


def visibility_is_six_timeouts(t: Template) -> Iterator[str]:
    """(a) Lambda retries a throttled batch inside the visibility timeout; less makes duplicates and dead letters."""
    for mapping in t.sqs_mappings():
        name = t.function_behind(mapping["FunctionName"])
        visibility = t.resource(target(mapping["EventSourceArn"]))["Properties"].get("VisibilityTimeout", 30)
        if visibility < 6 * t.functions()[name]["Timeout"]:
            yield f"{name}: visibility {visibility} s"


def batches_report_their_failures(t: Template) -> Iterator[str]:
    """(b) Otherwise one bad message brings its whole batch back."""
    for mapping in t.sqs_mappings():
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield t.function_behind(mapping["FunctionName"])


def dead_letters_outlive_their_source(t: Template) -> Iterator[str]:
    """(c) A dead letter keeps the age of its first enqueueing."""
    for name, queue in _sources(t):
        dead = t.resource(target(queue["RedrivePolicy"]["deadLetterTargetArn"]))["Properties"]
        if dead.get("MessageRetentionPeriod", 4 * DAY) <= queue.get("MessageRetentionPeriod", 4 * DAY):
            yield name


def messages_are_tried_five_times(t: Template) -> Iterator[str]:
    """(d) And every queue has dead letters or holds them."""
    dead = set(_dead_letter_queues(t))
    for name, queue in t.of_type("AWS::SQS::Queue").items():
        if name not in dead and queue.get("RedrivePolicy", {}).get("maxReceiveCount", 0) < 5:
            yield name


def concurrency_is_capped_at_the_queue(t: Template) -> Iterator[str]:
    """(e) Capped at the function instead, messages would be throttled into the dead letters."""
    for mapping in t.sqs_mappings():
        if mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 0) < 2:
            yield t.function_behind(mapping["FunctionName"])


def buckets_keep_and_guard_bills(t: Template) -> Iterator[str]:
    """(f) Versions, an end for old ones, nothing public, TLS only (the emulator has no TLS)."""
    for name, bucket in t.of_type("AWS::S3::Bucket").items():
        if bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield f"{name}: no versions"
        rules = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
        if not any("NoncurrentVersionExpiration" in rule for rule in rules):
            yield f"{name}: old versions stay for ever"
        if not any(rule.get("Prefix") == "work/" and "ExpirationInDays" in rule for rule in rules):
            yield f"{name}: work/ stays for ever"
        if set(bucket.get("PublicAccessBlockConfiguration", {}).values()) != {True}:
            yield f"{name}: not closed to the public"
        if t.stage != "local" and not _denies_plain_http(t, "AWS::S3::BucketPolicy", "Bucket", name):
            yield f"{name}: answers without TLS"


def tables_can_be_brought_back(t: Template) -> Iterator[str]:
    """(g) Point-in-time recovery everywhere; the production table has deletion protection."""
    for name, table in t.of_type("AWS::DynamoDB::GlobalTable").items():
        for replica in table["Replicas"]:
            if not replica.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
                yield f"{name}: no recovery"
            if t.stage == "prod" and not replica.get("DeletionProtectionEnabled"):
                yield f"{name}: not protected"


def logs_have_an_end(t: Template) -> Iterator[str]:
    """(h) Every function writes to a log group of the stack, and every log group forgets."""
    for name, function in t.of_type("AWS::Lambda::Function").items():
        if target(function.get("LoggingConfig", {}).get("LogGroup")) not in t.of_type("AWS::Logs::LogGroup"):
            yield f"{name}: logs wherever"
    for name, group in t.of_type("AWS::Logs::LogGroup").items():
        if not group.get("RetentionInDays"):
            yield f"{name}: kept for ever"


def queues_know_their_senders(t: Template) -> Iterator[str]:
    """(i) A service may send for one resource of this account, not for a stranger's."""
    for name, policy in t.of_type("AWS::SQS::QueuePolicy").items():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow":
                conditions = statement.get("Condition", {})
                keys = {key for condition in conditions.values() for key in condition}
                if not {"aws:SourceArn", "aws:SourceAccount"} <= keys:
                    yield name


def the_bus_names_its_accounts(t: Template) -> Iterator[str]:
    """(j) No policy allows every principal, not even with a condition."""
    for name, bus in t.of_type("AWS::Events::EventBus").items():
        statements = bus.get("Policy", {}).get("Statement", [])
        if not statements:
            yield f"{name}: no policy"
        for statement in statements:
            accounts = listed(statement["Principal"].get("AWS") if isinstance(statement["Principal"], dict) else "*")
            if not accounts or any(account is None or "*" in str(account) for account in accounts):
                yield f"{name}: open to all"


def nothing_sets_itself_off(t: Template) -> Iterator[str]:
    """(k) No circle of triggers and writes through buckets, queues, topics and the bus, but for the known retries."""
    edges = {edge for edge in _triggers(t) | _writes(t) if edge not in RETRY_LOOPS}
    reach = {a: {b for x, b in edges if x == a} for a, _ in edges}
    for start, nearest in reach.items():
        seen, frontier = set(), set(nearest)
        while frontier:
            seen |= frontier
            frontier = {b for a in frontier for b in reach.get(a, ())} - seen
        if start in seen:
            yield start


def the_fetcher_only_puts_incoming(t: Template) -> Iterator[str]:
    """(l) The role of fetch_url, which opens foreign URLs, can write one kind of object and read none."""
    allowed = {("s3:PutObject", "BillsBucket/incoming/*")}
    for action, resource, _ in permissions_of(t, "fetch_url"):
        if action.startswith("s3:") and (action, resource) not in allowed:
            yield f"{action} on {resource}"


def loops_are_ended_by_lambda_too(t: Template) -> Iterator[str]:
    """(m) The last net."""
    for name, function in t.functions().items():
        if function.get("RecursiveLoop") != "Terminate":
            yield name


def readers_recognize_a_page_in_each_call(t: Template) -> Iterator[str]:
    """Opening the file, rendering a page, asking for it and finishing must fit, or a slow scan would never end."""
    needed = PageLimits().wall_seconds + (2 * PAGE_TIME + FINISH_TIME).total_seconds()
    for name in ("parse_document", "finish_reading"):
        if t.functions()[name]["Timeout"] < needed:
            yield name


def streams_are_read_in_parallel(t: Template) -> Iterator[str]:
    """A bill takes 13 calls of the publisher: one batch of a shard after another would delay events at the peak."""
    for name, mapping in t.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping not in t.sqs_mappings() and mapping.get("ParallelizationFactor") != 10:
            yield f"{name}: batches one by one"
    if not any(alarm.get("MetricName") == "IteratorAge" for alarm in t.of_type("AWS::CloudWatch::Alarm").values()):
        yield "no alarm on the age of the stream"


def public_routes_have_a_rate_of_their_own(t: Template) -> Iterator[str]:
    """Otherwise requests without a key use up the rate of all customers."""
    (stage,) = t.of_type("AWS::ApiGateway::Stage").values()
    settings = {(each["HttpMethod"], each["ResourcePath"]): each for each in stage["MethodSettings"]}
    most = settings["*", "/*"]["ThrottlingRateLimit"]
    for method, path in PUBLIC_ROUTES:
        each = settings.get((method, "/" + path.replace("/", "~1")), {})
        if not 0 < each.get("ThrottlingRateLimit", 0) <= most / 10:
            yield f"{method} {path}"
        if each.get("DataTraceEnabled") is not False:
            yield f"{method} {path}: logs bodies"


def what_guarantees_progress_has_concurrency_of_its_own(t: Template) -> Iterator[str]:
    """Otherwise a flood of requests, or another stack of the account, stops the sweeper, publishing and every caller.

    A new account has too little concurrency to reserve any, so this holds in prod.
    """
    at_once = {"authorize": 50, "publish_events": 10, "sweep": DUE_SHARDS}
    for name, least in at_once.items() if t.stage == "prod" else ():
        if t.functions()[name].get("ReservedConcurrentExecutions", 0) < least:
            yield name


def arrivals_are_read_in_turns(t: Template) -> Iterator[str]:
    """S3 names no message group, so its notifications go to the function that adds the company, and nowhere else."""
    for custom in t.of_type("Custom::S3BucketNotifications").values():
        for notice in custom["NotificationConfiguration"]["QueueConfigurations"]:
            if _short(target(notice["QueueArn"])) != "ArrivalQueue":
                yield flat(notice["QueueArn"])
    if ("enqueue_file", "ParseQueue") not in _writes(t):
        yield "enqueue_file"


def every_shard_is_swept(t: Template) -> Iterator[str]:
    """Each minute, by targets of the sweeper; a target without a shard sweeps all. A rule has five targets at most."""
    rules = [rule for rule in t.of_type("AWS::Events::Rule").values() if "ScheduleExpression" in rule]
    for rule in rules:
        if len(rule["Targets"]) > 5 or rule["ScheduleExpression"] != "rate(1 minute)":
            yield "targets"
    inputs = [json.loads(at["Input"])["shard"] if "Input" in at else None for rule in rules for at in rule["Targets"]]
    if inputs != ([None] if t.stage == "local" else list(range(DUE_SHARDS))):
        yield f"shards {inputs}"


def dead_letters_raise_an_alarm(t: Template) -> Iterator[str]:
    """(n) Each alarm has an action."""
    watched = set()
    for alarm in t.of_type("AWS::CloudWatch::Alarm").values():
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible" and alarm.get("AlarmActions"):
            watched |= {target(d["Value"]) for d in alarm["Dimensions"] if alarm["Threshold"] == 1}
    yield from sorted(set(_dead_letter_queues(t)) - watched)


def rule_targets_have_dead_letters(t: Template) -> Iterator[str]:
    """EventBridge drops after its last try what it cannot put aside; a stream mapping does too."""
    for name, rule in t.of_type("AWS::Events::Rule").items():
        for aim in rule["Targets"]:
            if "DeadLetterConfig" not in aim and "InputTransformer" not in aim:
                yield name
    for name, mapping in t.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping not in t.sqs_mappings() and "OnFailure" not in mapping.get("DestinationConfig", {}):
            yield name


def permissions_of(t: Template, function: str) -> list[tuple[str, str, str]]:
    """(action, resource, condition keys) of everything that a function may do."""
    found = []
    for statement in t.statements_of(function):
        conditions = statement.get("Condition", {})
        when = ",".join(sorted(f"{k}={flat(v)}" for c in conditions.values() for k, v in c.items()))
        for action in listed(statement["Action"]):
            found += [(action, flat(resource), when) for resource in listed(statement["Resource"])]
    return sorted(found)


def _sources(t: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, queue in t.of_type("AWS::SQS::Queue").items():
        if "RedrivePolicy" in queue:
            yield name, queue


def _dead_letter_queues(t: Template) -> set[str]:
    """Every queue that anything names as its dead letters."""
    found = {target(queue["RedrivePolicy"]["deadLetterTargetArn"]) for _, queue in _sources(t)}
    for mapping in t.of_type("AWS::Lambda::EventSourceMapping").values():
        found.add(target(mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")))
    for rule in t.of_type("AWS::Events::Rule").values():
        found |= {target(aim.get("DeadLetterConfig", {}).get("Arn")) for aim in rule["Targets"]}
    return found & set(t.of_type("AWS::SQS::Queue"))


def _denies_plain_http(t: Template, kind: str, key: str, name: str) -> bool:
    for policy in t.of_type(kind).values():
        if target(policy[key]) == name:
            for statement in policy["PolicyDocument"]["Statement"]:
                if statement["Effect"] == "Deny" and statement.get("Condition") == {
                    "Bool": {"aws:SecureTransport": "false"}
                }:
                    return True
    return False


def _short(name: str) -> str:
    """``IngestionParseQueueD3F0`` -> ``ParseQueue``."""
    for queue in ("Fetch", "Unpack", "Arrival", "Parse", "Completion", "Plan", "Deliver"):
        if f"{queue}Queue" in name:
            return f"{queue}Queue"
    return name


def _triggers(t: Template) -> set[tuple[str, str]]:
    """What sets off what: object prefix or bus -> queue, queue -> function."""
    edges = set()
    for mapping in t.sqs_mappings():
        edges.add((_short(target(mapping["EventSourceArn"])), t.function_behind(mapping["FunctionName"])))
    for custom in t.of_type("Custom::S3BucketNotifications").values():
        for notice in custom["NotificationConfiguration"]["QueueConfigurations"]:
            prefix = notice["Filter"]["Key"]["FilterRules"][0]["Value"]
            edges.add((f"{target(custom['BucketName'])}/{prefix}*", _short(target(notice["QueueArn"]))))
    for rule in t.of_type("AWS::Events::Rule").values():
        if "EventBusName" in rule:
            edges |= {("bus", _short(target(aim["Arn"]))) for aim in rule["Targets"]}
    return edges


def _writes(t: Template) -> set[tuple[str, str]]:
    """What each function may write to that could set something off."""
    edges = set()
    for name in t.functions():
        for action, resource, _ in permissions_of(t, name):
            if action == "s3:PutObject":
                edges.add((name, resource))
            elif action == "sqs:SendMessage":
                edges.add((name, _short(resource)))
            elif action == "events:PutEvents" and _is_our_bus(t, name, resource):
                edges.add((name, "bus"))
    return edges


def _is_our_bus(t: Template, function: str, resource: str) -> bool:
    """Whether that is our bus, or a pattern that takes it in and nothing denies."""
    (bus,) = t.of_type("AWS::Events::EventBus").values()
    ours = f"arn:AWS::Partition:events:*:AWS::AccountId:event-bus/{bus['Name']}"
    denied = [flat(item) for s in t.statements_of(function, "Deny") for item in listed(s["Resource"])]
    return "*" not in resource or not any(fnmatchcase(ours, pattern) for pattern in denied)
