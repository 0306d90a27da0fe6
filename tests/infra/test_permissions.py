"""The whole security model on one screen: which function may do what, to what. Read from the template of production."""

import pytest

from tests.infra.rules import permissions_of
from tests.infra.template import Template, flat, listed, target

READ = "GetObject GetObjectVersion"
MAY = {
    "authorize": {
        "table": "GetItem",
        "signing secret": "GetSecretValue",
    },
    "api": {
        "table": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "bucket": "ListBucket",
        "bucket/incoming/*": f"{READ} PutObject",
        "bucket/drop/*": f"{READ} PutObject",
        "bucket/documents/*": f"{READ} PutObject",
        "fetch queue": "SendMessage",
        "parse queue": "SendMessage",
        "erase queue": "SendMessage",
        "deliver queue": "SendMessage",
        "sealing key": "Encrypt",
        "signing secret": "GetSecretValue",
    },
    "fetch_url": {
        "table": "GetItem PutItem UpdateItem",
        "bucket/incoming/*": "PutObject",
        "fetch queue": "DeleteMessage GetQueueAttributes ReceiveMessage SendMessage",
    },
    "unpack_archive": {
        "table": "DeleteItem GetItem PutItem Query UpdateItem",
        "bucket": "ListBucket",
        "bucket/incoming/*": f"{READ} PutObject",
        "bucket/drop/*": READ,
        "unpack queue": "DeleteMessage GetQueueAttributes ReceiveMessage",
        "parse queue": "SendMessage",
    },
    "enqueue_file": {
        "arrival queue": "DeleteMessage GetQueueAttributes ReceiveMessage",
        "parse queue": "SendMessage",
    },
    "parse_document": {
        "table": "DeleteItem GetItem PutItem Query UpdateItem",
        "bucket": "ListBucket",
        "bucket/incoming/*": READ,
        "bucket/drop/*": READ,
        "bucket/work/*": "GetObject PutObject",
        "bucket/documents/*": f"{READ} PutObject",
        "parse queue": "DeleteMessage GetQueueAttributes ReceiveMessage SendMessage",
        "unpack queue": "SendMessage",
        "*": "AnalyzeExpense DetectDocumentText GetDocumentTextDetection StartDocumentTextDetection",
        "textract role": "PassRole",
    },
    "finish_reading": {
        "table": "DeleteItem GetItem PutItem Query UpdateItem",
        "bucket": "ListBucket",
        "bucket/incoming/*": READ,
        "bucket/drop/*": READ,
        "bucket/work/*": "GetObject PutObject",
        "bucket/documents/*": f"{READ} PutObject",
        "completion queue": "DeleteMessage GetQueueAttributes ReceiveMessage",
        "parse queue": "SendMessage",
        "*": "AnalyzeExpense DetectDocumentText GetDocumentTextDetection StartDocumentTextDetection",
        "textract role": "PassRole",
    },
    "publish_events": {
        "table": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "stream": "DescribeStream GetRecords GetShardIterator",
        "*": "ListStreams",
        "bucket": "ListBucket",
        "bucket/documents/*": "GetObject",
        "bus": "PutEvents",
        "unpublished letters": "SendMessage",
        "signing secret": "GetSecretValue",
    },
    "plan_deliveries": {
        "table": "PutItem UpdateItem",
        "table/index/lists": "Query",
        "plan queue": "DeleteMessage GetQueueAttributes ReceiveMessage",
        "deliver queue": "SendMessage",
    },
    "deliver": {
        "table": "GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "bucket": "ListBucket",
        "bucket/documents/*": "GetObject",
        "deliver queue": "DeleteMessage GetQueueAttributes ReceiveMessage SendMessage",
        "any bus": "PutEvents",
        "sealing key": "Decrypt",
        "signing secret": "GetSecretValue",
    },
    "sweep": {
        "table": "BatchGetItem GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "table/index/due": "Query",
        "bucket": "ListBucket",
        "bucket/incoming/*": "GetObject",
        "bucket/documents/*": "GetObject",
        "bus": "PutEvents",
        "parse queue": "SendMessage",
        "fetch queue": "SendMessage",
        "erase queue": "SendMessage",
        "deliver queue": "SendMessage",
        "signing secret": "GetSecretValue",
    },
    "erase": {
        "table": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "bucket": "ListBucketVersions",
        "bucket/incoming/*": "DeleteObject DeleteObjectVersion",
        "bucket/drop/*": "DeleteObject DeleteObjectVersion",
        "bucket/work/*": "DeleteObject DeleteObjectVersion",
        "bucket/documents/*": "DeleteObject DeleteObjectVersion",
        "erase queue": "DeleteMessage GetQueueAttributes ReceiveMessage SendMessage",
    },
    "admin": {
        "table": "GetItem PutItem Query UpdateItem",
        "table/index/lists": "Query",
        "signing secret": "GetSecretValue",
    },
}
"""Besides, each writes its own logs and traces, and nothing else: see the tests below."""

