"""What must hold of a bill, and what is said when it does not."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill, LineItem, Usage
from billhook.extraction.validate.checks import checks

GOOD = Bill(
    bill_date=date(2024, 3, 5),
    due_date=date(2024, 3, 25),
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
        ),
    ),
    line_items=(
        LineItem(quantity=Decimal(500), rate=Decimal("0.13"), total_charge=Decimal("65.00")),
        LineItem(total_charge=Decimal("5.00")),
    ),
)


def failed(bill: Bill) -> list[str]:
    return [check.name for check in checks(bill) if not check.holds]


def test_a_sound_bill_passes_every_check() -> None:
    made = checks(GOOD)

    assert {check.name for check in made} == {
        "balance-rolls-forward", "total-adds-up", "items-add-up", "due-after-bill", "billed-after-service",
        "period-is-plausible", "readings-give-usage", "rates-give-amounts",
    }  # fmt: skip
    assert failed(GOOD) == []


def test_a_check_that_lacks_its_figures_is_not_made() -> None:
    assert checks(Bill(total_charges=Decimal(10))) == ()


def test_a_wrong_total_is_told_in_figures() -> None:
    wrong = GOOD.model_copy(update={"total_charges": Decimal("71.00")})

    (check,) = [check for check in checks(wrong) if not check.holds]

    assert check.name == "total-adds-up"
    assert "0.00 + 65.00 + 5.00 = 70.00; the bill says 71.00" in check.detail


def test_charges_inferred_from_the_total_do_not_prove_it() -> None:
    inferred = Bill(total_charges=Decimal("70.00"), current_charges=Decimal("70.00"))

    assert checks(inferred) == ()


def test_each_fault_fails_its_own_check() -> None:
    item = LineItem(quantity=Decimal(500), rate=Decimal("0.14"), total_charge=Decimal("65.00"))
    reversed_period = Usage(start_date=date(2024, 3, 1), end_date=date(2024, 2, 1))

    assert failed(GOOD.model_copy(update={"after_previous_total_payment": Decimal("-39.00")})) == [
        "balance-rolls-forward"
    ]
    assert failed(GOOD.model_copy(update={"due_date": date(2024, 3, 1)})) == ["due-after-bill"]
    assert failed(GOOD.model_copy(update={"usage_data": (reversed_period,)})) == ["period-is-plausible"]
    assert failed(GOOD.model_copy(update={"line_items": (item, GOOD.line_items[1])})) == ["rates-give-amounts"]
    assert failed(GOOD.model_copy(update={"line_items": GOOD.line_items[:1]})) == ["items-add-up"]
