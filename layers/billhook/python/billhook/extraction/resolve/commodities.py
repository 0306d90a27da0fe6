"""The service that a quantity or a charge belongs to: electricity, gas, water and the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention
from billhook.extraction.data.country import countries
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.units import COMMODITY_OF

METERED = frozenset({Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER})
WITHOUT_QUANTITY = METERED | {Commodity.DISTRICT}
ENERGY = frozenset({Commodity.ELECTRICITY, Commodity.GAS})
FEWEST_VOTES, SHARE_OF_TOP = 3.0, 0.2
"""The votes, and the share of those of the most named service, that make a service part of the bill."""

SHARE_WITHOUT_QUANTITY = 0.3
POWER_UNITS = frozenset({"kWh", "MWh", "GWh", "Wh"})
VOLUME_UNITS = frozenset({"m³", "CCF", "HCF", "L", "cf"})
HEADING_REACH = 45
"""How many lines above a place its heading may be."""


@depends_on_data
@cache
def _abbreviations() -> Mapping[str, Commodity]:
    """The services by the abbreviations that municipal bills print as the first cell of a line."""
    tables = [language.abbreviations.items() for language in languages().values()]
    return {code: Commodity(name) for table in tables for name, codes in table for code in codes}


def default_unit(commodity: Commodity, country: str | None) -> str | None:
    """The unit of a quantity without a printed unit: kWh of electricity, and the default of ``country`` otherwise."""
    if commodity is Commodity.ELECTRICITY:
        return "kWh"
    place = countries().get(country or "")
    return place.default_units.get(commodity.value) if place else None


@dataclass(frozen=True)
class Commodities:
    """The services that a document names, and where."""

    candidates: CandidateSet

    @property
    def main(self) -> Commodity:
        votes = self.candidates.commodity_votes
        return max(votes, key=lambda commodity: votes[commodity], default=Commodity.MISC)

    def billed(self, units: Iterable[str | None]) -> frozenset[Commodity]:
        """The services of the bill: those that the document names often enough, and those that ``units`` imply."""
        printed, votes = list(units), self.candidates.commodity_votes
        fewest = max(FEWEST_VOTES, SHARE_OF_TOP * max(votes.values(), default=0.0))
        named = {commodity for commodity, count in votes.items() if commodity in METERED and count >= fewest}
        implied = {commodity for unit in printed if (commodity := COMMODITY_OF.get(unit or ""))}
        services = named | implied
        if POWER_UNITS.intersection(printed) and services <= {Commodity.WATER}:
            services |= {commodity for commodity in ENERGY if votes.get(commodity)} or {Commodity.ELECTRICITY}
        return frozenset(services or {Commodity.WATER if self.main is Commodity.SEWER else self.main})

    def without_quantity(self) -> list[Commodity]:
        """The services that the document names most often, for a bill without any quantity."""
        votes = self.candidates.commodity_votes
        fewest = SHARE_WITHOUT_QUANTITY * max(votes.values(), default=0.0)
        named = [commodity for commodity, count in votes.items() if commodity in WITHOUT_QUANTITY and count >= fewest]
        return named or [Commodity.MISC]

    def of_quantity(self, unit: str | None, place: Cell, services: frozenset[Commodity]) -> Commodity:
        """The service of ``services`` that a quantity in ``unit`` at ``place`` belongs to."""
        implied = COMMODITY_OF.get(unit or "")
        if implied and implied in services:
            return implied
        fitting = services - {Commodity.WATER} if unit in POWER_UNITS else services
        fitting = (fitting - {Commodity.ELECTRICITY} if unit in VOLUME_UNITS else fitting) or services
        if len(fitting) == 1:
            return next(iter(fitting))
        return self.named_at(place, fitting) or self._most_named(fitting)

    def _most_named(self, services: frozenset[Commodity]) -> Commodity:
        votes = self.candidates.commodity_votes
        return max(sorted(services), key=lambda commodity: votes.get(commodity, 0.0))

    def named_at(self, place: Cell, services: frozenset[Commodity]) -> Commodity | None:
        """The service of ``services`` that the line of ``place``, or the nearest heading above it, names."""
        line = place.line
        abbreviated = _abbreviations().get(line.cells[0].normalized)
        if abbreviated in services:
            return abbreviated
        first = max(0, line.number - HEADING_REACH)
        for mentions in reversed(self.candidates.commodity_mentions[first : line.number + 1]):
            if mentions and mentions[0].cell.page != line.page:
                break
            named = (_only_service(mention, place, services) for mention in _nearest_first(mentions, place))
            if (commodity := next(filter(None, named), None)) is not None:
                return commodity
        return None


def _nearest_first(mentions: Iterable[CommodityMention], place: Cell) -> list[CommodityMention]:
    """``mentions`` by the distance of where they begin from where ``place`` does; those right of it last."""

    def distance(mention: CommodityMention) -> tuple[bool, float]:
        return mention.cell.x0 > place.x1, abs(place.x0 - mention.cell.x0)

    return sorted(mentions, key=distance)


def _only_service(mention: CommodityMention, place: Cell, services: frozenset[Commodity]) -> Commodity | None:
    """The service of ``services`` that a mention names, if it names exactly one of them."""
    named = mention.in_line if mention.cell.line is place.line else mention.as_heading
    fitting = named & services
    return next(iter(fitting)) if len(fitting) == 1 else None
