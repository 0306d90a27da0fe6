"""Usage entries: period, meters, tariff and supplier of each service."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.resolve.resolution import Service
from billhook.extraction.resolve.usage import resolve_usage
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import candidate

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
    own = candidate((date(2024, 12, 1), date(2024, 12, 31)))
    in_line = type(own)(own.value, 0.5, POWER.printed.cell, 0, 1)

    power, gas = resolve_usage(CandidateSet(periods=(in_line,)), (POWER, GAS), (), PERIOD)

    assert (power.period, gas.period) == (in_line, PERIOD)


def test_resolve_usage_demand_is_of_electricity() -> None:
    demand, tariff = candidate(Decimal(12)), candidate("Standard Variable")
    candidates = CandidateSet(demand=(demand,), tariffs=(tariff,), suppliers=(candidate("Ash Energy"),))

    power, gas = resolve_usage(candidates, (POWER, GAS), (), PERIOD)

    assert (power.demand, gas.demand) == (demand, None)
    assert (power.tariff, gas.tariff) == (tariff, tariff)
    assert gas.supplier is not None
