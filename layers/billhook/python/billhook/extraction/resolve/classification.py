"""Which kind of document this is, utility bill or another, and which service its quantities and charges belong to."""

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

ENOUGH = 2.6
UNMETERED, UNCHARGED = 2.0, 3.5
"""The penalty for a document without readings, meters and period, and for one without an amount due."""

MOST_AGAINST, MOST_AGAINST_ACCOUNT = 3.0, 1.5
"""The highest penalty for phrases of other documents, and for those beside an account of a known utility or
one whose balance rolls forward."""


@dataclass(frozen=True)
class ClassificationFeatures:
    """Evidence that a document is a utility bill."""

    meter_rows: int
    named_usage: bool
    priced_usage: int
    points: int
    measured: bool
    has_period: bool
    has_account: bool
    has_total: bool
    rolls_forward: bool = False
    """Labelled balances lead to a labelled total."""

    has_term: bool = False
    """Bill date and due date have labels."""

    has_service_charge: bool = False
    """A charge names a service."""

    is_issuer_known: bool = False
    has_date: bool = False
    """The bill date or the due date has a label."""


def is_utility_bill(candidates: CandidateSet, features: ClassificationFeatures) -> bool:
    """Whether the evidence of something metered, supplied and owed for is strong enough."""
    return score(candidates.document_kinds, candidates.service_mentions, features) >= ENOUGH


def score(kinds: Mapping[str, int], service_mentions: int, features: ClassificationFeatures) -> float:
    """The weighted evidence; ``kinds`` are the numbers of phrases that name each kind of document."""
    total = 3.0 * bool(features.meter_rows) + 2.0 * features.named_usage + min(2.0, 1.0 * features.priced_usage)
    total += 1.0 * features.measured + 1.0 * bool(features.points)
    total += 1.0 * features.has_period + 0.5 * features.has_account
    total += min(3.0, 0.5 * kinds.get("utility", 0)) + min(1.0, 0.25 * service_mentions)
    total += _account_evidence(kinds, service_mentions, features)
    total -= min(_most_against(features), 0.6 * kinds.get("other", 0))
    if not (features.meter_rows or features.points or features.has_period):
        total -= UNMETERED
    return total if features.has_total else total - UNCHARGED


def _account_evidence(kinds: Mapping[str, int], service_mentions: int, features: ClassificationFeatures) -> float:
    """The evidence of a running account for a service: it needs no meter, as flat rates have none."""
    if not features.has_account or not (kinds.get("utility") or service_mentions):
        return 0.0
    return (
        _issuer_evidence(features)
        + 1.5 * features.rolls_forward
        + 0.5 * features.has_term
        + 1.0 * features.has_service_charge
    )


def _issuer_evidence(features: ClassificationFeatures) -> float:
    """The evidence of a total owed to a known utility on an account: other papers of utilities lack one of these."""
    if not (features.is_issuer_known and features.has_account and features.has_total):
        return 0.0
    return 2.0 + 0.7 * features.has_date


def _most_against(features: ClassificationFeatures) -> float:
    is_account = features.has_account and (features.rolls_forward or features.is_issuer_known)
    return MOST_AGAINST_ACCOUNT if is_account else MOST_AGAINST


REASONS = {
    "telecom": "an invoice for telephone or internet",
    "reminder": "a reminder of money that was billed before",
    "tariff": "a list of prices",
    "quote": "an offer",
    "receipt": "a receipt",
    "statement": "a statement of account",
    "letter": "a letter",
    "invoice": "an invoice for something else",
}
"""The kinds of other documents and their public descriptions; of two with equal evidence, the first is taken."""

UNKNOWN, INVOICE = "other", "invoice"
"""The kind of a document without evidence; and the kind that more specific documents name as well."""


def other_kind(candidates: CandidateSet) -> str:
    """The kind of a document that is no utility bill: one of ``REASONS`` or ``UNKNOWN``, by its phrases."""
    kinds = candidates.document_kinds
    specific = [kind for kind in REASONS if kind in kinds and kind != INVOICE]
    return max(specific, key=lambda kind: kinds[kind], default=INVOICE if INVOICE in kinds else UNKNOWN)


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
