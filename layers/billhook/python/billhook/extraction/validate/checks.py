"""Checks of a bill: sums, products, and the order of dates; and which values they prove."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from billhook.domain.bill import Bill, Check, Identifier, LineItem, Usage
from billhook.domain.money import is_rounding
from billhook.domain.witness import WitnessSource
from billhook.extraction.language.utilities import known_utilities
from billhook.extraction.text.meter_point_ids import verdict
from billhook.extraction.validate.agreement import agreement_of, described

CENT = Decimal("0.01")
ZERO = Decimal(0)
MOST_TERMS = 6
LONGEST_PERIOD, SHORTEST_PERIOD = timedelta(days=430), timedelta(days=5)
LONGEST_TERM = timedelta(days=120)
LATEST_SERVICE = timedelta(days=45)
"""The service may end this long after the bill date."""


@dataclass(frozen=True)
class CheckRule:
    """A validation rule: its public name and the fields that its figures come from, by their public names.

    ``is_weak``: wrong values pass it as often as right ones, so a pass is no evidence for them.
    ``can_be_helped``: an analysis of the page (AnalyzeExpense) may correct the fields that it covers.
    """

    name: str
    fields: frozenset[str]
    is_weak: bool = False
    can_be_helped: bool = False

    def result(self, *, holds: bool, detail: str) -> Check:
        return Check(name=self.name, holds=holds, detail=detail)


BALANCE_ROLLS_FORWARD = CheckRule(
    "balance-rolls-forward",
    frozenset({
        "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits",
        "currentOpenBalance",
    }),
    can_be_helped=True,
)  # fmt: skip
TOTAL_ADDS_UP = CheckRule(
    "total-adds-up",
    frozenset({"totalCharges", "currentOpenBalance", "currentCharges", "credits", "taxCharges"}),
    can_be_helped=True,
)
ITEMS_ADD_UP = CheckRule(
    "items-add-up", frozenset({"lineItems", "currentCharges", "taxCharges", "credits"}), can_be_helped=True
)
DUE_AFTER_BILL = CheckRule("due-after-bill", frozenset({"billDate", "dueDate"}), is_weak=True, can_be_helped=True)
BILLED_AFTER_SERVICE = CheckRule("billed-after-service", frozenset({"billDate", "usageData"}), is_weak=True)
PERIOD_IS_PLAUSIBLE = CheckRule("period-is-plausible", frozenset({"usageData"}), is_weak=True)
READINGS_GIVE_USAGE = CheckRule("readings-give-usage", frozenset({"usageData"}))
SLICES_GIVE_USAGE = CheckRule("slices-give-usage", frozenset({"usageData"}))
RATES_GIVE_AMOUNTS = CheckRule("rates-give-amounts", frozenset({"lineItems"}))
ID_VALID = CheckRule("id-valid", frozenset())
CODE_AGREES = CheckRule("code-agrees", frozenset())
XML_AGREES = CheckRule("xml-agrees", frozenset())
"""Agreement covers single values, not fields: ``confidence`` raises and lowers those that it is about."""

CHECKS = {
    rule.name: rule
    for rule in (
        BALANCE_ROLLS_FORWARD,
        TOTAL_ADDS_UP,
        ITEMS_ADD_UP,
        DUE_AFTER_BILL,
        BILLED_AFTER_SERVICE,
        PERIOD_IS_PLAUSIBLE,
        READINGS_GIVE_USAGE,
        SLICES_GIVE_USAGE,
        RATES_GIVE_AMOUNTS,
        ID_VALID,
        CODE_AGREES,
        XML_AGREES,
    )
}
"""Every rule of this module by the name of its check."""


def is_about(check_name: str, pointer: str) -> bool:
    """Whether a check covers the value at ``pointer``; a check that is not in ``CHECKS`` covers every value."""
    rule = CHECKS.get(check_name)
    return rule is None or pointer.split("/", 1)[0] in rule.fields


def is_weak(check_name: str) -> bool:
    rule = CHECKS.get(check_name)
    return rule is not None and rule.is_weak


def can_be_helped(check_name: str) -> bool:
    """Whether an analysis of the page may make the check pass."""
    rule = CHECKS.get(check_name)
    return rule is not None and rule.can_be_helped


def checked(bill: Bill) -> Bill:
    """``bill`` with the checks of its figures; a check that lacks a figure is left out."""
    return bill.with_checks(tuple(_results(bill)))


def rechecked(bill: Bill) -> Bill:
    """``bill`` with the checks of ``CHECKS`` renewed; other checks are kept and come first."""
    others = (check for check in bill.checks if check.name not in CHECKS)
    return bill.with_checks((*others, *_results(bill)))


def _results(bill: Bill) -> Iterator[Check]:
    yield from _sums(bill)
    yield from _dates(bill)
    for usage in bill.usage_data:
        yield from _usage(usage)
    yield from _rates(bill)
    yield from _ids(bill)
    if bill.witnesses:
        yield from _agreements(bill)


def _ids(bill: Bill) -> Iterator[Check]:
    verdicts = id_verdicts(bill)
    wrong = [identifier for identifier, is_right in verdicts.values() if not is_right]
    if verdicts:
        names = ", ".join(f"{identifier.type} {identifier.value}" for identifier in wrong)
        passed = f"the check digits of {len(verdicts) - len(wrong)} of {len(verdicts)} numbers are right"
        yield ID_VALID.result(holds=not wrong, detail=f"{passed}; wrong: {names}" if wrong else passed)


def id_verdicts(bill: Bill) -> dict[str, tuple[Identifier, bool]]:
    """By pointer, each meter point whose scheme has check digits, and whether they are right."""
    points = (
        (f"usageData/{number}/identifiers/{position}/value", identifier)
        for number, usage in enumerate(bill.usage_data)
        for position, identifier in enumerate(usage.identifiers)
    )
    judged = ((pointer, identifier, verdict(identifier.type, identifier.value)) for pointer, identifier in points)
    return {pointer: (identifier, is_right) for pointer, identifier, is_right in judged if is_right is not None}


def _agreements(bill: Bill) -> Iterator[Check]:
    for source, rule in ((WitnessSource.CODE, CODE_AGREES), (WitnessSource.XML, XML_AGREES)):
        agreement = agreement_of(bill, source)
        if not agreement.is_empty:
            yield rule.result(holds=not agreement.differing, detail=described(agreement))


def _sums(bill: Bill) -> Iterator[Check]:
    yield from _balance(bill)
    items = _items(bill)
    if _is_independent(bill, items):
        yield from _total(bill)
    if items is not None:
        yield items


def _balance(bill: Bill) -> Iterator[Check]:
    amounts = (
        bill.previous_close_balance,
        bill.after_previous_total_payment,
        bill.after_previous_charges,
        bill.after_previous_credits,
    )
    if bill.current_open_balance is not None and any(amount is not None for amount in amounts):
        yield _equal(
            BALANCE_ROLLS_FORWARD, "previous balance, payments and charges since", amounts, bill.current_open_balance
        )


def _items(bill: Bill) -> Check | None:
    if not bill.line_items or bill.current_charges is None:
        return None
    expected = _sum((bill.current_charges, bill.credits, bill.tax_charges))
    return _equal(ITEMS_ADD_UP, "line items", tuple(item.total_charge for item in bill.line_items), expected)


def _is_independent(bill: Bill, items: Check | None) -> bool:
    """Whether the charges are printed or itemised; charges inferred from the total are no evidence for it."""
    return "currentCharges" in bill.evidence or (items is not None and items.holds)


def _total(bill: Bill) -> Iterator[Check]:
    amounts = (bill.current_open_balance, bill.current_charges, bill.credits, bill.tax_charges)
    if bill.total_charges is not None and bill.current_charges is not None:
        title = "opening balance, current charges, credits and tax"
        yield _equal(TOTAL_ADDS_UP, title, amounts, bill.total_charges, may_round=True)


def _equal(
    rule: CheckRule, title: str, amounts: tuple[Decimal | None, ...], expected: Decimal, *, may_round: bool = False
) -> Check:
    """The check that ``amounts`` make ``expected``, to the cent or, where it ``may_round``, before rounding."""
    terms = [amount for amount in amounts if amount is not None]
    total = _sum(amounts)
    equation = " + ".join(map(str, terms[:MOST_TERMS])) + (" + ..." if len(terms) > MOST_TERMS else "")
    detail = f"{title}: {equation} = {total}; the bill says {expected}".replace("+ -", "- ")
    is_round = may_round and is_rounding(expected, total)
    detail += ", rounded" if is_round else ""
    return rule.result(holds=is_round or abs(total - expected) <= CENT, detail=detail)


def _sum(amounts: tuple[Decimal | None, ...]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)


def _dates(bill: Bill) -> Iterator[Check]:
    if bill.bill_date and bill.due_date:
        term = bill.due_date - bill.bill_date
        detail = f"billed on {bill.bill_date}, due on {bill.due_date}"
        yield DUE_AFTER_BILL.result(holds=timedelta(0) <= term <= LONGEST_TERM, detail=detail)
    ends = [usage.end_date for usage in bill.usage_data if usage.end_date]
    if bill.bill_date and ends:
        detail = f"service ends on {max(ends)}, billed on {bill.bill_date}"
        yield BILLED_AFTER_SERVICE.result(holds=max(ends) <= bill.bill_date + LATEST_SERVICE, detail=detail)


def _usage(usage: Usage) -> Iterator[Check]:
    if usage.start_date and usage.end_date:
        length = usage.end_date - usage.start_date
        detail = f"{usage.start_date} to {usage.end_date} is {length.days} days"
        yield PERIOD_IS_PLAUSIBLE.result(holds=SHORTEST_PERIOD <= length <= LONGEST_PERIOD, detail=detail)
    if is_difference(usage):
        detail = f"{usage.current_reading} - {usage.previous_reading} gives {usage.usage} {usage.usage_units}"
        yield READINGS_GIVE_USAGE.result(holds=True, detail=detail)
    if usage.time_of_use_breakdown and usage.usage is not None:
        total = sum((part.usage for part in usage.time_of_use_breakdown), ZERO)
        detail = f"time-of-use slices give {total}; usage is {usage.usage}"
        yield SLICES_GIVE_USAGE.result(holds=total == usage.usage, detail=detail)


def is_difference(usage: Usage) -> bool:
    """Whether the usage is the difference of the readings, with or without the multiplier.

    Otherwise there is no check: the usage may be energy converted from a volume.
    """
    if usage.previous_reading is None or usage.current_reading is None:
        return False
    difference = usage.current_reading - usage.previous_reading
    return usage.usage in {difference * (usage.multiplier or 1), difference}


def _rates(bill: Bill) -> Iterator[Check]:
    priced = [item for item in bill.line_items if item.quantity is not None and item.rate is not None]
    wrong = [item for item in priced if not is_product(item) and item.total_charge is not None]
    if priced:
        detail = f"quantity times rate gives the amount in {len(priced) - len(wrong)} of {len(priced)} line items"
        yield RATES_GIVE_AMOUNTS.result(holds=not wrong, detail=detail)


def is_product(item: LineItem) -> bool:
    """Whether quantity times rate is the amount, to the cent."""
    if item.quantity is None or item.rate is None or item.total_charge is None:
        return False
    return abs(abs(item.quantity * item.rate) - abs(item.total_charge)) <= CENT


LABELLED = 0.6
"""The least rule score of a value beside its label."""

CLOSE = 0.5
"""A rival with this share of a value's score is close."""

