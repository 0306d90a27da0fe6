"""Which service a place of a document speaks of: electricity, gas, water and the rest."""

from billhook.domain.bill import Commodity
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention

IN_TEXT = 0.5
"""What a mention in a text is worth: help and adverts speak of other services too."""

HEADING_WORDS = 7


def propose_commodities(doc: AnnotatedDocument) -> CandidateSet:
    """The services that each cell names, and how often the document names each."""
    votes: dict[Commodity, float] = {}
    mentions: list[tuple[CommodityMention, ...]] = []
    for line in doc.layout.lines:
        named = []
        for cell in line.cells:
            names = [Commodity(name) for name in doc.commodities.get(cell, ())]
            is_text = cell in doc.prose or cell in doc.running_text
            is_long = len(cell.words) > HEADING_WORDS
            for name in names:
                votes[name] = votes.get(name, 0.0) + (IN_TEXT if is_text else 1.0 if is_long else 3.0)
            if names:
                heading = doc.topics.names([cell.parts[:2]], "commodities")[0] if is_long else names
                named.append(
                    CommodityMention(cell, frozenset(names), frozenset(() if is_text else map(Commodity, heading)))
                )
        mentions.append(tuple(named))
    return CandidateSet(commodity_votes=votes, commodity_mentions=tuple(mentions))
