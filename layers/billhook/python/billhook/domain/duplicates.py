"""The other documents of the same file or bill."""

from dataclasses import dataclass, replace

from billhook.domain.ids import DocumentId


@dataclass(frozen=True, kw_only=True)
class NearDuplicates:
    """What a bill was compared with: the document of the same bill, or the one that it revises."""

    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None


@dataclass(frozen=True, kw_only=True)
class Duplicates:
    """``duplicate_of`` has the same bytes, ``near_duplicate_of`` other bytes and the same total.

    ``revised_document_id`` is the document that this bill revises.
    """

    duplicate_of: DocumentId | None = None
    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None

    def of_original(self, original_id: DocumentId) -> "Duplicates":
        """Those of a document with the same bytes as ``original_id``, whose near duplicates these are."""
        return replace(self, duplicate_of=original_id)

    def compared(self, near: NearDuplicates) -> "Duplicates":
        near_id, revised_id = near.near_duplicate_of, near.revised_document_id
        return replace(self, near_duplicate_of=near_id, revised_document_id=revised_id)

    def revising(self, revised_document_id: DocumentId | None) -> "Duplicates":
        return replace(self, revised_document_id=revised_document_id)

    def read(self) -> "Duplicates":
        """Those of a document that was read itself, which is no copy."""
        return replace(self, duplicate_of=None)

    def rejected(self) -> "Duplicates":
        return replace(self, near_duplicate_of=None)
