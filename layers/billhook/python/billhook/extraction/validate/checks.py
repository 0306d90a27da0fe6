"""What must hold of a bill, put into words: sums, products, the order of dates."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from billhook.domain.bill import Bill, Check, LineItem, Usage

CENT = Decimal("0.01")
ZERO = Decimal(0)
MOST_TERMS = 6
LONGEST_PERIOD, SHORTEST_PERIOD = timedelta(days=430), timedelta(days=5)
LONGEST_TERM = timedelta(days=120)
NAMES = frozenset({
    "balance-rolls-forward", "total-adds-up", "items-add-up", "due-after-bill", "billed-after-service",
    "period-is-plausible", "readings-give-usage", "slices-give-usage", "rates-give-amounts",
})  # fmt: skip
"""Of all checks that are made here."""


def checks(bill: Bill) -> tuple[Check, ...]:
    """Every check whose figures the bill has; one that cannot be made is not listed."""
    usage = (check for one in bill.usage_data for check in _usage(one))
    return (*_sums(bill), *_dates(bill), *usage, *_rates(bill))


def rechecked(bill: Bill) -> Bill:
    """``bill`` with its figures checked anew; checks that are made elsewhere stay as they are."""
    others = (check for check in bill.checks if check.name not in NAMES)
    return bill.model_copy(update={"checks": (*others, *checks(bill))})


def _sums(bill: Bill) -> Iterator[Check]:
    """Sums over balances and charges. Charges that were inferred from the total cannot bear witness to it."""
    parts = (
        bill.previous_close_balance,
        bill.after_previous_total_payment,
        bill.after_previous_charges,
        bill.after_previous_credits,
    )
    if bill.current_open_balance is not None and any(part is not None for part in parts):
        yield _equal(
            "balance-rolls-forward", "previous balance, payments and charges since", parts, bill.current_open_balance
        )
    charged = (bill.current_open_balance, bill.current_charges, bill.credits, bill.tax_charges)
    items = tuple(item.total_charge for item in bill.line_items)
    wanted = sum((part for part in charged[1:] if part is not None), ZERO)
    itemised = (
        _equal("items-add-up", "line items", items, wanted) if items and bill.current_charges is not None else None
    )
    independent = "currentCharges" in bill.evidence or (itemised is not None and itemised.holds)
    if bill.total_charges is not None and bill.current_charges is not None and independent:
        yield _equal("total-adds-up", "opening balance, current charges, credits and tax", charged, bill.total_charges)
    if itemised is not None:
        yield itemised


def _equal(name: str, what: str, parts: tuple[Decimal | None, ...], wanted: Decimal) -> Check:
    known = [part for part in parts if part is not None]
    total = sum(known, ZERO)
    terms = " + ".join(str(part) for part in known[:MOST_TERMS]) + (" + ..." if len(known) > MOST_TERMS else "")
    detail = f"{what}: {terms} = {total}; the bill says {wanted}".replace("+ -", "- ")
    return Check(name=name, holds=abs(total - wanted) <= CENT, detail=detail)


def _dates(bill: Bill) -> Iterator[Check]:
    if bill.bill_date and bill.due_date:
        term = bill.due_date - bill.bill_date
        detail = f"billed on {bill.bill_date}, due on {bill.due_date}"
        yield Check(name="due-after-bill", holds=timedelta(0) <= term <= LONGEST_TERM, detail=detail)
    ends = [usage.end_date for usage in bill.usage_data if usage.end_date]
    if bill.bill_date and ends:
        detail = f"service ends on {max(ends)}, billed on {bill.bill_date}"
        yield Check(name="billed-after-service", holds=max(ends) <= bill.bill_date + timedelta(days=45), detail=detail)


def _usage(usage: Usage) -> Iterator[Check]:
    if usage.start_date and usage.end_date:
        length = usage.end_date - usage.start_date
        detail = f"{usage.start_date} to {usage.end_date} is {length.days} days"
        yield Check(name="period-is-plausible", holds=SHORTEST_PERIOD <= length <= LONGEST_PERIOD, detail=detail)
    if usage.previous_reading is not None and usage.current_reading is not None and usage.usage is not None:
        difference = usage.current_reading - usage.previous_reading
        measured = difference * (usage.multiplier or 1)
        if usage.usage in {measured, difference}:
            yield Check(
                name="readings-give-usage",
                holds=True,
                detail=f"{usage.current_reading} - {usage.previous_reading} gives {usage.usage} {usage.usage_units}",
            )
    if usage.time_of_use_breakdown and usage.usage is not None:
        total = sum((one.usage for one in usage.time_of_use_breakdown), ZERO)
        yield Check(
            name="slices-give-usage",
            holds=total == usage.usage,
            detail=f"time-of-use slices give {total}; usage is {usage.usage}",
        )


def _rates(bill: Bill) -> Iterator[Check]:
    priced = [item for item in bill.line_items if item.quantity is not None and item.rate is not None]
    wrong = [item for item in priced if not _product_holds(item)]
    if priced:
        detail = f"quantity times rate gives the amount in {len(priced) - len(wrong)} of {len(priced)} line items"
        yield Check(name="rates-give-amounts", holds=not wrong, detail=detail)


def _product_holds(item: LineItem) -> bool:
    if item.quantity is None or item.rate is None or item.total_charge is None:
        return True
    return abs(abs(item.quantity * item.rate) - abs(item.total_charge)) <= CENT
