"""Parts of lists, as every store answers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_LOOKED_AT = 1_000
"""Things that one request looks at; where fewer than asked for are wanted, its cursor leads on."""


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


def sifted(
    page: Callable[[Slice], Listed[T]],
    part: Slice,
    is_wanted: Callable[[T], bool],
    *,
    is_past: Callable[[T], bool] = lambda _: False,
    most_looked_at: int = MOST_LOOKED_AT,
) -> Listed[T]:
    """What is wanted of a list. ``is_past`` says of a thing that nothing behind it can be wanted.

    Never reads more at a time than is still missing, so that the cursor stands behind the last one shown.
    """
    found: list[T] = []
    looked_at, cursor = 0, part.cursor
    while True:
        listed = page(Slice(part.limit - len(found), cursor))
        found += [one for one in listed.items if is_wanted(one)]
        looked_at, cursor = looked_at + max(len(listed.items), 1), listed.cursor
        if listed.items and is_past(listed.items[-1]):
            return Listed(tuple(found), None)
        if cursor is None or len(found) == part.limit or looked_at >= most_looked_at:
            return Listed(tuple(found), cursor)
