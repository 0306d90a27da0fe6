"""Batches of SQS and of streams: each record on its own, and an answer that names those to be sent again."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from billhook.domain.errors import Retryable
from billhook.runtime.observability import logger

Record = Mapping[str, Any]
BatchAnswer = dict[str, list[dict[str, str]]]


def answer_batch(event: Mapping[str, Any], work: Callable[[Record], None], *, at_once: int = 1) -> BatchAnswer:
    """Do ``work`` for each record and answer which failed; ``at_once`` records share the time in threads.

    Whatever it raises, a record fails alone. An answer of None would tell AWS that all went well.
    """

    def done(record: Record) -> bool:
        return _is_done(record, work)

    records = event["Records"]
    if at_once == 1 or len(records) == 1:
        outcomes = [done(record) for record in records]
    else:
        with ThreadPoolExecutor(at_once) as threads:
            outcomes = list(threads.map(done, records))
    return failed(record_id(record) for record, is_done in zip(records, outcomes, strict=True) if not is_done)


def failed(record_ids: Iterable[str]) -> BatchAnswer:
    """The answer that has these records sent again, and only these."""
    return {"batchItemFailures": [{"itemIdentifier": one} for one in record_ids]}


def record_id(record: Record) -> str:
    """By what AWS knows a record: an SQS message's id, a stream record's sequence number."""
    return str(record["messageId"] if "messageId" in record else record["dynamodb"]["SequenceNumber"])


def log_failure(fault: Exception, **ids: str) -> None:
    """Log why something will be done again: shortly for what is nobody's fault, with its trace for what is ours."""
    if isinstance(fault, Retryable):
        logger().warning("retry scheduled", extra={"code": fault.code, **ids})
    else:
        logger().error("unexpected error", exc_info=fault, extra=ids)


def _is_done(record: Record, work: Callable[[Record], None]) -> bool:
    logger().thread_safe_append_keys(correlation_id=record_id(record))
    try:
        work(record)
    except Exception as fault:  # noqa: BLE001 - one record must not take the others with it
        log_failure(fault)
        return False
    finally:
        logger().thread_safe_clear_keys()
    return True
