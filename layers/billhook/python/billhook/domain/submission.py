"""Metadata of a file from its sender."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class SourceType(StrEnum):
    INVOICE = "INVOICE"
    SMART_METER = "SMART_METER"
    MANUAL = "MANUAL"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """``email`` is the sender's; ``info`` is JSON of the caller, which is stored and returned unchanged."""

    email: str = ""
    notes: str | None = None
    info: dict[str, Any] | None = None
    source_type: SourceType = SourceType.INVOICE
    allow_duplicate: bool = False

    def annotated(self, notes: str | None, info: dict[str, Any] | None) -> "Submission":
        return replace(self, notes=notes, info=info)
