"""Known bills, and what another document of the same bill is compared with."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.document import Document
from billhook.usecases.processing.steps.deduplicate import FindNearDuplicates
from tests.builders import a_bill, a_document, a_final_document
from tests.fakes import World

REVISED = a_bill(total_charges=Decimal("99.00"), bill_date=date(2026, 11, 5))


def near_duplicates(world: World, document: Document, bill: Bill) -> dict[str, Any]:
    return asdict(FindNearDuplicates(world.documents, world.fingerprints).find(document, bill))


def known(world: World, bill: Bill | None = None, **fields: Any) -> Document:
    """A document that was read and has claimed its marks."""
    bill = bill or a_bill()
    document = a_final_document(**{"digest": bill.model_copy(update={"evidence": {}}), "sha256": "a" * 64} | fields)
    world.memory.documents[document.id] = document
    near_duplicates(world, document, bill)
    return document


def other(**fields: Any) -> Document:
    return a_document(**{"sha256": "b" * 64} | fields)
