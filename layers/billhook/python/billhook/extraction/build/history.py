"""Usage of months before, where the page proves it."""

from calendar import monthrange

from billhook.domain.bill import PastUsage, Usage
from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.candidates.history import PastMonth, past_months


def put(draft: BillBuilder, claims: Resolution) -> None:
    past: list[PastUsage] = []
    for entry in draft.fields["usage_data"]:
        if entry.usage and entry.end_date and entry.usage_units:
            for month in past_months(claims.doc, entry.usage, entry.end_date):
                draft.prove(f"usageHistory/{len(past)}/usage", month.used)
                past.append(_past(entry, month))
    draft.fields["usage_history"] = tuple(past)


def _past(entry: Usage, month: PastMonth) -> PastUsage:
    """A calendar month: when its meter was read is not printed."""
    last = month.first.replace(day=monthrange(month.first.year, month.first.month)[1])
    return PastUsage(
        start_date=month.first,
        end_date=last,
        usage=month.used.value,
        usage_units=entry.usage_units,
        datasource_type=entry.datasource_type,
    )
