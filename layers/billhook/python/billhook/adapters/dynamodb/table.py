"""The DynamoDB table: reads, conditional writes, transactions, and translation of errors.

In expressions ``#name`` is an attribute and ``:name`` a value; requests get both maps from the expressions.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from billhook.adapters.aws_errors import retryable_error
from billhook.adapters.clock import SystemIds
from billhook.adapters.dynamodb.items import attribute, marshalled, unmarshalled
from billhook.adapters.dynamodb.keys import Key
from billhook.domain.errors import BillhookError, Conflict, Contended, StaleLease, Throttled
from billhook.names import PK, SK

Fields = dict[str, Any]
"""An item without type tags: text, int, bool, list, dict."""

ABSENT = f"attribute_not_exists(#{PK})"
PRESENT = f"attribute_exists(#{PK})"

LIVING = f"{PRESENT} AND attribute_not_exists(#deleted)"
"""Condition for items with soft deletion: a stale writer cannot restore a deleted one."""

MAX_TRIES = 5
"""Tries of a transaction that conflicts with others."""

FIRST_WAIT = timedelta(milliseconds=40)
GET_AT_ONCE = 100
WRITES_AT_ONCE = 100


@dataclass(frozen=True)
class Put:
    """Write a whole item if ``when`` holds for the stored one."""

    item: Fields
    when: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Put"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Item": marshalled(self.item), **_expressions("", self.when, self.values)}


@dataclass(frozen=True)
class Change:
    """Change attributes of an item (``SET ... REMOVE ...``) if ``when`` holds."""

    key: Key
    update: str
    when: str = PRESENT
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Update"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Key": marshalled(self.key), **_expressions(self.update, self.when, self.values)}


@dataclass(frozen=True)
class Delete:
    """Delete an item if ``when`` holds."""

    key: Key
    when: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Delete"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Key": marshalled(self.key), **_expressions("", self.when, self.values)}


Write = Put | Change | Delete


def setting(fields: Iterable[str]) -> str:
    """Return the update expression that sets these attributes to the values of the same names."""
    return "SET " + ", ".join(f"#{name} = :{name}" for name in fields)


class Table:
    """Reads and writes items as fields.

    Raises StaleLease when a condition fails, and Contended, Throttled or Unavailable for errors that may pass.
    """

    def __init__(
        self,
        client: Any,
        name: str,
        *,
        pause: Callable[[float], None] = time.sleep,
        jitter: Callable[[timedelta], timedelta] | None = None,
    ) -> None:
        self._client = client
        self._name = name
        self._pause = pause
        self._jitter = jitter or SystemIds().jitter

    def get(self, key: Key) -> Fields | None:
        """Return one item by a consistent read."""
        answer = self._call("get_item", TableName=self._name, Key=marshalled(key), ConsistentRead=True)
        return unmarshalled(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Fields]:
        """Return the existing items, in no order, by consistent reads."""
        items = []
        for start in range(0, len(keys), GET_AT_ONCE):
            batch = [marshalled(key) for key in keys[start : start + GET_AT_ONCE]]
            pending = {self._name: {"Keys": batch, "ConsistentRead": True}}
            for wait in [*self._waits(), None]:
                answer = self._call("batch_get_item", RequestItems=pending)
                items += [unmarshalled(item) for item in answer["Responses"].get(self._name, [])]
                pending = answer.get("UnprocessedKeys") or {}
                if not pending:
                    break
                if wait is None:
                    raise Throttled("The table left keys unprocessed.")
                self._pause(wait)
        return items

    def query(
        self,
        partition: Key,
        *,
        index: str | None = None,
        starts: Key | None = None,
        before: Key | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        after: Key | None = None,
    ) -> "QueryPage":
        """Return one page of a partition by sort key, at most ``limit`` items or 1 MB.

        ``starts`` and ``before`` bound the sort key; ``after`` is the last key of the previous page.
        """
        bounds = {**partition, **(starts or {}), **(before or {})}
        condition = " AND ".join(
            [f"#{name} = :{name}" for name in partition]
            + [f"begins_with(#{name}, :{name})" for name in starts or {}]
            + [f"#{name} < :{name}" for name in before or {}]
        )
        request = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ScanIndexForward": not newest_first,
            **_placeholders(condition, bounds),
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
            **({"ExclusiveStartKey": marshalled(after)} if after else {}),
        }
        answer = self._call("query", **request)
        last = answer.get("LastEvaluatedKey")
        return QueryPage([unmarshalled(item) for item in answer["Items"]], unmarshalled(last) if last else None)

    def every(self, partition: Key, *, index: str | None = None, starts: Key | None = None) -> Iterator[Fields]:
        """Yield all items of one partition, page by page."""
        after: Key | None = None
        while True:
            page = self.query(partition, index=index, starts=starts, after=after)
            yield from page.items
            after = page.last_key
            if after is None:
                return

    def write(self, write: Write) -> Fields:
        """Write once and return the item after a ``Change``. Raises StaleLease when the condition fails."""
        request = write.request(self._name)
        if isinstance(write, Change):
            answer = self._call("update_item", ReturnValues="ALL_NEW", **request)
            return unmarshalled(answer.get("Attributes", {}))
        self._call("put_item" if isinstance(write, Put) else "delete_item", **request)
        return {}

    def add(self, item: Fields) -> None:
        """Put a new item. A repeat with an equal item is a no-op. Raises Conflict when a different one has the key."""
        try:
            self.write(Put(item, when=ABSENT))
        except StaleLease:
            if self.get({PK: item[PK], SK: item[SK]}) != item:
                raise Conflict("The id is already in use.") from None

    def write_all(self, writes: Sequence[Write]) -> None:
        """Write at most 100 writes in one transaction. Raises StaleLease when a condition fails."""
        self._call("transact_write_items", TransactItems=[{write.verb: write.request(self._name)} for write in writes])

    def delete_all(self, items: Iterable[Fields]) -> int:
        """Delete these items, 100 in a transaction. Return how many."""
        deletes = [Delete({PK: item[PK], SK: item[SK]}) for item in items]
        for start in range(0, len(deletes), WRITES_AT_ONCE):
            self.write_all(deletes[start : start + WRITES_AT_ONCE])
        return len(deletes)

    def _call(self, operation: str, **request: Any) -> Any:
        """Send one request. Transaction conflicts are retried; all other errors are raised at once."""
        call = getattr(self._client, operation)
        for wait in [*self._waits(), None]:
            try:
                return call(**request)
            except (ClientError, BotoCoreError) as error:
                translated, can_retry = _translation(error)
                if wait is None or not can_retry:
                    raise (translated or error) from error
            self._pause(wait)
        return None

    def _waits(self) -> Iterator[float]:
        """Yield the seconds before each retry: exponential backoff with full jitter."""
        return (self._jitter(FIRST_WAIT * 2**number).total_seconds() for number in range(MAX_TRIES - 1))


@dataclass(frozen=True)
class QueryPage:
    """One page of a query, and its last key if more follows."""

    items: list[Fields]
    last_key: Key | None


def _expressions(update: str, when: str, values: Mapping[str, Any]) -> dict[str, Any]:
    parts = {"UpdateExpression": update, "ConditionExpression": when}
    return {name: text for name, text in parts.items() if text} | _placeholders(f"{update} {when}", values)


def _placeholders(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the name and value maps of an expression. DynamoDB refuses empty maps and unused names."""
    names = {f"#{name}": name for name in re.findall(r"#(\w+)", text)}
    tagged = {f":{name}": attribute(value) for name, value in values.items()}
    maps = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": tagged}
    return {kind: content for kind, content in maps.items() if content}


_CONFLICTS = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}
_BUSY = {"ThrottlingError", "ProvisionedThroughputExceeded"}


def _translation(error: Exception) -> tuple[BillhookError | None, bool]:
    """Return the domain error, None for a bug, and whether to retry at once."""
    if not isinstance(error, ClientError):
        return retryable_error(error), False
    code = error.response["Error"]["Code"]
    reasons = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())} or {code}
    if reasons & {"ConditionalCheckFailed", "ConditionalCheckFailedException"}:
        return StaleLease("The write condition failed."), False
    if reasons & _CONFLICTS:
        return Contended("The transaction conflicts with others."), True
    if reasons & _BUSY:
        return Throttled("The table is throttled."), True
    return retryable_error(error), False
