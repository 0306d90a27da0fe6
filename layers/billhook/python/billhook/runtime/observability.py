"""One JSON logger for all functions. Lines hold ids, codes and figures: never what a bill says, a name or a key."""

from functools import cache

from aws_lambda_powertools.logging import Logger

from billhook import names


@cache
def logger() -> Logger:
    """The process's logger; ``set_correlation_id`` names the request or message that is being worked on."""
    return Logger(service=names.PRODUCT)