NAMES = {
    "BillsTable/stream": "stream",
    "BillsTable": "table",
    "BillsBucket": "bucket",
    "IngestionFetchQueue": "fetch queue",
    "IngestionArrivalQueue": "arrival queue",
    "IngestionParseQueue": "parse queue",
    "IngestionUnpackQueue": "unpack queue",
    "IngestionCompletionQueue": "completion queue",
    "ErasureEraseQueue": "erase queue",
    "BusPlanQueue": "plan queue",
    "BusDeliverQueue": "deliver queue",
    "BusUnpublished": "unpublished letters",
    "Bus": "bus",
    "SecretsSealingKey": "sealing key",
    "SecretsSigning": "signing secret",
    "IngestionTextractRole": "textract role",
    "arn:AWS::Partition:events:*:*:event-bus/*": "any bus",
}
TRACES = {("xray:PutTraceSegments", "*"), ("xray:PutTelemetryRecords", "*")}


def _named(action: str, resource: str) -> str:
    if action in {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}:
        return "stream"
    found = next((name for name in NAMES if resource.startswith(name)), "")
    return NAMES[found] + resource[len(found) :] if found else resource


def _table_of(template: Template, function: str) -> dict[str, str]:
    may: dict[str, set[str]] = {}
    for action, resource, _ in permissions_of(template, function):
        if not action.startswith(("logs:", "xray:")):
            may.setdefault(_named(action, resource), set()).add(action.split(":")[1])
    return {resource: " ".join(sorted(actions)) for resource, actions in may.items()}


@pytest.mark.parametrize("function", MAY)
def test_function_permissions_are_exactly_these(function, template):
    assert _table_of(template("prod"), function) == MAY[function]


def test_permission_table_covers_every_function(each):
    assert set(MAY) == set(each.functions())


def test_permissions_are_equal_in_every_stage(each, template):
    for function in MAY:
        assert _table_of(each, function) == _table_of(template("prod"), function)


def test_function_writes_its_own_logs_and_traces(each):
    for function, properties in each.functions().items():
        writes = {
            permission[:2]
            for permission in permissions_of(each, function)
            if permission[0].startswith(("logs:", "xray:"))
        }
        group = flat(properties["LoggingConfig"]["LogGroup"])

        assert writes == TRACES | {("logs:CreateLogStream", group), ("logs:PutLogEvents", group)}


def test_permissions_have_no_wildcards_or_managed_policies(each):
    for function, properties in each.functions().items():
        assert not [action for action, _, _ in permissions_of(each, function) if "*" in action]
        assert "ManagedPolicyArns" not in each.resource(target(properties["Role"]))["Properties"]


def test_function_roles_are_separate(each):
    roles = [target(function["Role"]) for function in each.functions().values()]

    assert len(set(roles)) == len(roles)


def test_dispatcher_is_denied_buses_of_the_own_account(on_aws):
    assert _denied_buses(on_aws) == ["arn:AWS::Partition:events:*:AWS::AccountId:event-bus/*"]


def test_dispatcher_is_denied_the_own_bus_locally(template):
    assert _denied_buses(template("local")) == ["arn:AWS::Partition:events:*:AWS::AccountId:event-bus/billhook-local"]


def test_api_refuses_the_buses_denied_to_the_dispatcher(each):
    reserved = each.functions()["api"]["Environment"]["Variables"]["BILLHOOK_RESERVED_BUSES"]

    assert flat(reserved).split(",") == _denied_buses(each)


def test_dispatcher_role_name_is_stable(each):
    role = each.resource(target(each.functions()["deliver"]["Role"]))["Properties"]["RoleName"]
    passed = each.functions()["api"]["Environment"]["Variables"]["BILLHOOK_DISPATCHER_ROLE"]

    assert flat(role) == f"billhook-{each.stage}-dispatcher-AWS::Region"
    assert flat(each.body["Outputs"]["DispatcherRoleArn"]["Value"]) == flat(passed)
    assert flat(passed) == f"arn:AWS::Partition:iam::AWS::AccountId:role/{flat(role)}"


def _denied_buses(template: Template) -> list[str]:
    (denied,) = template.statements_of("deliver", "Deny")
    assert denied["Action"] == "events:PutEvents"
    return [flat(resource) for resource in listed(denied["Resource"])]


def test_role_can_be_passed_to_textract_only(each):
    passed = {
        when
        for function in each.functions()
        for action, _, when in permissions_of(each, function)
        if action == "iam:PassRole"
    }

    assert passed == {"iam:PassedToService=textract.amazonaws.com"}


def test_function_invokers_are_exactly_its_sources(each):
    granted = each.of_type("AWS::Lambda::Permission").values()

    doors = {(each.function_behind(p["FunctionName"]), p["Principal"]) for p in granted}

    assert all(p.get("SourceArn") for p in granted)
    assert doors == {
        ("api", "apigateway.amazonaws.com"),
        ("authorize", "apigateway.amazonaws.com"),
        ("sweep", "events.amazonaws.com"),
    }
