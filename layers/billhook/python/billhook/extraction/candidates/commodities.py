"""Which service a place of a document speaks of: electricity, gas, water and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from billhook.domain.bill import Commodity
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention
from billhook.extraction.candidates.quantities import in_text
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.units import COMMODITY_OF

METERED = frozenset({Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER})
BURNT = frozenset({Commodity.ELECTRICITY, Commodity.GAS})
"""What is measured in kilowatt-hours, as water never is."""

FEWEST = 3.0
"""So many votes, one heading or three mentions, make a service part of the bill."""

IN_TEXT = 0.5
"""What a mention in a text is worth: help and adverts speak of other services too."""

POWER = frozenset({"kWh", "MWh", "GWh", "Wh"})
VOLUME = frozenset({"m³", "CCF", "HCF", "L", "cf"})
HEADING_REACH, HEADING_WORDS = 45, 7


@depends_on_data
@cache
def _abbreviations() -> Mapping[str, Commodity]:
    """The services that a cell alone at the beginning of a line abbreviates, as towns print them."""
    tables = [language.abbreviations.items() for language in languages().values()]
    return {code: Commodity(name) for table in tables for name, codes in table for code in codes}


def propose_commodities(doc: AnnotatedDocument) -> CandidateSet:
    """The services that each cell names, and how often the document names each."""
    votes: dict[Commodity, float] = {}
    mentions: list[tuple[CommodityMention, ...]] = []
    for line in doc.layout.lines:
        named = []
        for cell in line.cells:
            names = [Commodity(name) for name in doc.names_in(cell, "commodities")]
            is_text = doc.is_prose(cell) or in_text(doc, cell)
            is_long = len(cell.words) > HEADING_WORDS
            for name in names:
                votes[name] = votes.get(name, 0.0) + (IN_TEXT if is_text else 1.0 if is_long else 3.0)
            if names:
                heading = doc.names(cell.parts[:2], "commodities") if is_long else names
                named.append(
                    CommodityMention(cell, frozenset(names), frozenset(() if is_text else map(Commodity, heading)))
                )
        mentions.append(tuple(named))
    return CandidateSet(commodity_votes=votes, commodity_mentions=tuple(mentions))


@dataclass
class Commodities:
    """Which service a place of the document speaks of."""

    doc: AnnotatedDocument
    votes: dict[Commodity, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.doc.layout.cells:
            weight = self._weight(cell)
            for name in self.doc.names_in(cell, "commodities"):
                self.votes[Commodity(name)] = self.votes.get(Commodity(name), 0.0) + weight

    def _weight(self, cell: Cell) -> float:
        """What a mention in ``cell`` is worth."""
        if self.doc.is_prose(cell) or in_text(self.doc, cell):
            return IN_TEXT
        return 1.0 if len(cell.words) > HEADING_WORDS else 3.0

    @property
    def main(self) -> Commodity:
        return max(self.votes, key=lambda one: self.votes[one], default=Commodity.MISC)

    def measured(self, units: list[str | None]) -> frozenset[Commodity]:
        """The services that the document may bill: those it speaks of often enough, and those its units imply."""
        top = max(self.votes.values(), default=0.0)
        present = {one for one, count in self.votes.items() if one in METERED and count >= max(FEWEST, 0.2 * top)}
        present |= {implied for unit in units if (implied := COMMODITY_OF.get(unit or ""))}
        if POWER.intersection(units) and present <= {Commodity.WATER}:
            present |= {one for one in BURNT if self.votes.get(one)} or {Commodity.ELECTRICITY}
        return frozenset(present or {Commodity.WATER if self.main is Commodity.SEWER else self.main})

    def of(self, unit: str | None, place: Cell, among: frozenset[Commodity]) -> Commodity:
        """The service of ``among`` that a quantity in ``unit`` at ``place`` belongs to."""
        implied = COMMODITY_OF.get(unit or "")
        if implied and implied in among:
            return implied
        fitting = among - {Commodity.WATER} if unit in POWER else among
        fitting = (fitting - {Commodity.ELECTRICITY} if unit in VOLUME else fitting) or among
        if len(fitting) == 1:
            return next(iter(fitting))
        return self.at(place, fitting) or max(sorted(fitting), key=lambda each: self.votes.get(each, 0.0))

    def at(self, place: Cell, among: frozenset[Commodity]) -> Commodity | None:
        """The service of ``among`` that the line itself, or the nearest heading above it, names.

        Where headings stand side by side, it is the one that begins nearest to the left of ``place``.
        """
        line = place.line
        abbreviated = _abbreviations().get(line.cells[0].folded)
        if abbreviated in among:
            return abbreviated
        for above in reversed(self.doc.layout.lines[max(0, line.number - HEADING_REACH) : line.number + 1]):
            if above.page != line.page:
                break
            near = sorted(above.cells, key=lambda cell: (cell.x0 > place.x1, abs(place.x0 - cell.x0)))
            named = (self._named_by(cell, among, heads=above is not line) for cell in near)
            if (one := next(filter(None, named), None)) is not None:
                return one
        return None

    def _named_by(self, cell: Cell, among: frozenset[Commodity], *, heads: bool) -> Commodity | None:
        """The only service of ``among`` that a cell names; a heading names it with its first words, or has few."""
        if heads and (in_text(self.doc, cell) or self.doc.is_prose(cell)):
            return None
        names = self.doc.names_in(cell, "commodities")
        if heads and len(cell.words) > HEADING_WORDS:
            names = self.doc.names([part for part, _ in cell.tokens[:2]], "commodities")
        fitting = {one for one in map(Commodity, names) if one in among}
        return fitting.pop() if len(fitting) == 1 else None
