"""Apply a person's corrections to a bill; unchanged values keep their evidence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from billhook.domain.bill import Bill, Evidence, LineItem, Usage
from billhook.domain.errors import Invalid, Problem

Part = TypeVar("Part", Usage, LineItem)

_CAPITAL = re.compile(r"[A-Z]")


@dataclass(frozen=True)
class PartChange:
    """One entry of a corrected list: ``values`` replace those of the entry at position ``origin``.

    Without an origin the entry is new.
    """

    values: Mapping[str, Any]
    origin: int | None = None


@dataclass(frozen=True)
class Correction:
    """Corrected fields by name, and whole lists where given. Other fields stay."""

    values: Mapping[str, Any] = field(default_factory=dict)
    usage_data: Sequence[PartChange] | None = None
    line_items: Sequence[PartChange] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.values and self.usage_data is None and self.line_items is None


def corrected(bill: Bill, correction: Correction) -> Bill:
    """The corrected ``bill``. Raises Invalid for an entry that does not exist.

    An unchanged value keeps its evidence, even if its entry has moved. Checks are not recomputed: see
    ``validate.checks.rechecked``.
    """
    change: dict[str, Any] = dict(correction.values)
    if correction.usage_data is not None:
        change["usage_data"] = _parts(Usage, bill.usage_data, correction.usage_data, "usageData")
    if correction.line_items is not None:
        change["line_items"] = _parts(LineItem, bill.line_items, correction.line_items, "lineItems")
    after = bill.model_copy(update=change)
    return after.model_copy(update={"evidence": dict(_kept(bill, after, correction))})


def _parts(kind: type[Part], present: tuple[Part, ...], changes: Sequence[PartChange], name: str) -> tuple[Part, ...]:
    made, used = [], set()
    for position, change in enumerate(changes):
        if change.origin is None:
            made.append(kind(**change.values))
            continue
        if change.origin in used or not 0 <= change.origin < len(present):
            problem = Problem(
                f"/{name}/{position}/id", "The document has no entry with this id, or the id occurs twice."
            )
            raise Invalid("Request validation failed.", (problem,))
        used.add(change.origin)
        made.append(present[change.origin].model_copy(update=dict(change.values)))
    return tuple(made)


def _kept(before: Bill, after: Bill, correction: Correction) -> Iterator[tuple[str, Evidence]]:
    moved = {"usageData": correction.usage_data, "lineItems": correction.line_items}
    for pointer, evidence in before.evidence.items():
        name, *rest = pointer.split("/")
        changes = moved.get(name)
        if not rest or changes is None:
            if _at(before, pointer) == _at(after, pointer):
                yield pointer, evidence
            continue
        for position, change in enumerate(changes):
            now = "/".join((name, str(position), *rest[1:]))
            if str(change.origin) == rest[0] and _at(before, pointer) == _at(after, now):
                yield now, evidence


def _at(bill: Bill, pointer: str) -> Any:
    """The value at a public JSON pointer; None when there is none."""
    value: Any = bill
    for step in pointer.split("/"):
        if isinstance(value, tuple):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            value = getattr(value, _CAPITAL.sub(lambda letter: f"_{letter[0].lower()}", step), None)
    return value
