"""What a person decided about a document."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Review:
    """``flagged_by_hand`` is the person's flag, where False approves the document and None leaves it to the checks.

    ``changed_by`` is the email address of the person who wrote this version; None for a version that was read.
    """

    flagged_by_hand: bool | None = None
    changed_by: str | None = None

    @property
    def is_approved(self) -> bool:
        return self.flagged_by_hand is False

    def not_corrected(self) -> "Review":
        """Of a version that was read: an approval was for the earlier values, a flag stays."""
        return Review(flagged_by_hand=self.flagged_by_hand or None)
