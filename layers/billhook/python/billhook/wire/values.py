"""JSON notation of values: camelCase names, decimal strings, ISO 8601 dates and times in UTC."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any

from billhook.domain.money import plain

MONEY_PATTERN = r"^-?\d{0,18}(?:\.\d{0,2})?$"
NUMBER_PATTERN = r"^-?\d+(?:\.\d+)?$"


@lru_cache(maxsize=1024)
def camel(name: str) -> str:
    """Return ``totalCharges`` for ``total_charges``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def json_value(value: Any) -> Any:
    """Return a value as JSON; decimals become decimal strings."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [json_value(item) for item in value]
    return value


def json_fields(value: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the named attributes of ``value`` under their public names; ``verdict.is_flagged`` is ``isFlagged``."""
    return {public_name(name): json_value(attrgetter(name)(value)) for name in names}


def public_name(name: str) -> str:
    """Return the name in JSON of an attribute, or of an attribute of an attribute."""
    return camel(name.rpartition(".")[2])
