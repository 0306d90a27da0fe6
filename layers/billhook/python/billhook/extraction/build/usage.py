"""One usage entry per service, with its period, its meters and the demand."""

from billhook.domain.bill import Commodity
from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.candidates.candidate_set import Period
from billhook.extraction.candidates.candidate_set import MeterPoint
from billhook.extraction.candidates.net_metering import exchanged, supplier
from billhook.extraction.candidates.quantities import demand
from billhook.extraction.candidates.tariff import tariffs
from billhook.extraction.resolve.services import Service

MEASURED = frozenset({Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER, Commodity.DISTRICT})


def put(draft: BillBuilder, claims: Resolution, period: Candidate[Period] | None) -> None:
    demanded = next(iter(demand(claims.doc)), None)
    named = tariffs(claims.doc)
    crossing, supplied = exchanged(claims.doc), supplier(claims.doc)
    entries = []
    for number, service in enumerate(claims.services or _unmeasured(claims, period)):
        own_points, own_period = _points_of(service, claims), _period_of(service, claims) or period
        entry = service.entry(own_points, own_period.value if own_period else None)
        about = {"utility_name": draft.fields.get("utility_name"), "country": claims.doc.locale.country}
        if service.commodity is Commodity.ELECTRICITY and demanded:
            about["billed_demand"] = demanded.value
            draft.prove(f"usageData/{number}/billedDemand", demanded)
        if service.commodity is Commodity.ELECTRICITY:
            about |= {field: one.value for field, one in crossing.items()}
        if supplied:
            about["supplier_name"] = supplied.value
            draft.prove(f"usageData/{number}/supplierName", supplied)
        tariff = min(named, key=lambda one: abs(one.cell.line.number - _first_line(service)), default=None)
        if tariff:
            about["tariff"] = tariff.value
            draft.prove(f"usageData/{number}/tariff", tariff)
        entries.append(entry.model_copy(update=about))
        _prove(draft, number, service, own_points, own_period)
    draft.fields["usage_data"] = tuple(entries)


def _prove(draft: BillBuilder, number: int, service: Service, points: list[MeterPoint], period: Candidate[Period] | None) -> None:
    for name, finding in service.proof.items():
        draft.prove(f"usageData/{number}/{name}", finding)
    if period is not None:
        draft.prove(f"usageData/{number}/startDate", period)
        draft.prove(f"usageData/{number}/endDate", period)
    for place, point in enumerate(points):
        draft.prove(f"usageData/{number}/identifiers/{place}/value", point.number)


def _unmeasured(claims: Resolution, period: Candidate[Period] | None) -> list[Service]:
    """The period and the service are worth a usage entry even where no quantity is printed."""
    votes = claims.commodities.votes
    spoken = [one for one, count in votes.items() if one in MEASURED and count >= 0.3 * max(votes.values())]
    return [Service(one, None, None) for one in spoken or [Commodity.MISC]] if period else []


def _period_of(service: Service, claims: Resolution) -> Candidate[Period] | None:
    """The period that stands in the line of a service's own readings or quantity, where services differ."""
    if len(claims.services) < 2:
        return None
    lines = {row.line for row in service.rows} | {finding.cell.line for finding in service.proof.values()}
    return next((one for one in claims.calendar.periods if one.cell.line in lines and one.score > 0.4), None)


def _points_of(service: Service, claims: Resolution) -> list[MeterPoint]:
    """The meters and supply points of a service: all of them for the only one, its own where there are several."""
    services = claims.services
    if len(services) < 2:
        return claims.points
    return [point for point in claims.points if _owner(point, services) is service]


def _owner(point: MeterPoint, services: list[Service]) -> Service:
    """The service whose meter it is, or whose readings stand nearest."""
    for service in services:
        if point.type == "METER" and point.number.value == service.meter:
            return service
    line = point.number.cell.line
    return min(services, key=lambda service: abs(_first_line(service) - line.number))


def _first_line(service: Service) -> int:
    return min((finding.cell.line.number for finding in service.proof.values()), default=0)
