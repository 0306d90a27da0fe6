"""From scores to confidences: how often values like this one were right, over bills whose truth is known.

Rules score by weights that suit them; a score of 0.9 promises nothing. What a value is worth is the sum of what its
traits weigh (log-odds): its field, its score, whether checks bear it out or fail it, whether its bill is sound as a
whole, how often it is printed, whether a recogniser read it. ``scripts/calibrate.py`` learns the weights from generated
bills (``calibration.json``); a higher score never weighs less. No value is surer than the reader was of its letters.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from math import exp
from pathlib import Path

from billhook.domain.bill import Bill, ChargeType, Evidence, Extraction, LineItem, Usage
from billhook.domain.document_text import Box, DocumentText, PageText, Route

MOST = 0.995
STEPS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.94, 0.96, 0.98)
"""Scores at which something may be added to what a value is worth."""
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
OFTEN, FEW = 3, 4
ZERO, CENT = Decimal(0), Decimal("0.01")
USUAL_TERM = (6, 60)
USUAL_DAYS = ((26, 35), (57, 65), (87, 95), (178, 186), (360, 368))
LARGE = 0.8
A_BLANK = 0.6
"""A digit that ends so many heights before a number may be its beginning."""


@dataclass(frozen=True)
class ConfidenceFeatures:
    """What is known of one value apart from the value: ``score`` by its rule, ``reader`` by who read the letters.

    ``printed`` is how often the same words stand in the file, ``cut`` whether a number may begin further left,
    ``beside`` what the rest of the bill says of it.
    """

    field: str
    support: str
    sound: bool
    seen: bool
    printed: int
    cut: bool
    beside: str
    score: float
    reader: float

    def traits(self) -> Iterator[str]:
        """The names under which the weights of what is known are found."""
        yield "any"
        yield self.field
        yield f"{self.field} checks {self.support}"
        yield f"{self.field} printed {min(self.printed, OFTEN)}"
        for step in STEPS:
            if self.score >= step:
                yield f"score {step}"
                yield f"{self.field} score {step}"
        if self.beside:
            yield f"{self.field} {self.beside}"
        if self.sound:
            yield f"{self.field} sound"
        if self.seen:
            yield "seen"
        if self.cut:
            yield "cut"


def calibrate(extraction: Extraction, reading: DocumentText) -> Extraction:
    """The same bills, their evidence as sure as the table says."""
    bills = tuple(_calibrated(bill, reading) for bill in extraction.bills)
    return extraction.model_copy(update={"bills": bills})


def is_about(check: str, pointer: str) -> bool:
    """Whether a check of that name says something of the value at ``pointer``."""
    touched = TOUCHES.get(check)
    return touched is None or pointer.split("/", 1)[0] in touched


def standings(bill: Bill, reading: DocumentText) -> dict[str, ConfidenceFeatures]:
    """The standing of every value that has evidence, by its pointer."""
    pages = {page.number: page for page in reading.pages}
    text = "".join(f" {word.text}" for page in reading.pages for word in page.words) + " "
    sound = not bill.failed_checks and sum(name in bill.evidence for name in EXPECTED) >= ENOUGH_FOUND
    figures = {number: _ending_in_figures(pages[number]) for number in {one.page for one in bill.evidence.values()}}
    return {
        pointer: _standing(
            bill, pointer, evidence, pages[evidence.page], text, figures=figures[evidence.page], sound=sound
        )
        for pointer, evidence in bill.evidence.items()
    }


def field_of(pointer: str) -> str:
    """``usageData/0/startDate`` is of the field ``startDate``, every identifier of ``identifiers``."""
    head, *rest = pointer.split("/")
    return f"{head}.{rest[1]}" if len(rest) > 1 else head


def _calibrated(bill: Bill, reading: DocumentText) -> Bill:
    weights = _weights()
    evidence = {
        pointer: bill.evidence[pointer].model_copy(update={"confidence": _confidence(standing, weights)})
        for pointer, standing in standings(bill, reading).items()
    }
    return bill.model_copy(update={"evidence": evidence})


def _confidence(standing: ConfidenceFeatures, weights: dict[str, float]) -> float:
    worth = sum(weights.get(trait, 0.0) for trait in standing.traits())
    return round(min(1 / (1 + exp(-worth)), standing.reader, MOST), 3)


def _ending_in_figures(page: PageText) -> list[Box]:
    return [word.box for word in page.words if word.text[-1:].isdigit()]


def _standing(
    bill: Bill, pointer: str, evidence: Evidence, page: PageText, text: str, *, figures: list[Box], sound: bool
) -> ConfidenceFeatures:
    about = [check for check in bill.checks if is_about(check.name, pointer)]
    held = sum(check.holds and check.name not in WEAK for check in about)
    seen = page.route is not Route.TEXT_LAYER
    reader = _reader(evidence.box, page) if seen else 1.0
    return ConfidenceFeatures(
        field=field_of(pointer),
        support="fail" if not all(check.holds for check in about) else f"hold {min(held, 2)}",
        sound=sound,
        seen=seen,
        printed=text.count(f" {evidence.text} "),
        cut=evidence.text[:1].isdigit() and _is_cut(evidence.box, page, figures),
        beside=_beside(bill, pointer) if pointer != "utilityName" else _prominence(evidence.box, page),
        score=min(1.0, evidence.confidence / (reader or 1.0)),
        reader=reader,
    )


def _reader(box: Box, page: PageText) -> float:
    """How sure the reader was of the least certain word in ``box``."""
    inside = [
        word.confidence
        for word in page.words
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1 and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
    ]
    return min(inside, default=1.0)


def _is_cut(box: Box, page: PageText, figures: list[Box]) -> bool:
    """Whether one of ``figures`` ends just before ``box``: thousands may stand apart by a blank."""
    height, middle = box.y1 - box.y0, (box.y0 + box.y1) / 2
    blank = A_BLANK * height * page.height / page.width
    return any(
        0 < box.x0 - other.x1 < blank and abs((other.y0 + other.y1) / 2 - middle) < 0.4 * height for other in figures
    )


def _prominence(box: Box, page: PageText) -> str:
    """Whether a name is printed as large as anything on its page."""
    largest = max(word.box.y1 - word.box.y0 for word in page.words)
    return "large" if box.y1 - box.y0 > LARGE * largest else "small"


def _beside(bill: Bill, pointer: str) -> str:
    """What other values of the bill say of the one at ``pointer``; nothing where they say nothing."""
    head, *rest = pointer.split("/")
    if head == "usageData" and len(rest) > 1:
        return _beside_usage(bill, bill.usage_data[int(rest[0])], rest[1])
    if head == "lineItems":
        return _beside_item(bill, int(rest[0]))
    if head == "taxCharges":
        taxes = [item.total_charge for item in bill.line_items if item.charge_type is ChargeType.TAX]
        return "itemised" if bill.tax_charges in {*taxes, _total(taxes)} else "alone"
    if head == "afterPreviousTotalPayment" and bill.previous_close_balance:
        return "pays all" if bill.after_previous_total_payment == -bill.previous_close_balance else "pays a part"
    if head in {"billDate", "dueDate"} and bill.bill_date and bill.due_date:
        return "in time" if USUAL_TERM[0] <= (bill.due_date - bill.bill_date).days <= USUAL_TERM[1] else "out of time"
    return ""


def _beside_usage(bill: Bill, usage: Usage, name: str) -> str:
    if name == "identifiers":
        return f"one of {min(len(usage.identifiers), OFTEN)}"
    if name in {"startDate", "endDate"} and usage.start_date and usage.end_date:
        days = (usage.end_date - usage.start_date).days
        return "usual" if any(low <= days <= high for low, high in USUAL_DAYS) else "unusual"
    if name != "usage" or usage.usage is None:
        return ""
    billed = usage.usage in {item.quantity for item in bill.line_items}
    read = usage.current_reading is not None and usage.previous_reading is not None
    return f"{'billed' if billed else 'unbilled'} and {'read' if read else 'unread'} in {usage.usage_units}"


def _beside_item(bill: Bill, number: int) -> str:
    item = bill.line_items[number]
    amounts = [one.total_charge or ZERO for one in bill.line_items]
    before = list(accumulate(amounts[:number]))
    if number > 1 and item.total_charge in {*before, bill.total_charges, bill.current_charges}:
        return "a sum"
    return "multiplied" if _is_multiplied(item) else f"one of {'few' if len(amounts) < FEW else 'many'}"


def _is_multiplied(item: LineItem) -> bool:
    if item.quantity is None or item.rate is None or item.total_charge is None:
        return False
    return abs(abs(item.quantity * item.rate) - abs(item.total_charge)) <= CENT


def _total(amounts: list[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)


@cache
def _weights() -> dict[str, float]:
    path = Path(__file__).with_name("weights.json")
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return found