FEWEST, FEWEST_OF_USAGE = 2, 3
"""The signs that a sure value needs. Bills print quantities of other months and of meters beside the usage."""

USUAL = frozenset({"usual length", "in time", "large"})
"""Relations of a value to others that a wrong value has less often."""

CHARGED = frozenset({"currentCharges", "credits", "taxCharges", "lineItems"})
OWED = frozenset({"previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits"})
READINGS = frozenset({"currentReading", "previousReading"})


class Print(NamedTuple):
    """How a value is printed. ``score`` and ``rival``: of the rules, for it and for the best other value, 0..1.

    ``times`` is how often it is printed, ``context`` its relation to other values (as in ``ConfidenceFeatures``);
    ``is_whole``: no digit stands right before it. Two readings without their first digits differ as the whole ones do.
    """

    score: float
    rival: float
    times: int
    context: str
    is_whole: bool = True


@dataclass(frozen=True)
class Support:
    """The values of ``bill`` that arithmetic and check digits prove, by field and by pointer.

    Other signs of a value are a label, a second place of print and a usual relation to others. 0 = 0, x - x and a sum
    of amounts that were chosen to fit could not fail, so they are no sign.
    """

    fields: frozenset[str]
    pointers: frozenset[str]

    @classmethod
    def of(cls, bill: Bill) -> "Support":
        return cls(frozenset(_proven_fields(bill)), frozenset(_proven_pointers(bill)))

    def is_enough(self, pointer: str, printed: Print) -> bool:
        """Whether the value at ``pointer`` may be sure: enough signs, and no close rival."""
        head, _, rest = pointer.partition("/")
        is_usage = head == "usageData" and rest.endswith("/usage")
        signs = (
            printed.score >= LABELLED,
            printed.times > 1,
            printed.context in USUAL,
            head in self.fields or pointer in self.pointers,
        )
        has_rival = printed.rival >= CLOSE * printed.score
        return sum(signs) >= (FEWEST_OF_USAGE if is_usage else FEWEST) and printed.is_whole and not has_rival


