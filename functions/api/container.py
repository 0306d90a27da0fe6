"""The use cases of this function; the container is built on the first request."""

from functools import cache
from typing import TypeVar

from billhook import names
from billhook.runtime.container import Container

UseCase = TypeVar("UseCase")


@cache
def container() -> Container:
    return Container.of(names.API)


def use_case(kind: type[UseCase]) -> UseCase:
    """The use case of that class, built at most once in a process."""
    return container().get(kind)
