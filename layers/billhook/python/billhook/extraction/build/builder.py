"""A bill builder: takes values from candidates and records their evidence in the same call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from billhook.domain.bill import Evidence
from billhook.extraction.layout.candidate import Candidate

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of the bill with the evidence of its values, by their public pointers."""

    value: T
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


class BillBuilder:
    """Collects the evidence of a bill or of a part of it. A value without evidence is inferred, not printed."""

    def __init__(self) -> None:
        self._evidence: dict[str, Evidence] = {}

    @property
    def evidence(self) -> dict[str, Evidence]:
        return dict(self._evidence)

    def printed(self, pointer: str, candidate: Candidate[T] | None) -> T | None:
        """The value of ``candidate``, its evidence recorded at ``pointer``; ``None`` without a candidate."""
        if candidate is None:
            return None
        self.prove(pointer, candidate)
        return candidate.value

    def amount(self, pointer: str, value: T | None, printed: Candidate[T] | None) -> T | None:
        """``value``; its evidence is recorded if it is printed."""
        self.printed(pointer, printed)
        return value

    def part(self, part: Part[T]) -> T:
        """The value of ``part``, its evidence recorded."""
        self._evidence |= part.evidence
        return part.value

    def prove(self, pointer: str, candidate: Candidate[T]) -> None:
        """Record the place of ``candidate`` as evidence of the value at ``pointer``."""
        self._evidence[pointer] = candidate.evidence()
