"""Checks of a bill: which are made, which fail, and their details."""

from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, Check, Identifier, LineItem, Usage
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.validate.checks import (
    CHECKS,
    can_be_helped,
    checked,
    id_verdicts,
    is_about,
    is_weak,
    rechecked,
)

GOOD = Bill(
    bill_date=date(2024, 3, 5),
    due_date=date(2024, 3, 25),
    charges_units="USD",
    total_charges=Decimal("70.00"),
    previous_close_balance=Decimal("40.00"),
    after_previous_total_payment=Decimal("-40.00"),
    current_open_balance=Decimal("0.00"),
    current_charges=Decimal("65.00"),
    tax_charges=Decimal("5.00"),
    usage_data=(
        Usage(
            start_date=date(2024, 2, 1),
            end_date=date(2024, 3, 1),
            previous_reading=Decimal(100),
            current_reading=Decimal(600),
            usage=Decimal(500),
            usage_units="kWh",
            identifiers=(Identifier(type="MPAN", value="1800021679848"), Identifier(type="METER", value="88123")),
        ),
    ),
    line_items=(
        LineItem(quantity=Decimal(500), rate=Decimal("0.13"), total_charge=Decimal("65.00")),
        LineItem(total_charge=Decimal("5.00")),
    ),
    witnesses=tuple(
        Witness(source=source, format="invented", values={"chargesUnits": "USD"}) for source in WitnessSource
    ),
)


def failed(bill: Bill) -> list[str]:
    return [check.name for check in checked(bill).failed_checks]


def test_checked_sound_bill_passes_every_check() -> None:
    bill = checked(GOOD)

    assert {check.name for check in bill.checks} == set(CHECKS) - {"slices-give-usage"}
    assert bill.failed_checks == ()


def test_checked_leaves_out_check_without_figures() -> None:
    assert checked(Bill(total_charges=Decimal(10))).checks == ()


def test_checked_wrong_total_shows_equation() -> None:
    (check,) = checked(GOOD.model_copy(update={"total_charges": Decimal("71.00")})).failed_checks

    assert check.name == "total-adds-up"
    assert "0.00 + 65.00 + 5.00 = 70.00; the bill says 71.00" in check.detail


def test_checked_charges_inferred_from_total_prove_nothing() -> None:
    inferred = Bill(total_charges=Decimal("70.00"), current_charges=Decimal("70.00"))

    assert checked(inferred).checks == ()


WRONG_ITEM = LineItem(quantity=Decimal(500), rate=Decimal("0.14"), total_charge=Decimal("65.00"))
REVERSED_PERIOD = Usage(start_date=date(2024, 3, 1), end_date=date(2024, 2, 1))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"after_previous_total_payment": Decimal("-39.00")}, "balance-rolls-forward"),
        ({"due_date": date(2024, 3, 1), "witnesses": ()}, "due-after-bill"),
        ({"usage_data": (REVERSED_PERIOD,)}, "period-is-plausible"),
        ({"line_items": (WRONG_ITEM, GOOD.line_items[1])}, "rates-give-amounts"),
        ({"line_items": GOOD.line_items[:1]}, "items-add-up"),
    ],
)
def test_checked_single_fault_fails_single_check(fields: dict[str, object], name: str) -> None:
    assert failed(GOOD.model_copy(update=fields)) == [name]


def test_rechecked_keeps_checks_of_other_modules() -> None:
    other = Check(name="one-bill", holds=False, detail="")
    stale = Check(name="total-adds-up", holds=False, detail="")

    bill = rechecked(GOOD.with_checks((other, stale)))

    assert bill.checks == (other, *checked(GOOD).checks)


def test_is_about_covers_fields_of_rule() -> None:
    assert is_about("due-after-bill", "dueDate")
    assert not is_about("due-after-bill", "totalCharges")
    assert is_about("readings-give-usage", "usageData/0/currentReading")
    assert is_about("one-bill", "totalCharges")


def test_checks_of_dates_are_weak() -> None:
    assert {name for name in CHECKS if is_weak(name)} == {
        "due-after-bill", "billed-after-service", "period-is-plausible",
    }  # fmt: skip
    assert not is_weak("one-bill")


def test_checks_of_totals_and_due_date_can_be_helped() -> None:
    assert {name for name in CHECKS if can_be_helped(name)} == {
        "balance-rolls-forward", "total-adds-up", "items-add-up", "due-after-bill",
    }  # fmt: skip
    assert not can_be_helped("one-bill")


def test_checked_wrong_meter_point_names_type_and_number() -> None:
    usage = GOOD.usage_data[0].model_copy(update={"identifiers": (Identifier(type="MPAN", value="1800021679849"),)})

    bill = checked(GOOD.model_copy(update={"usage_data": (usage,)}))

    (check,) = (check for check in bill.checks if not check.holds)
    assert check.name == "id-valid"
    assert bill.failed_checks == ()
    assert "wrong: MPAN 1800021679849" in check.detail


def test_id_verdicts_leave_out_numbers_without_check_digits() -> None:
    verdicts = id_verdicts(GOOD)

    assert {pointer: right for pointer, (_, right) in verdicts.items()} == {"usageData/0/identifiers/0/value": True}
