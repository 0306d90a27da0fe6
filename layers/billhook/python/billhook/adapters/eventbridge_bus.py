"""Implements ``ports.Bus`` on an EventBridge bus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from billhook.adapters.aws_errors import translated_errors
from billhook.domain.errors import Retryable
from billhook.domain.ids import EventId
from billhook.ports.events import BusEntry

ENTRIES_AT_ONCE = 10
BYTES_AT_ONCE = 256 * 1024
"""The oldest request limit of PutEvents; later ones are higher."""


@dataclass(frozen=True)
class EventBridgeBus:
    """``client`` is a boto3 EventBridge client; it retries throttled calls itself."""

    client: Any
    name: str

    def publish(self, entries: Sequence[BusEntry]) -> Mapping[EventId, str]:
        """See ``ports.Bus``. When a whole call fails, each of its entries gets the error's code."""
        failed: dict[EventId, str] = {}
        for batch in _batches(entries):
            failed |= self._put(batch)
        return failed

    def _put(self, batch: list[BusEntry]) -> dict[EventId, str]:
        try:
            with translated_errors():
                answer = self.client.put_events(Entries=[self._wire(entry) for entry in batch])
        except Retryable as error:
            return {entry.event_id: error.code for entry in batch}
        results = zip(batch, answer["Entries"], strict=True)
        return {entry.event_id: result["ErrorCode"] for entry, result in results if "ErrorCode" in result}

    def _wire(self, entry: BusEntry) -> dict[str, str]:
        return {
            "EventBusName": self.name,
            "Source": entry.source,
            "DetailType": entry.detail_type,
            "Detail": entry.detail,
        }


def _batches(entries: Sequence[BusEntry]) -> Iterator[list[BusEntry]]:
    """Split entries into batches of one request each."""
    batch: list[BusEntry] = []
    size = 0
    for entry in entries:
        entry_size = sum(len(text.encode()) for text in (entry.source, entry.detail_type, entry.detail))
        if batch and (len(batch) == ENTRIES_AT_ONCE or size + entry_size > BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry_size
    if batch:
        yield batch
