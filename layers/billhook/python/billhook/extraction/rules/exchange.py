"""What a generator gives to the grid and takes from it, and who supplies what somebody else delivers."""

from decimal import Decimal

from billhook.extraction.findings import Finding
from billhook.extraction.relations import values
from billhook.extraction.rules.quantities import quantities_in
from billhook.extraction.rules.tariff import named_by
from billhook.extraction.view import View

FIELDS = {
    "generated": "net_metering_generated_kwh",
    "imported": "net_metering_grid_import_kwh",
    "exported": "net_metering_grid_export_kwh",
}
"""Labels of energy that crosses the meter, and the fields of a usage entry."""

LEAST = 0.5
IN_KWH = {"kWh": Decimal(1), "MWh": Decimal(1000), "Wh": Decimal("0.001")}


def exchanged(view: View) -> dict[str, Finding[Decimal]]:
    """The energy generated, imported and exported, by field; only where something is generated or exported."""
    found: dict[str, Finding[Decimal]] = {}
    for name, field in FIELDS.items():
        claims = [
            Finding(one.value.value * IN_KWH[one.value.unit], one.score, one.cell, one.start, one.end)
            for hit in view.hits.get(name, ())
            for one in values(view, hit, quantities_in, most=1)
            if one.value.unit in IN_KWH and one.score > LEAST
        ]
        if claims:
            found[field] = max(claims, key=lambda one: one.score)
    return found if found.keys() - {FIELDS["imported"]} else {}


def supplier(view: View) -> Finding[str] | None:
    """The name behind or beside a label of the supplier, where the bill has one."""
    return next(iter(named_by(view, "supplier")), None)
