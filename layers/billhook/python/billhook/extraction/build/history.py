"""Usage history: the usage of earlier months as the bill prints it."""

from calendar import monthrange

from billhook.domain.bill import Commodity, PastUsage
from billhook.extraction.build.builder import BillBuilder, Part
from billhook.extraction.resolve.history import PastMonth
from billhook.extraction.resolve.resolution import Resolution


def build_history(resolution: Resolution) -> Part[tuple[PastUsage, ...]]:
    """The earlier months of each service, newest first."""
    builder = BillBuilder()
    months = [(entry.service.commodity, month) for entry in resolution.usage for month in entry.history]
    for number, (_, month) in enumerate(months):
        builder.prove(f"usageHistory/{number}/usage", month.usage)
    return Part(tuple(_past_usage(commodity, month) for commodity, month in months), builder.evidence)


def _past_usage(commodity: Commodity, month: PastMonth) -> PastUsage:
    """The usage of a calendar month: the dates of its readings are not printed."""
    return PastUsage(
        start_date=month.first,
        end_date=month.first.replace(day=monthrange(month.first.year, month.first.month)[1]),
        usage=month.usage.value,
        usage_units=month.unit,
        datasource_type=commodity,
    )
