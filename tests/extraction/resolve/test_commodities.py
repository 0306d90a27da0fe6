"""The service that a quantity or a place belongs to."""

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention
from billhook.extraction.layout.lines import Cell
from billhook.extraction.resolve.commodities import Commodities, default_unit
from tests.extraction.pages import annotated_rows

ELECTRICITY, GAS, WATER, SEWER = Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER, Commodity.SEWER


def named(**votes: float) -> Commodities:
    return Commodities(CandidateSet(commodity_votes={Commodity(name): count for name, count in votes.items()}))


def cell() -> Cell:
    return annotated_rows({40: "12"}).layout.cells[0]


def test_main_is_most_named_service() -> None:
    assert named(GAS=3, WATER=9).main is WATER
    assert named().main is Commodity.MISC


def test_billed_services_are_named_often_enough() -> None:
    assert named(ELECTRICITY=20, GAS=5, WATER=2).billed([]) == {ELECTRICITY, GAS}


def test_billed_services_include_those_of_units() -> None:
    assert named(ELECTRICITY=20).billed(["therms"]) == {ELECTRICITY, GAS}


def test_billed_water_with_kilowatt_hours_includes_energy() -> None:
    assert named(WATER=9).billed(["kWh"]) == {WATER, ELECTRICITY}


def test_billed_sewer_only_is_water() -> None:
    assert named(SEWER=9).billed([]) == {WATER}


def test_without_quantity_gives_services_named_most() -> None:
    assert named(ELECTRICITY=10, WATER=4, GAS=2).without_quantity() == [ELECTRICITY, WATER]
    assert named().without_quantity() == [Commodity.MISC]


def test_of_quantity_follows_unit() -> None:
    services = frozenset({ELECTRICITY, WATER})

    assert named().of_quantity("kWh", cell(), services) is ELECTRICITY
    assert named().of_quantity("m³", cell(), services) is WATER


def test_named_at_takes_nearest_heading_above() -> None:
    lines = annotated_rows({40: "Gas"}, {40: "Water"}, {40: "12"}).layout.lines
    mentions = tuple(
        (CommodityMention(line.cells[0], frozenset({service}), frozenset({service})),)
        for line, service in zip(lines[:2], (GAS, WATER), strict=True)
    )
    commodities = Commodities(CandidateSet(commodity_mentions=(*mentions, ())))

    assert commodities.named_at(lines[2].cells[0], frozenset({GAS, WATER})) is WATER
    assert commodities.named_at(lines[2].cells[0], frozenset({GAS})) is GAS


def test_default_unit_depends_on_country() -> None:
    assert default_unit(ELECTRICITY, None) == "kWh"
    assert default_unit(WATER, "GB") == "m³"
    assert default_unit(WATER, "US") is None