def _proven_fields(bill: Bill) -> Iterable[str]:
    """The fields of amounts that an equation proves, and the issuer if it is a known utility."""
    if bill.utility_name and known_utilities().has(bill.utility_name):
        yield "utilityName"
    holding = {check.name for check in bill.checks if check.holds}
    parts = (bill.current_open_balance, bill.current_charges, bill.credits, bill.tax_charges)
    are_items = ITEMS_ADD_UP.name in holding and _are_several(item.total_charge for item in bill.line_items)
    is_total = bool(bill.total_charges) and TOTAL_ADDS_UP.name in holding and (are_items or _are_several(parts))
    if is_total:
        yield "totalCharges"
    if are_items or is_total:
        yield from CHARGED if are_items else CHARGED - {"lineItems"}
    if bill.current_open_balance and (is_total or _is_rolled(bill, holding)):
        yield "currentOpenBalance"
        yield from OWED
    elif _is_paid(bill) or _is_rolled(bill, holding):
        yield from OWED


def _are_several(amounts: Iterable[Decimal | None]) -> bool:
    """Whether more than one amount is not zero."""
    return sum(bool(amount) for amount in amounts) > 1


def _is_rolled(bill: Bill, holding: set[str]) -> bool:
    """Whether a previous balance and what came since give an opening balance that is printed."""
    amounts = (bill.previous_close_balance, bill.after_previous_total_payment, bill.after_previous_charges)
    is_printed = "currentOpenBalance" in bill.evidence
    return BALANCE_ROLLS_FORWARD.name in holding and is_printed and _are_several(amounts)


def _is_paid(bill: Bill) -> bool:
    """Whether a payment is printed that is the printed previous balance."""
    previous, payment = bill.previous_close_balance, bill.after_previous_total_payment
    are_printed = {"previousCloseBalance", "afterPreviousTotalPayment"} <= bill.evidence.keys()
    return bool(previous) and are_printed and payment is not None and payment == -(previous or 0)


def _proven_pointers(bill: Bill) -> Iterable[str]:
    """The identifiers with right check digits, the readings that give the usage, and the usage that is charged."""
    yield from (pointer for pointer, (_, is_right) in id_verdicts(bill).items() if is_right)
    charged = {item.quantity for item in bill.line_items if is_product(item)}
    for number, usage in enumerate(bill.usage_data):
        entry = f"usageData/{number}"
        is_read = bool(usage.usage) and is_difference(usage)
        if is_read or (usage.usage and usage.usage in charged):
            yield f"{entry}/usage"
        if is_read and _is_printed(usage, entry, bill.evidence):
            yield from (f"{entry}/{name}" for name in READINGS)


def _is_printed(usage: Usage, entry: str, evidence: Mapping[str, object]) -> bool:
    return not usage.is_implied and f"{entry}/usage" in evidence
