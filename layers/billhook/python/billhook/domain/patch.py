"""Changes of some fields of a value: a field that is not set stays, None removes its value (RFC 7396)."""

from dataclasses import fields
from enum import Enum
from typing import Any, Final, TypeVar

T = TypeVar("T")


class Unset(Enum):
    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""The value of a field that a patch leaves unchanged."""


class Patch:
    """Base of patches: dataclasses whose fields are all UNSET by default, each with the name of what it changes."""

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that are set, by name."""
        present = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return {name: value for name, value in present.items() if value is not UNSET}

    @property
    def is_empty(self) -> bool:
        return not self.changes


def patched(change: T | Unset, present: T) -> T:
    """``change``, or ``present`` when it is not set."""
    return present if isinstance(change, Unset) else change


def given(value: T | None) -> T | Unset:
    """``value``, or UNSET for the None of a request in which null and absent mean the same."""
    return UNSET if value is None else value
