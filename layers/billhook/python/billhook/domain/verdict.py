"""The verdict on a document: its status, the reason for it, and whether it is flagged."""

from dataclasses import dataclass, replace

from billhook.domain.document_status import Status, StatusReason


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``status_detail`` names what is missing or failed. ``is_flagged`` asks a person to look at the values."""

    status: Status
    status_reason: StatusReason | None = None
    status_detail: str | None = None
    is_flagged: bool = False

    def started(self) -> "Verdict":
        return replace(self, status=Status.PROCESSING)

    def waiting_for_ocr(self) -> "Verdict":
        return replace(self, status=Status.WAITING_OCR)

    def unpacked(self) -> "Verdict":
        return replace(self, status=Status.UNPACKED)

    def reopened(self) -> "Verdict":
        """In PROCESSING again; the flag of the last version stays."""
        return Verdict(status=Status.PROCESSING, is_flagged=self.is_flagged)

    def deleted(self) -> "Verdict":
        """REJECTED if unfinished, so that its job does not wait for it; a final one is unchanged."""
        if self.status.is_final:
            return self
        return replace(self, status=Status.REJECTED, status_reason=StatusReason.DELETED)

    def erased(self) -> "Verdict":
        """What the job has to know of a deleted document."""
        return Verdict(status=self.status, status_reason=self.status_reason)


def rejected(reason: StatusReason, detail: str) -> Verdict:
    return Verdict(status=Status.REJECTED, status_reason=reason, status_detail=detail)


def needs_review(reason: StatusReason, detail: str, *, is_flagged: bool = True) -> Verdict:
    return Verdict(status=Status.NEEDS_REVIEW, status_reason=reason, status_detail=detail, is_flagged=is_flagged)
