"""The line items: each charge with its type, its service, and whether it is for a previous period."""

from billhook.domain.bill import BillingPeriod
from billhook.extraction.candidates.candidate_set import CandidateSet, ChargeRow, Period
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.charge_type import item_type
from billhook.extraction.resolve.commodities import Commodities
from billhook.extraction.resolve.resolution import Charges, ItemisedCharge, Service
from billhook.extraction.text.dates import nearest_day

PERIOD_DATES = 2
"""Two dates in a row are a period."""


def resolve_line_items(
    candidates: CandidateSet,
    charges: Charges,
    services: tuple[Service, ...],
    period: Candidate[Period] | None,
) -> tuple[ItemisedCharge, ...]:
    """One item per row of ``charges``."""
    commodities = Commodities(candidates)
    billed = frozenset(service.commodity for service in services) or frozenset({commodities.main})
    return tuple(
        ItemisedCharge(
            row,
            item_type(row),
            next(iter(billed)) if len(billed) == 1 else commodities.named_at(row.description_cells[0], billed),
            BillingPeriod.PREVIOUS if period and _is_before(row, period.value) else BillingPeriod.CURRENT,
        )
        for row in charges.rows
    )


def _is_before(row: ChargeRow, period: Period) -> bool:
    """Whether a charge is for a period of its own that ends before ``period``."""
    start = period[0]
    days = [nearest_day(printed, start) for printed in row.dates]
    return len(days) == PERIOD_DATES and all(day is not None and day < start for day in days)
