"""Confidence: a logistic regression over the features of a value.

The features are field, rule score, checks, repetitions, OCR and context. ``scripts/calibrate.py`` trains the weights
(``weights.json``) on generated bills and on real ones. The weights of score thresholds are never negative, so
confidence never falls as the rule score rises. It never exceeds the OCR confidence of the value's words.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from math import exp
from pathlib import Path

from billhook.domain.bill import Bill, ChargeType, Check, Evidence, EvidenceSource, Extraction, Usage
from billhook.domain.document_text import TEXT_LAYER_ROUTES, Box, DocumentText, PageText, Route
from billhook.domain.witness import WitnessSource
from billhook.extraction.validate.agreement import agreement_of
from billhook.extraction.validate.checks import Print, Support, id_verdicts, is_about, is_product, is_weak

SCORE_STEPS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.94, 0.96, 0.98)
"""Thresholds of the rule score; each that is reached is a feature."""

EXPECTED = ("utilityName", "accountNumber", "billDate", "dueDate", "totalCharges", "usageData/0/startDate")
FEWEST_EXPECTED = 5
MOST_COUNTED = 3
MOST_PASSED = 2
MANY_ITEMS = 4
SHORTEST_CODE = 6
"""Longer codes contain shorter ones by chance."""

_SEPARATORS = re.compile(r"[^\w ]|_")
IDENTIFIERS = frozenset({"accountNumber", "invoiceId", "usageData.identifiers"})
ZERO = Decimal(0)
USUAL_TERM = (6, 60)
USUAL_DAYS = ((26, 35), (57, 65), (87, 95), (178, 186), (360, 368))
"""Days from bill date to due date; days of a billing period."""

LARGE = 0.8
"""Text of this share of the height of the tallest word on its page is large."""

DIGIT_GAP = 0.6
"""A digit may begin a number that follows it after a gap of this many text heights."""

SAME_LINE = 0.4
"""Words of one line have middles at most this many text heights apart."""


@dataclass(frozen=True)
class ConfidenceFeatures:
    """Features of one value.

    ``check_support``: "fail" if a check about it fails, else "hold N" for N passed checks that are not weak, at most 2.
    ``all_checks_pass``: no check of the bill fails and at least five of the ``EXPECTED`` fields have evidence.
    ``occurrences``: how often its text is printed in the file; ``in_longer_code``: whether a longer code, such as that
    of a payment slip, contains it. ``maybe_truncated``: the number may begin further left.
    ``context``: how it relates to other values of the bill. ``score``: the rule's, 0..1.
    ``ocr_confidence``: of its least certain word, 0..1; 1 for embedded text.
    """

    field: str
    check_support: str
    all_checks_pass: bool
    is_ocr: bool
    occurrences: int
    maybe_truncated: bool
    context: str
    score: float
    ocr_confidence: float
    in_longer_code: bool = False

    def names(self) -> tuple[str, ...]:
        """The binary features that are set, by the names that ``weights.json`` uses."""
        reached = sum([self.score >= step for step in SCORE_STEPS])
        return (
            "bias",
            self.field,
            f"{self.field} checks {self.check_support}",
            f"{self.field} printed {min(self.occurrences, MOST_COUNTED)}",
            *_steps("score", reached),
            *_steps(f"{self.field} score", reached),
            *((f"{self.field} {self.context}",) if self.context else ()),
            *((f"{self.field} all checks pass",) if self.all_checks_pass else ()),
            *(("ocr",) if self.is_ocr else ()),
            *(("maybe truncated",) if self.maybe_truncated else ()),
        )


@lru_cache(maxsize=1024)
def _steps(prefix: str, count: int) -> tuple[str, ...]:
    """The features of the first ``count`` thresholds of a score."""
    return tuple(f"{prefix} {step}" for step in SCORE_STEPS[:count])


def features_of(bill: Bill, document_text: DocumentText) -> dict[str, ConfidenceFeatures]:
    """The features of every value of ``bill`` that has evidence on a page, by its pointer."""
    text = "".join(f" {word.text}" for page in document_text.pages for word in page.words) + " "
    codes = _SEPARATORS.sub("", text).upper().replace(" ", "  ")
    all_checks_pass = _all_checks_pass(bill)
    pages = {page.number: page for page in document_text.pages}
    found = [(name, item, item.page, item.box) for name, item in bill.evidence.items()]
    placed = [(name, item, page, box) for name, item, page, box in found if page is not None and box is not None]
    number_ends = {number: _number_ends(pages[number]) for number in {page for _, _, page, _ in placed}}
    check_support = _check_support(bill)
    return {
        pointer: _features(
            bill,
            pointer,
            (evidence, box),
            pages[number],
            (text, codes),
            check_support=check_support,
            number_ends=number_ends[number],
            all_checks_pass=all_checks_pass,
        )
        for pointer, evidence, number, box in placed
    }


def field_of(pointer: str) -> str:
    """The field of a pointer: ``usageData.startDate`` of ``usageData/0/startDate``."""
    head, *rest = pointer.split("/")
    return f"{head}.{rest[1]}" if len(rest) > 1 else head


def _all_checks_pass(bill: Bill) -> bool:
    return not bill.failed_checks and sum(name in bill.evidence for name in EXPECTED) >= FEWEST_EXPECTED


def _number_ends(page: PageText) -> list[Box]:
    return [word.box for word in page.words if word.text[-1:].isdigit()]


def _features(
    bill: Bill,
    pointer: str,
    place: tuple[Evidence, Box],
    page: PageText,
    texts: tuple[str, str],
    *,
    check_support: Mapping[str, str],
    number_ends: list[Box],
    all_checks_pass: bool,
) -> ConfidenceFeatures:
    evidence, box = place
    text, codes = texts
    ocr_confidence = _ocr_confidence(box, page) if page.route is not Route.TEXT_LAYER else 1.0
    is_ocr = page.route not in TEXT_LAYER_ROUTES or ocr_confidence < 1
    return ConfidenceFeatures(
        field=field_of(pointer),
        check_support=check_support[pointer.partition("/")[0]],
        all_checks_pass=all_checks_pass,
        is_ocr=is_ocr,
        occurrences=text.count(f" {evidence.text} "),
        maybe_truncated=evidence.text[:1].isdigit() and _follows_digit(box, page, number_ends),
        context=_context(bill, pointer) if pointer != "utilityName" else _prominence(box, page),
        score=min(1.0, evidence.confidence / (ocr_confidence or 1.0)),
        ocr_confidence=ocr_confidence,
        in_longer_code=_is_in_longer_code(field_of(pointer), evidence.text, codes),
    )


def _is_in_longer_code(field: str, code: str, codes: str) -> bool:
    """Whether a word of ``codes``, which have no separators and two blanks between them, contains an identifier."""
    key = _SEPARATORS.sub("", code.replace(" ", "")).upper()
    if field not in IDENTIFIERS or sum(map(str.isdigit, key)) < SHORTEST_CODE:
        return False
    return codes.count(key) > codes.count(f" {key} ")


def _check_support(bill: Bill) -> dict[str, str]:
    """The support by checks of every top-level field that has evidence."""
    fields = {pointer.partition("/")[0] for pointer in bill.evidence}
    return {field: _support_of(field, bill.checks) for field in fields}


def _support_of(field: str, checks: tuple[Check, ...]) -> str:
    relevant = [check for check in checks if is_about(check.name, field)]
    if not all(check.holds for check in relevant):
        return FAIL
    return f"hold {min(sum(not is_weak(check.name) for check in relevant), MOST_PASSED)}"


def _ocr_confidence(box: Box, page: PageText) -> float:
    """The confidence of the least certain word whose middle is in ``box``."""
    confidences = [
        word.confidence
        for word in page.words
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1 and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
    ]
    return min(confidences, default=1.0)


def _follows_digit(box: Box, page: PageText, number_ends: list[Box]) -> bool:
    """Whether a digit ends just left of ``box``: a blank may separate thousands."""
    height, middle = box.y1 - box.y0, (box.y0 + box.y1) / 2
    gap = DIGIT_GAP * height * page.height / page.width
    for other in number_ends:  # a loop, since a generator takes twice as long for every word of a page
        if 0 < box.x0 - other.x1 < gap and abs((other.y0 + other.y1) / 2 - middle) < SAME_LINE * height:
            return True
    return False


def _prominence(box: Box, page: PageText) -> str:
    """Whether a name is printed about as large as the tallest word of its page."""
    tallest = max(word.box.y1 - word.box.y0 for word in page.words)
    return "large" if box.y1 - box.y0 > LARGE * tallest else "small"


def _context(bill: Bill, pointer: str) -> str:
    """How the value at ``pointer`` relates to others of the bill; empty for fields without such a relation."""
    head, *rest = pointer.split("/")
    if head == "usageData" and len(rest) > 1:
        return _usage_context(bill, bill.usage_data[int(rest[0])], rest[1])
    if head == "lineItems":
        return _item_context(bill, int(rest[0]))
    if head == "taxCharges":
        return _tax_context(bill)
    if head == "afterPreviousTotalPayment" and bill.previous_close_balance:
        return "pays all" if bill.after_previous_total_payment == -bill.previous_close_balance else "pays a part"
    if head in {"billDate", "dueDate"} and bill.bill_date and bill.due_date:
        return "in time" if USUAL_TERM[0] <= (bill.due_date - bill.bill_date).days <= USUAL_TERM[1] else "out of time"
    return ""


def _tax_context(bill: Bill) -> str:
    taxes = [item.total_charge for item in bill.line_items if item.charge_type is ChargeType.TAX]
    total = sum((tax for tax in taxes if tax is not None), ZERO)
    return "itemised" if bill.tax_charges in {*taxes, total} else "not itemised"


def _usage_context(bill: Bill, usage: Usage, name: str) -> str:
    if name == "identifiers":
        return f"one of {min(len(usage.identifiers), MOST_COUNTED)}"
    if name in {"startDate", "endDate"} and usage.start_date and usage.end_date:
        days = (usage.end_date - usage.start_date).days
        return "usual length" if any(low <= days <= high for low, high in USUAL_DAYS) else "unusual length"
    if name != "usage" or usage.usage is None:
        return ""
    billed = "billed" if usage.usage in {item.quantity for item in bill.line_items} else "unbilled"
    has_readings = usage.current_reading is not None and usage.previous_reading is not None
    return f"{billed} {'with' if has_readings else 'without'} readings in {usage.usage_units}"


def _item_context(bill: Bill, number: int) -> str:
    item = bill.line_items[number]
    amounts = [other.total_charge or ZERO for other in bill.line_items]
    running_totals = accumulate(amounts[:number])
    if number > 1 and item.total_charge in {*running_totals, bill.total_charges, bill.current_charges}:
        return "a sum"
    return "multiplied" if is_product(item) else f"one of {'few' if len(amounts) < MANY_ITEMS else 'many'}"


MOST, DOUBTED = 0.995, 0.89
"""The highest confidence, and that of a value that a failing check speaks of or that lacks support."""

FAIL = "fail"

AGREED, DIFFERING = 0.99, 0.5
"""The least confidence of a printed value that a witness states too, also if its words were recognised with less; and
the highest of one that a witness contradicts, or of a number with wrong check digits."""


def calibrated(extraction: Extraction, document_text: DocumentText) -> Extraction:
    """The same bills, the rule scores of their evidence replaced by confidences."""
    return extraction.with_bills(tuple(_calibrated(bill, document_text) for bill in extraction.bills))


def _calibrated(bill: Bill, document_text: DocumentText) -> Bill:
    weights, support = _weights(), Support.of(bill)
    agreed, differing = _witnessed(bill)
    rated = dict(bill.evidence) | {
        pointer: _limited(
            _rated(bill.evidence[pointer], features, weights),
            support.is_enough(pointer, _printed(bill, pointer, features)),
        )
        for pointer, features in features_of(bill, document_text).items()
    }
    return bill.with_evidence(
        {
            pointer: evidence.with_confidence(max(evidence.confidence, AGREED))
            if pointer in agreed
            else evidence.with_confidence(min(evidence.confidence, DIFFERING))
            if pointer in differing
            else evidence
            for pointer, evidence in rated.items()
        }
    )


def _witnessed(bill: Bill) -> tuple[frozenset[str], frozenset[str]]:
    """The pointers that a witness confirms, and those that one contradicts or whose check digits are wrong."""
    wrong = frozenset(pointer for pointer, (_, is_right) in id_verdicts(bill).items() if not is_right)
    if not bill.witnesses:
        return frozenset(), wrong
    agreed, differing = zip(*(agreement_of(bill, source).pointers() for source in WitnessSource), strict=True)
    confirmed, contradicted = frozenset().union(*agreed), wrong.union(*differing)
    return confirmed - contradicted, contradicted


def _printed(bill: Bill, pointer: str, features: ConfidenceFeatures) -> Print:
    evidence = bill.evidence[pointer]
    return Print(
        score=features.score,
        rival=evidence.rival,
        times=max(evidence.lines, features.occurrences, 1 + features.in_longer_code),
        context=features.context,
        is_whole=not features.maybe_truncated,
    )


def _limited(evidence: Evidence, is_supported: bool) -> Evidence:
    return evidence if is_supported else evidence.with_confidence(min(evidence.confidence, DOUBTED))


def _rated(evidence: Evidence, features: ConfidenceFeatures, weights: dict[str, float]) -> Evidence:
    if evidence.source is not None:  # of a witness, not of the print
        return evidence
    source = EvidenceSource.OCR if features.is_ocr else EvidenceSource.TEXT_LAYER
    return evidence.rated(confidence_of(features, weights), source)


def confidence_of(features: ConfidenceFeatures, weights: dict[str, float]) -> float:
    """The probability that a value is right, 0..1; ``weights`` are log-odds by feature name."""
    log_odds = sum([weights.get(name, 0.0) for name in features.names()])
    most = DOUBTED if features.check_support == FAIL else MOST
    return round(min(1 / (1 + exp(-log_odds)), features.ocr_confidence, most), 3)


@cache
def _weights() -> dict[str, float]:
    path = Path(__file__).with_name("weights.json")
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights
