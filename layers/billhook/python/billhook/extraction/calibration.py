"""From scores to confidences: how often values like this one were right, over bills whose truth is known.

Rules score by weights that suit them; a score of 0.9 promises nothing. What a value is worth is looked up by its
field, by whether checks bear it out, by whether its bill is sound as a whole, and by its score, in a table that
``scripts/calibrate.py`` learns from generated bills (``calibration.json``). Values of one cell of the table never get
less sure as their score rises. No value is surer than the reader was of its letters.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from billhook.domain.bill import Bill, Evidence, Extraction
from billhook.domain.reading import Page, Reading, Route

MOST = 0.995
TOUCHES: dict[str, tuple[str, ...]] = {
    "balance-rolls-forward": (
        "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits",
        "currentOpenBalance",
    ),
    "total-adds-up": ("totalCharges", "currentOpenBalance", "currentCharges", "credits", "taxCharges"),
    "items-add-up": ("lineItems", "currentCharges", "taxCharges", "credits"),
    "due-after-bill": ("billDate", "dueDate"),
    "billed-after-service": ("billDate", "usageData"),
    "period-is-plausible": ("usageData",),
    "readings-give-usage": ("usageData",),
    "slices-give-usage": ("usageData",),
    "rates-give-amounts": ("lineItems",),
}  # fmt: skip
"""The fields that a check is about; one that is not listed is about all of them."""

WEAK = frozenset({"due-after-bill", "billed-after-service", "period-is-plausible"})
"""Checks that wrong values pass as well as right ones: they can fail a value, not bear it out."""

EXPECTED = ("utilityName", "accountNumber", "billDate", "dueDate", "totalCharges", "usageData/0/startDate")
ENOUGH_FOUND = 5
Knots = Sequence[tuple[float, float]]
"""Scores in rising order, each with the confidence from there on."""


@dataclass(frozen=True)
class Standing:
    """What is known of one value apart from the value: ``score`` by its rule, ``reader`` by who read the letters."""

    field: str
    support: str
    sound: bool
    seen: bool
    score: float
    reader: float

    def cells(self) -> Iterator[str]:
        """The cells of the table that speak of it, the closest first."""
        whole = "sound" if self.sound else "doubtful"
        yield f"{self.field}/{self.support}/{whole}/{'seen' if self.seen else 'text'}"
        yield f"{self.field}/{self.support}/{whole}"
        yield f"{self.field}/{self.support}"
        yield f"*/{self.support}/{whole}"
        yield "*"


def calibrate(extraction: Extraction, reading: Reading) -> Extraction:
    """The same bills, their evidence as sure as the table says."""
    bills = tuple(_calibrated(bill, reading) for bill in extraction.bills)
    return extraction.model_copy(update={"bills": bills})


def is_about(check: str, pointer: str) -> bool:
    """Whether a check of that name says something of the value at ``pointer``."""
    touched = TOUCHES.get(check)
    return touched is None or pointer.split("/", 1)[0] in touched


def standings(bill: Bill, reading: Reading) -> dict[str, Standing]:
    """The standing of every value that has evidence, by its pointer."""
    pages = {page.number: page for page in reading.pages}
    sound = not bill.failed_checks and sum(name in bill.evidence for name in EXPECTED) >= ENOUGH_FOUND
    return {
        pointer: _standing(bill, pointer, evidence, pages[evidence.page], sound=sound)
        for pointer, evidence in bill.evidence.items()
    }


def field_of(pointer: str) -> str:
    """``usageData/0/startDate`` is of the field ``startDate``, every identifier of ``identifiers``."""
    head, *rest = pointer.split("/")
    return f"{head}.{rest[1]}" if len(rest) > 1 else head


def _calibrated(bill: Bill, reading: Reading) -> Bill:
    table = _table()
    sure = {pointer: _looked_up(table, standing) for pointer, standing in standings(bill, reading).items()}
    evidence = {pointer: one.model_copy(update={"confidence": sure[pointer]}) for pointer, one in bill.evidence.items()}
    return bill.model_copy(update={"evidence": evidence})


def _standing(bill: Bill, pointer: str, evidence: Evidence, page: Page, *, sound: bool) -> Standing:
    about = [check for check in bill.checks if is_about(check.name, pointer)]
    held = sum(check.holds and check.name not in WEAK for check in about)
    support = "fails" if not all(check.holds for check in about) else str(min(held, 2))
    seen = page.route is not Route.TEXT_LAYER
    reader = _reader(evidence, page) if seen else 1.0
    score = min(1.0, evidence.confidence / (reader or 1.0))
    return Standing(field_of(pointer), support, sound, seen, score, reader)


def _reader(evidence: Evidence, page: Page) -> float:
    """How sure the reader was of the least certain word of the evidence."""
    box = evidence.box
    inside = [
        word.confidence
        for word in page.words
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1 and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
    ]
    return min(inside, default=1.0)


def _looked_up(table: dict[str, Knots], standing: Standing) -> float:
    knots = next((table[cell] for cell in standing.cells() if cell in table), None)
    sure = standing.score if knots is None else knots[max(0, bisect_right(knots, (standing.score, 2.0)) - 1)][1]
    return round(min(sure, standing.reader, MOST), 3)


@cache
def _table() -> dict[str, Knots]:
    path = Path(__file__).with_name("calibration.json")
    found: dict[str, list[list[float]]] = json.loads(path.read_text(encoding="utf-8"))
    return {cell: [(score, sure) for score, sure in knots] for cell, knots in found.items()}
