"""Usage entries, and lists of earlier months that contain the usage of the bill in its month."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.resolve.resolution import PastMonth, Service, ServiceUsage
from billhook.extraction.resolve.usage import past_months, resolve_usage
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import Row, candidate, candidates_of

PERIOD = candidate((date(2025, 1, 1), date(2025, 1, 31)))
POWER = Service.of_quantity(Commodity.ELECTRICITY, candidate(Quantity(Decimal(5), "kWh")), meter="E1")
GAS = Service.of_quantity(Commodity.GAS, candidate(Quantity(Decimal(7), "therms")), meter="G1")


def test_resolve_usage_without_services_takes_named_commodity() -> None:
    candidates = CandidateSet(commodity_votes={Commodity.WATER: 9.0})

    (entry,) = resolve_usage(candidates, (), (), PERIOD)

    assert (entry.service.commodity, entry.service.usage, entry.period) == (Commodity.WATER, None, PERIOD)
    assert resolve_usage(candidates, (), (), None) == ()


def test_resolve_usage_assigns_meters_to_services() -> None:
    points = tuple(MeterPoint("METER", candidate(number)) for number in ("G1", "E1"))

    power, gas = resolve_usage(CandidateSet(), (POWER, GAS), points, PERIOD)

    assert [point.number.value for point in power.points] == ["E1"]
    assert [point.number.value for point in gas.points] == ["G1"]


def test_resolve_usage_service_has_period_of_its_line() -> None:
    assert POWER.printed is not None
    period = candidate((date(2024, 12, 1), date(2024, 12, 31)))
    in_line = type(period)(period.value, 0.5, POWER.printed.cell, 0, 1)

    power, gas = resolve_usage(CandidateSet(periods=(in_line,)), (POWER, GAS), (), PERIOD)

    assert (power.period, gas.period) == (in_line, PERIOD)


def test_resolve_usage_demand_is_of_electricity() -> None:
    values, tariff = {"billed_demand": candidate(Decimal(12))}, candidate("Standard Variable")
    candidates = CandidateSet(electricity_values=values, tariffs=(tariff,), suppliers=(candidate("Ash Energy"),))

    power, gas = resolve_usage(candidates, (POWER, GAS), (), PERIOD)

    assert (power.electricity_values, gas.electricity_values) == (values, {})
    assert (power.tariff, gas.tariff) == (tariff, tariff)
    assert gas.supplier is not None


START, END = date(2026, 2, 10), date(2026, 3, 11)
DOWN = (
    {40: "Month", 120: "kWh", 200: "Days"},
    {40: "Mar 2026", 120: "612", 200: "30"},
    {40: "Feb 2026", 120: "540", 200: "31"},
    {40: "Jan 2026", 120: "701", 200: "32"},
    {40: "Dec 2025", 120: "655", 200: "30"},
)


def months_of(*rows: Row, usage: int = 612) -> tuple[PastMonth, ...]:
    service = Service(Commodity.ELECTRICITY, Decimal(usage), "kWh")
    entry = ServiceUsage(service, points=(), period=candidate((START, END)))
    return past_months(candidates_of(*rows), entry)


def past(*rows: Row, usage: int = 612) -> dict[str, int]:
    return {f"{month.first:%Y-%m}": int(month.usage.value) for month in months_of(*rows, usage=usage)}


def test_past_months_list_with_usage_gives_other_months() -> None:
    assert past(*DOWN) == {"2026-02": 540, "2026-01": 701, "2025-12": 655}


def test_past_months_have_their_printed_text() -> None:
    assert [month.usage.text for month in months_of(*DOWN)] == ["540", "701", "655"]


def test_past_months_list_without_usage_is_ignored() -> None:
    assert past(*DOWN, usage=613) == {}


def test_past_months_list_of_other_years_is_ignored() -> None:
    rows = [
        {x: text.replace("2026", "2025").replace("Dec 2025", "Dec 2024") for x, text in row.items()} for row in DOWN
    ]

    assert past(*rows) == {}


def test_past_months_without_years_follow_from_order() -> None:
    months = ("Nov", "Dec", "Jan", "Feb", "Mar")
    head: Row = {40 + 60 * place: month for place, month in enumerate(months)}
    usage: Row = {40 + 60 * place: value for place, value in enumerate(("598", "655", "701", "540", "612"))}

    assert past(head, usage) == {"2026-02": 540, "2026-01": 701, "2025-12": 655, "2025-11": 598}


def test_past_months_later_in_calendar_are_a_year_earlier() -> None:
    rows = [{40: name, 120: value} for name, value in (("JAN", "701"), ("FEB", "540"), ("MAR", "612"), ("APR", "498"))]

    assert past(*rows) == {"2026-02": 540, "2026-01": 701, "2025-04": 498}


def test_past_months_list_with_gaps_is_ignored() -> None:
    rows = [{40: name, 120: value} for name, value in (("Mar", "612"), ("Jan", "701"), ("Oct", "655"), ("Jun", "498"))]

    assert past(*rows) == {}


def test_past_months_amounts_of_money_are_ignored() -> None:
    rows = [{x: f"$ {text}.00" if x == 120 and text != "kWh" else text for x, text in row.items()} for row in DOWN]

    assert past(*rows) == {}
