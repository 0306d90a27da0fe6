"""The use cases of this function, built on the first request."""

from functools import cache

from billhook import names
from billhook.runtime.api import Api


@cache
def uses() -> Api:
    return Api.of(names.API)
