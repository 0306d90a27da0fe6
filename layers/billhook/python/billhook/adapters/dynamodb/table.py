"""The one table: reads, conditional writes and transactions, and what DynamoDB's errors mean to us.

In expressions ``#name`` is an attribute and ``:name`` a value; the table fills in both.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
"""An item without type marks: text, int, bool, list, dict."""

ABSENT = f"attribute_not_exists(#{PK})"
PRESENT = f"attribute_exists(#{PK})"

LIVING = f"{PRESENT} AND attribute_not_exists(#deleted)"
"""Of things that are deleted by a mark: nobody who read it before brings it back."""

PATIENCE = 5
"""How often a transaction that met another one is tried in all."""

FIRST_WAIT = timedelta(milliseconds=40)
GET_AT_ONCE = 100


@dataclass(frozen=True)
class Put:
    """Write a whole item, if ``when`` holds for what is there."""

    item: Fields
    when: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Put"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Item": marshalled(self.item), **_expressions("", self.when, self.values)}


@dataclass(frozen=True)
class Change:
    """Change attributes of an item (``SET ... REMOVE ...``), if ``when`` holds."""

    key: Key
    update: str
    when: str = PRESENT
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Update"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Key": marshalled(self.key), **_expressions(self.update, self.when, self.values)}


@dataclass(frozen=True)
class Delete:
    """Delete an item, if ``when`` holds."""

    key: Key
    when: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    verb = "Delete"

    def request(self, table: str) -> dict[str, Any]:
        return {"TableName": table, "Key": marshalled(self.key), **_expressions("", self.when, self.values)}


Write = Put | Change | Delete


def setting(fields: Fields) -> str:
    """The update expression that writes ``fields``, given them as values."""
    return "SET " + ", ".join(f"#{name} = :{name}" for name in fields)


class Table:
    """Fields in, fields out. Raises StaleLease when a condition fails; Contended, Throttled, Unavailable to retry."""

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
        """One item, read consistently."""
        answer = self._call("get_item", TableName=self._name, Key=marshalled(key), ConsistentRead=True)
        return unmarshalled(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Fields]:
        """Those of the items that exist, in no order, read consistently."""
        found = []
        for start in range(0, len(keys), GET_AT_ONCE):
            some = [marshalled(key) for key in keys[start : start + GET_AT_ONCE]]
            wanted = {self._name: {"Keys": some, "ConsistentRead": True}}
            for wait in [*self._waits(), None]:
                answer = self._call("batch_get_item", RequestItems=wanted)
                found += [unmarshalled(item) for item in answer["Responses"].get(self._name, [])]
                wanted = answer.get("UnprocessedKeys") or {}
                if not wanted:
                    break
                if wait is None:
                    raise Throttled("The table leaves keys unread.")
                self._pause(wait)
        return found

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
    ) -> "Part":
        """Items of one partition in the order of their sort key: one page of at most ``limit`` items or 1 MB.

        ``starts`` and ``before`` bound the sort key; ``after`` is the key where the last page ended.
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
        ended = answer.get("LastEvaluatedKey")
        return Part([unmarshalled(item) for item in answer["Items"]], unmarshalled(ended) if ended else None)

    def every(self, partition: Key, *, index: str | None = None, starts: Key | None = None) -> Iterator[Fields]:
        """All items of one partition, page by page."""
        after: Key | None = None
        while True:
            part = self.query(partition, index=index, starts=starts, after=after)
            yield from part.items
            after = part.ended
            if after is None:
                return

    def write(self, write: Write) -> Fields:
        """One write; answers the item as a ``Change`` left it. Raises Lost when its condition fails."""
        request = write.request(self._name)
        if isinstance(write, Change):
            answer = self._call("update_item", ReturnValues="ALL_NEW", **request)
            return unmarshalled(answer.get("Attributes", {}))
        self._call("put_item" if isinstance(write, Put) else "delete_item", **request)
        return {}

    def add(self, item: Fields) -> None:
        """A new item. Adding the very same again changes nothing; raises Conflict when another one has its key."""
        try:
            self.write(Put(item, when=ABSENT))
        except StaleLease:
            if self.get({PK: item[PK], SK: item[SK]}) != item:
                raise Conflict("There is one with this id already.") from None

    def write_all(self, writes: Sequence[Write]) -> None:
        """All or nothing, at most 100 writes. Raises StaleLease when a condition fails."""
        self._call("transact_write_items", TransactItems=[{write.verb: write.request(self._name)} for write in writes])

    def _call(self, operation: str, **request: Any) -> Any:
        """One request; a transaction in the way is met with patience, everything else is told at once."""
        call = getattr(self._client, operation)
        for wait in [*self._waits(), None]:
            try:
                return call(**request)
            except (ClientError, BotoCoreError) as error:
                meaning, again = _meaning(error)
                if wait is None or not again:
                    raise (meaning or error) from error
            self._pause(wait)
        return None

    def _waits(self) -> Iterator[float]:
        """Seconds before each further try: from 0 to twice as long each time."""
        return (self._jitter(FIRST_WAIT * 2**number).total_seconds() for number in range(PATIENCE - 1))


@dataclass(frozen=True)
class Part:
    """One page of a query, and the key where it ended if there is more."""

    items: list[Fields]
    ended: Key | None


def _expressions(update: str, when: str, values: Mapping[str, Any]) -> dict[str, Any]:
    parts = {"UpdateExpression": update, "ConditionExpression": when}
    return {name: text for name, text in parts.items() if text} | _placeholders(f"{update} {when}", values)


def _placeholders(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The names and values that an expression speaks of; DynamoDB refuses empty ones and unused ones."""
    names = {f"#{name}": name for name in re.findall(r"#(\w+)", text)}
    filled = {f":{name}": attribute(value) for name, value in values.items()}
    found = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": filled}
    return {kind: content for kind, content in found.items() if content}


_CONFLICTS = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}
_BUSY = {"ThrottlingError", "ProvisionedThroughputExceeded"}


def _meaning(error: Exception) -> tuple[BillhookError | None, bool]:
    """What an error means, and whether to try again here; nothing when it is a mistake of ours."""
    if not isinstance(error, ClientError):
        return retryable_error(error), False
    code = error.response["Error"]["Code"]
    reasons = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())} or {code}
    if reasons & {"ConditionalCheckFailed", "ConditionalCheckFailedException"}:
        return StaleLease("The condition does not hold any more."), False
    if reasons & _CONFLICTS:
        return Contended("Other transactions were in the way."), True
    if reasons & _BUSY:
        return Throttled("The table is busy."), True
    return retryable_error(error), False
