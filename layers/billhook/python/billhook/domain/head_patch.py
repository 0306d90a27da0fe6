"""A person's changes to the head of a document."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeVar

from billhook.domain.ids import DocumentId, SiteId

T = TypeVar("T")


class Unset(Enum):
    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""The value of a field that a patch leaves unchanged; None removes the value (RFC 7396)."""


@dataclass(frozen=True, kw_only=True)
class HeadPatch:
    notes: str | Unset | None = UNSET
    info: dict[str, Any] | Unset | None = UNSET
    site_id: SiteId | Unset | None = UNSET
    revised_document_id: DocumentId | Unset | None = UNSET
    flagged_by_hand: bool | Unset | None = UNSET

    @property
    def is_empty(self) -> bool:
        return self == HeadPatch()


def patched(change: T | Unset, present: T) -> T:
    """``change``, or ``present`` when it is not set."""
    return present if isinstance(change, Unset) else change
