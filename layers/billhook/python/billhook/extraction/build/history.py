"""Usage history: the usage of earlier months as the bill prints it."""

from calendar import monthrange

from billhook.domain.bill import PastUsage
from billhook.extraction.build.builder import BillBuilder, Part
from billhook.extraction.resolve.resolution import PastMonth, Resolution


def build_history(resolution: Resolution) -> Part[tuple[PastUsage, ...]]:
    """The earlier months of each service, newest first."""
    builder = BillBuilder()
    for number, month in enumerate(resolution.usage_history):
        builder.prove(f"usageHistory/{number}/usage", month.usage)
    return Part(tuple(map(_past_usage, resolution.usage_history)), builder.evidence)


def _past_usage(month: PastMonth) -> PastUsage:
    """The usage of a calendar month: the dates of its readings are not printed."""
    return PastUsage(
        start_date=month.first,
        end_date=month.first.replace(day=monthrange(month.first.year, month.first.month)[1]),
        usage=month.usage.value,
        usage_units=month.unit,
        datasource_type=month.commodity,
    )
