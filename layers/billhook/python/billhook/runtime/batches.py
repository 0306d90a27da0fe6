"""Process batches of SQS or DynamoDB stream records, and report failed records (partial batch response).

A function's own clock gives the deadline of a batch.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from billhook.domain.errors import Retryable
from billhook.runtime.observability import fault_fields, logger

Record = Mapping[str, Any]
BatchAnswer = dict[str, list[dict[str, str]]]


def answer_batch(event: Mapping[str, Any], work: Callable[[Record], None], *, at_once: int = 1) -> BatchAnswer:
    """Call ``work`` for each record, ``at_once`` in parallel threads, and return the records that failed.

    An exception fails only its own record.
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


def failed(identifiers: Iterable[str]) -> BatchAnswer:
    """The partial batch response that retries exactly these records."""
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in identifiers]}


def record_id(record: Record) -> str:
    """The identifier of a record: message id in SQS, sequence number in a stream."""
    return str(record["messageId"] if "messageId" in record else record["dynamodb"]["SequenceNumber"])


def log_failure(fault: Exception, **ids: str) -> None:
    """Log a failure that will be retried: a warning for Retryable errors, class, code and frames of others."""
    if isinstance(fault, Retryable):
        logger().warning("retry scheduled", extra={"code": fault.code, **ids})
    else:
        logger().error("unexpected error", extra={**fault_fields(fault), **ids})


def _is_done(record: Record, work: Callable[[Record], None]) -> bool:
    logger().thread_safe_append_keys(correlation_id=record_id(record))
    try:
        work(record)
    except Exception as fault:  # noqa: BLE001 - one record must not fail the others
        log_failure(fault)
        return False
    finally:
        logger().thread_safe_clear_keys()
    return True


def deadline_of(context: Any) -> datetime | None:
    """The time at which Lambda ends the function; None without a context, as in tests."""
    if context is None:
        return None
    from billhook.adapters.clock import SystemClock

    return SystemClock().now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
