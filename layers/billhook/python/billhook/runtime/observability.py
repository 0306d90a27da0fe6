"""One JSON logger for all functions. Lines contain ids, codes and numbers, never bill contents, names or keys."""

from functools import cache

from aws_lambda_powertools.logging import Logger

from billhook import names


@cache
def logger() -> Logger:
    """The process's logger; ``set_correlation_id`` sets the id of the current request or message."""
    return Logger(service=names.PRODUCT)
