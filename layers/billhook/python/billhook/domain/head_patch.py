"""A person's changes to the head of a document."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.ids import DocumentId, SiteId
from billhook.domain.patch import UNSET, Patch, Unset


@dataclass(frozen=True, kw_only=True)
class HeadPatch(Patch):
    notes: str | Unset | None = UNSET
    info: dict[str, Any] | Unset | None = UNSET
    site_id: SiteId | Unset | None = UNSET
    revised_document_id: DocumentId | Unset | None = UNSET
    flagged_by_hand: bool | Unset | None = UNSET
