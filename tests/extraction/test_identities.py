"""The sums between the amounts of a bill, as the document schema defines them, on every bill of every invented set."""

from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType

import pytest

from billhook.domain.bill import Bill, ChargeType
from billhook.extraction.pipeline.pipeline import extract
from tests.bills import held_out
from tests.bills import open as in_the_open
from tests.bills.further_countries import FURTHER

FIRST, BILLS, BUNDLES = 4100, 60, 4
ZERO = Decimal(0)

SETS = pytest.mark.parametrize("source", [in_the_open, held_out], ids=["open", "held_out"])


def bills_of(source: ModuleType) -> Iterator[tuple[str, Bill]]:
    """The bills of a set, of its further countries and of its files of several bills, by the names of their files."""
    made = [source.bill(seed) for seed in range(FIRST, FIRST + BILLS)]
    made += [source.bill(FIRST, country) for country, where in FURTHER.items() if source.PARTS.speaks(where.language)]
    made += [source.several(seed) for seed in range(FIRST, FIRST + BUNDLES)]
    for file in made:
        for bill in extract(file.reading).bills:
            yield file.file, bill


def sum_of(bill: Bill, charge_type: ChargeType) -> Decimal:
    return sum((item.total_charge or ZERO for item in bill.line_items if item.charge_type is charge_type), ZERO)


def broken_identities(bill: Bill) -> list[str]:
    """The names of the amounts that are not the sums that define them."""
    opening = bill.current_open_balance or ZERO
    since = (bill.after_previous_total_payment, bill.after_previous_charges, bill.after_previous_credits)
    tax, credited = bill.tax_charges or ZERO, bill.credits or ZERO
    identities = {
        "currentOpenBalance": opening == (bill.previous_close_balance or ZERO) + sum(x or ZERO for x in since),
        "taxCharges": not bill.line_items or tax == sum_of(bill, ChargeType.TAX),
        "credits": credited == sum_of(bill, ChargeType.CREDIT) and credited <= ZERO,
        "afterPreviousCredits": (bill.after_previous_credits or ZERO) <= ZERO,
        "afterPreviousTotalPayment": (bill.after_previous_total_payment or ZERO) <= ZERO,
        "totalCharges": bill.total_charges is None
        or bill.current_charges is None
        or bill.total_charges == opening + bill.current_charges + credited + tax,
    }
    return [name for name, holds in identities.items() if not holds]


@SETS
def test_extract_bills_of_set_hold_identities(source: ModuleType) -> None:
    broken = [(name, identity) for name, bill in bills_of(source) for identity in broken_identities(bill)]

    assert broken == []
