"""Twelve months from one bill: periods include both ends; uncovered days are estimated."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.bill import Bill, Commodity, PastUsage
from billhook.domain.consumption import Month, monthly
from tests.builders import a_bill, a_usage

DAY = timedelta(days=1)


def used(start: str, end: str, kwh: object = 300, **fields: Any) -> Any:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return a_usage(start_date=first, end_date=last, usage=Decimal(str(kwh)), **fields)


def months_of(*usages: Any, **fields: Any) -> dict[str, Month]:
    return {f"{month.first:%Y-%m}": month for month in monthly(a_bill(usage_data=usages, **fields))}


def test_consumption_has_twelve_months_to_last_service_day() -> None:
    months = months_of(used("2026-10-01", "2026-10-31"))

    assert list(months) == [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02d}" for month in range(1, 11)]


def test_consumption_of_measured_month_is_no_estimate() -> None:
    october = months_of(used("2026-10-01", "2026-10-31", "310.5"))["2026-10"]

    assert (october.kwh, october.cost, october.days) == (Decimal("310.500"), Decimal("121.00"), 31)
    assert (october.is_estimated, october.is_cost_estimated) == (False, False)


def test_consumption_takes_earlier_months_from_printed_history() -> None:
    kwh = {"usage_units": "kWh", "datasource_type": Commodity.ELECTRICITY}
    august = PastUsage(start_date=date(2026, 8, 1), end_date=date(2026, 8, 31), usage=Decimal(400), **kwh)
    september = PastUsage(start_date=date(2026, 9, 1), end_date=date(2026, 9, 30), usage=Decimal(600), **kwh)

    months = months_of(used("2026-09-16", "2026-10-31", 460), usage_history=(september, august))

    assert (months["2026-08"].kwh, months["2026-08"].is_estimated) == (Decimal("400.000"), False)
    assert months["2026-09"].kwh == Decimal("450.000")  # 15 days of 20 as printed, 15 of 10 as billed


def test_consumption_period_over_two_months_is_split_by_days() -> None:
    usages = [used("2026-01-15", "2026-02-13", 300), used("2025-12-01", "2026-01-14", 90)]

    months = months_of(*usages)

    assert months["2025-12"].kwh == Decimal("62.000")
    assert months["2026-01"].kwh == Decimal("198.000")  # 14 days of 2 and 17 of 10
    assert (months["2026-01"].days, months["2026-01"].is_estimated) == (31, False)
    assert months["2026-02"].days == 13


def test_consumption_of_uncovered_month_is_an_averaged_estimate() -> None:
    months = months_of(used("2026-04-01", "2026-04-15", 150))

    assert (months["2026-04"].kwh, months["2026-04"].days, months["2026-04"].is_estimated) == (Decimal(300), 15, True)
    assert (months["2026-03"].kwh, months["2026-03"].days, months["2026-03"].is_estimated) == (Decimal(310), 0, True)


@pytest.mark.parametrize("guess", [{"is_estimated": True}, {"is_implied": True}])
def test_consumption_of_estimated_usage_is_an_estimate(guess: dict[str, bool]) -> None:
    assert months_of(used("2026-10-01", "2026-10-31", **guess))["2026-10"].is_estimated


def test_consumption_adds_meters_and_subtracts_exclusions() -> None:
    whole = "2026-10-01", "2026-10-31"

    october = months_of(used(*whole, 310), used(*whole, 31), used(*whole, 62, exclusion=True))["2026-10"]

    assert (october.kwh, october.days) == (Decimal(279), 31)


@pytest.mark.parametrize(("units", "amount"), [("kWh", 310), ("MWh", "0.31"), ("Wh", 310_000), ("GWH", "0.00031")])
def test_consumption_is_converted_to_kwh(units: str, amount: object) -> None:
    assert months_of(used("2026-10-01", "2026-10-31", amount, usage_units=units))["2026-10"].kwh == Decimal(310)


@pytest.mark.parametrize(
    "useless",
    [
        {"datasource_type": Commodity.GAS}, {"usage_units": "m3"}, {"usage_units": None}, {"usage": None},
        {"start_date": None, "end_date": None}, {"start_date": date(2026, 11, 30)}, {"start_date": date(2020, 1, 1)},
    ],
)  # fmt: skip
def test_consumption_without_dated_electricity_has_no_months(useless: dict[str, Any]) -> None:
    assert monthly(a_bill(usage_data=(a_usage(**useless),))) == ()
    assert monthly(Bill()) == ()


def test_consumption_history_has_the_newest_price() -> None:
    months = months_of(used("2026-10-01", "2026-10-31", 310), used("2026-09-01", "2026-09-30", 150))

    assert (months["2026-10"].cost, months["2026-10"].is_cost_estimated) == (Decimal("121.00"), False)
    assert (months["2026-09"].cost, months["2026-09"].is_cost_estimated) == (Decimal("58.55"), True)
    assert months["2026-09"].is_estimated is False


def test_consumption_cost_has_no_balances() -> None:
    owed = {"total_charges": Decimal("321.00"), "current_open_balance": Decimal("200.00")}
    whole = used("2026-10-01", "2026-10-31")

    assert months_of(whole, **owed)["2026-10"].cost == Decimal("121.00")
    unsaid = {"current_charges": None, "tax_charges": None}
    assert months_of(whole, **owed, **unsaid)["2026-10"].cost == Decimal("121.00")
    assert months_of(whole, **unsaid, total_charges=None)["2026-10"].cost is None


def test_consumption_cost_counts_electricity_charges_only() -> None:
    whole = "2026-10-01", "2026-10-31"
    usages = [used(*whole), used(*whole, datasource_type=Commodity.GAS, usage_units="m3")]

    assert months_of(*usages)["2026-10"].cost is None
    parts = {"electricity_supply_charges": Decimal("30.00"), "electricity_delivery_charges": Decimal("12.50")}
    assert months_of(*usages, **parts)["2026-10"].cost == Decimal("42.50")


def test_consumption_of_zero_usage_has_no_price() -> None:
    months = months_of(used("2026-10-01", "2026-10-31", 0))

    assert (months["2026-10"].cost, months["2026-09"].cost) == (Decimal("121.00"), None)


@given(
    start=st.dates(date(2024, 1, 1), date(2026, 12, 1)),
    length=st.integers(min_value=0, max_value=300),
    wh=st.integers(min_value=0, max_value=10**9),
)
def test_consumption_months_add_up_to_the_usage(start: date, length: int, wh: int) -> None:
    kwh = Decimal(wh) / 1000
    end = start + length * DAY
    months = monthly(a_bill(usage_data=(a_usage(start_date=start, end_date=end, usage=kwh),)))

    assert len(months) == 12
    assert sum(month.days for month in months) == length + 1
    share = {month.first: month for month in months}
    measured = sum((kwh / (length + 1) * month.days for month in share.values() if not month.is_estimated), Decimal(0))
    metered = sum((month.kwh for month in share.values() if not month.is_estimated), Decimal(0))
    assert abs(measured - metered) <= Decimal("0.001") * 12
    daily = {round(month.kwh / ((month.first.replace(day=28) + 4 * DAY).replace(day=1) - month.first).days, 1)
             for month in months}  # fmt: skip
    assert max(daily) - min(daily) <= Decimal("0.1")
