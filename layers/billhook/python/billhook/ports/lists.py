"""Parts of lists, as every store answers them."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Slice:
    """Which part of a list: at most ``limit`` items after the opaque ``cursor``."""

    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True)
class Listed(Generic[T]):
    """Part of a list, newest first; ``cursor`` leads to the next part, None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None
