"""Missing fields and failed checks of a bill."""

from billhook.domain.bill import Check
from tests.builders import a_bill


def test_bill_names_its_missing_required_fields() -> None:
    assert a_bill().lacks == ()
    assert a_bill(bill_date=None, total_charges=None).lacks == ("billDate", "totalCharges")


def test_failed_checks_are_those_that_do_not_hold() -> None:
    holds, fails = (Check(name=name, holds=name == "a", detail="") for name in "ab")

    assert a_bill(checks=(holds, fails)).failed_checks == (fails,)


def test_failed_checks_leave_out_advisory_ones() -> None:
    assert a_bill(checks=(Check(name="id-valid", holds=False, detail=""),)).failed_checks == ()
