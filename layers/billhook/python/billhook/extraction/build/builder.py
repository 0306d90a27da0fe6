"""A bill in the making: values by field name, evidence by the public pointer of the field."""

from dataclasses import dataclass, field
from typing import Any

from billhook.domain.bill import Bill, Evidence
from billhook.extraction.layout.candidate import Candidate


@dataclass
class BillBuilder:
    """What ``parts`` fill in. A value without evidence is inferred, not printed."""

    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def put(self, name: str, finding: Candidate[Any] | None) -> None:
        """A printed value, with the place where it is printed."""
        if finding is not None:
            self.fields[name] = finding.value
            self.evidence[_pointer(name)] = finding.evidence()

    def prove(self, pointer: str, finding: Candidate[Any]) -> None:
        self.evidence[pointer] = finding.evidence()

    def bill(self, pages: tuple[int, ...]) -> Bill:
        return Bill(pages=pages, evidence=self.evidence, **self.fields)


def _pointer(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
