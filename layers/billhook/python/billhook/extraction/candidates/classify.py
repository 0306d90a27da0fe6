"""The kinds of document that the words of a document name."""

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet


def propose_document_kinds(doc: AnnotatedDocument) -> CandidateSet:
    """The kinds of document that the words name, and how many words name a service."""
    phrases: dict[str, set[str]] = {}
    services = 0
    for cell in doc.layout.cells:
        for name in doc.kinds.get(cell, ()):
            phrases.setdefault(name, set()).add(cell.normalized[:24])
        services += len(doc.commodities.get(cell, ()))
    return CandidateSet(document_kinds={name: len(found) for name, found in phrases.items()}, service_mentions=services)
