"""Energy exported to and imported from the grid, and the supplier where it is not the utility."""

from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.candidates.tariff import named_by
from billhook.extraction.layout.candidate import Candidate

FIELDS = {
    "generated": "net_metering_generated_kwh",
    "imported": "net_metering_grid_import_kwh",
    "exported": "net_metering_grid_export_kwh",
}
"""Labels of energy that crosses the meter, and the fields of a usage entry."""

LEAST = 0.5
IN_KWH = {"kWh": Decimal(1), "MWh": Decimal(1000), "Wh": Decimal("0.001")}


def propose_net_metering(doc: AnnotatedDocument) -> CandidateSet:
    """The energy generated, imported and exported."""
    return CandidateSet(net_metering=exchanged(doc))


def exchanged(doc: AnnotatedDocument) -> dict[str, Candidate[Decimal]]:
    """The energy generated, imported and exported, by field; only where something is generated or exported."""
    found: dict[str, Candidate[Decimal]] = {}
    for name, field in FIELDS.items():
        claims = [
            Candidate(one.value.value * IN_KWH[one.value.unit], one.score, one.cell, one.start, one.end)
            for match in doc.labels.get(name, ())
            for one in find_values(doc, match, doc.quantities, most=1)
            if one.value.unit in IN_KWH and one.score > LEAST
        ]
        if claims:
            found[field] = max(claims, key=lambda one: one.score)
    return found if found.keys() - {FIELDS["imported"]} else {}


def supplier(doc: AnnotatedDocument) -> Candidate[str] | None:
    """The name after or beside a label of the supplier."""
    return next(iter(named_by(doc, "supplier")), None)
