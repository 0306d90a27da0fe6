"""``Table``: domain errors and retries for DynamoDB errors that emulators never return."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from billhook.adapters.dynamodb.table import MAX_TRIES, Change, Delete, Put, Table
from billhook.domain.errors import Contended, StaleLease, Throttled, Unavailable

ITEM = {"pk": "a", "sk": "b"}
KEY = {"pk": "a", "sk": "b"}


def error(code: str, *reasons: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(response, "Operation")


def cancelled(*reasons: str) -> ClientError:
    return error("TransactionCanceledException", *reasons)


class ScriptedClient:
    """Answers calls from its script in order: an exception is raised, anything else returned."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            self.requests.append(request)
            answer = self.script.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def table(client: ScriptedClient, pauses: list[float] | None = None) -> Table:
    waits = [] if pauses is None else pauses
    return Table(client, "bills", pause=waits.append, jitter=lambda span: span / 2)


def test_table_transaction_conflict_is_retried() -> None:
    client = ScriptedClient(cancelled("None", "TransactionConflict"), cancelled("TransactionConflict"), {})
    pauses: list[float] = []

    table(client, pauses).write_all([Put(ITEM), Put(ITEM)])

    assert len(client.requests) == 3
    assert client.requests[0] == client.requests[2]
    assert pauses == [timedelta(milliseconds=20).total_seconds(), timedelta(milliseconds=40).total_seconds()]


def test_table_transaction_conflict_raises_after_the_last_try() -> None:
    client = ScriptedClient(*[cancelled("TransactionConflict")] * MAX_TRIES)

    with pytest.raises(Contended):
        table(client).write_all([Put(ITEM)])

    assert client.script == []


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_table_transaction_throttling_is_retried_then_raised(reason: str) -> None:
    client = ScriptedClient(*[cancelled("None", reason)] * MAX_TRIES)

    with pytest.raises(Throttled):
        table(client).write_all([Put(ITEM), Put(ITEM)])

    assert client.script == []


def test_table_failed_condition_is_not_retried() -> None:
    client = ScriptedClient(cancelled("None", "ConditionalCheckFailed"))

    with pytest.raises(StaleLease):
        table(client).write_all([Put(ITEM), Put(ITEM)])

    assert len(client.requests) == 1


def test_table_condition_beside_conflict_raises_stale_lease() -> None:
    client = ScriptedClient(cancelled("TransactionConflict", "ConditionalCheckFailed"))

    with pytest.raises(StaleLease):
        table(client).write_all([Put(ITEM), Put(ITEM)])


@pytest.mark.parametrize("write", [Put(ITEM), Change(KEY, "SET #a = :a", values={"a": 1}), Delete(KEY)])
def test_table_single_write_retries_conflicts_but_not_conditions(write: Any) -> None:
    lost = ScriptedClient(error("ConditionalCheckFailedException"))
    patient = ScriptedClient(error("TransactionConflictException"), {})

    with pytest.raises(StaleLease):
        table(lost).write(write)
    table(patient).write(write)

    assert len(patient.requests) == 2


@pytest.mark.parametrize(
    ("raised", "meaning"),
    [
        (error("ProvisionedThroughputExceededException"), Throttled),
        (error("ThrottlingException"), Throttled),
        (error("RequestLimitExceeded"), Throttled),
        (error("InternalServerError", status=500), Unavailable),
        (EndpointConnectionError(endpoint_url="https://dynamodb.test"), Unavailable),
        (ReadTimeoutError(endpoint_url="https://dynamodb.test"), Unavailable),
    ],
)
def test_table_error_after_sdk_retries_is_raised_at_once(raised: Exception, meaning: type[Exception]) -> None:
    client = ScriptedClient(raised)

    with pytest.raises(meaning):
        table(client).get(KEY)

    assert len(client.requests) == 1


@pytest.mark.parametrize("code", ["ValidationException", "AccessDeniedException", "ResourceNotFoundException"])
def test_table_client_error_of_our_own_is_raised_unchanged(code: str) -> None:
    with pytest.raises(ClientError, match=code):
        table(ScriptedClient(error(code))).write(Put(ITEM))


def test_table_invalid_item_in_transaction_is_raised_unchanged() -> None:
    with pytest.raises(ClientError):
        table(ScriptedClient(cancelled("None", "ValidationError"))).write_all([Put(ITEM), Put(ITEM)])


def test_table_unprocessed_keys_are_requested_again() -> None:
    left = {"bills": {"Keys": [{"pk": {"S": "c"}, "sk": {"S": "d"}}]}}
    first = {"Responses": {"bills": [{"pk": {"S": "a"}}]}, "UnprocessedKeys": left}
    client = ScriptedClient(first, {"Responses": {"bills": [{"pk": {"S": "c"}}]}, "UnprocessedKeys": {}})

    items = table(client).get_many([KEY, {"pk": "c", "sk": "d"}])

    assert items == [{"pk": "a"}, {"pk": "c"}]
    assert client.requests[1] == {"RequestItems": left}


def test_table_unprocessed_keys_after_last_try_raise_throttled() -> None:
    left = {"Responses": {}, "UnprocessedKeys": {"bills": {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "b"}}]}}}

    with pytest.raises(Throttled):
        table(ScriptedClient(*[left] * MAX_TRIES)).get_many([KEY])


def test_table_first_wait_is_random_from_zero() -> None:
    spans: list[timedelta] = []
    client = ScriptedClient(*[cancelled("TransactionConflict")] * MAX_TRIES)

    def jitter(span: timedelta) -> timedelta:
        spans.append(span)
        return timedelta(0)

    with pytest.raises(Contended):
        Table(client, "bills", pause=lambda _: None, jitter=jitter).write_all([Put(ITEM)])

    assert spans == [timedelta(milliseconds=40 * 2**number) for number in range(MAX_TRIES - 1)]
