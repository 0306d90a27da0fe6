"""One JSON logger for all functions. Lines contain ids, codes and numbers, never bill contents, names or keys."""

from functools import cache
from traceback import extract_tb
from typing import Any

from aws_lambda_powertools.logging import Logger

from billhook import names


@cache
def logger() -> Logger:
    """The process's logger; ``set_correlation_id`` sets the id of the current request or message."""
    return Logger(service=names.PRODUCT)


def fault_fields(fault: BaseException) -> dict[str, Any]:
    """Class, code and frames of a fault for the log, without its message, which may quote a document."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(fault.__traceback__)]
    return {"fault": type(fault).__name__, "code": _code(fault), "frames": frames}


def _code(fault: BaseException) -> str | None:
    """The error code of Billhook or of an AWS service."""
    response = getattr(fault, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code"))
    return getattr(fault, "code", None)
