"""Usage entries, and lists of earlier months that contain the usage of the bill in its month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint, MeterRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.resolution import PastMonth, Service, ServiceUsage
from billhook.extraction.resolve.usage import as_billed, metered_services, past_months, resolve_usage
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import Row, annotated_rows, candidate, candidates_of

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


def row(previous: int, current: int, register: str | None = None, *, is_exported: bool = False) -> MeterRow:
    cell = annotated_rows({40: f"{register or ''} {previous} {current} {current - previous}"}).layout.cells[0]

    def number(value: int) -> Candidate[Decimal]:
        return Candidate(Decimal(value), 0.95, cell, 0, 1)

    usage = Candidate(Quantity(Decimal(current - previous), "kWh"), 0.95, cell, 0, 1)
    return MeterRow(number(previous), number(current), usage, cell.line, register=register, is_exported=is_exported)


def services(*rows: MeterRow, meters: tuple[MeterPoint, ...] = ()) -> list[Service]:
    return metered_services(CandidateSet(meter_rows=rows), meters, lambda _: Commodity.ELECTRICITY)


def test_metered_services_sum_registers_of_meter() -> None:
    (service,) = services(row(100, 150, "Peak"), row(200, 230, "Off Peak"))

    assert (service.usage, service.printed, len(service.rows)) == (Decimal(80), None, 2)


def test_metered_services_single_register_has_evidence() -> None:
    reading = row(100, 150)

    (service,) = services(reading)

    assert (service.usage, service.printed, service.single_row) == (Decimal(50), reading.usage, reading)


def test_metered_services_total_register_replaces_slices() -> None:
    total = row(300, 380)

    (service,) = services(row(100, 150, "Peak"), row(200, 230, "Off Peak"), total)

    assert service.rows == (total,)


def test_metered_services_exclude_exported_energy() -> None:
    (service,) = services(row(100, 150), row(500, 900, is_exported=True))

    assert service.usage == Decimal(50)


def test_metered_services_take_number_of_meter() -> None:
    (service,) = services(row(100, 150), meters=(MeterPoint("METER", candidate("AB12")),))

    assert service.meter == "AB12"


def test_as_billed_volume_becomes_printed_energy() -> None:
    volume = Service(Commodity.GAS, Decimal(10), "m³")
    energy = candidate(Quantity(Decimal(110), "kWh"))

    billed = as_billed(volume, (energy,), is_only=True)

    assert (billed.usage, billed.unit, billed.printed) == (Decimal(110), "kWh", energy)


def test_as_billed_takes_unit_of_equal_quantity() -> None:
    service = Service(Commodity.ELECTRICITY, Decimal(50), None)
    printed = candidate(Quantity(Decimal(50), "kWh"))

    billed = as_billed(service, (printed,), is_only=False)

    assert (billed.unit, billed.printed) == ("kWh", printed)


def dated(previous: int, current: int, month: int) -> MeterRow:
    read = row(previous, current)
    return replace(read, period=candidate((date(2026, month, 1), date(2026, month + 1, 1))))


def test_metered_services_take_the_newest_of_past_readings() -> None:
    (service,) = services(dated(739, 743, 5), dated(733, 739, 4), dated(730, 733, 3))

    assert service.usage == Decimal(4)


def test_metered_services_sum_the_readings_of_a_printed_period() -> None:
    rows = (dated(739, 743, 5), dated(733, 739, 4), dated(730, 733, 3))
    quarter = candidate((date(2026, 3, 1), date(2026, 6, 1)))

    (service,) = metered_services(
        CandidateSet(meter_rows=rows, periods=(quarter,)), (), lambda _: Commodity.ELECTRICITY
    )

    assert service.usage == Decimal(13)
