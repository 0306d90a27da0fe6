"""The usage entries: each service with its period, meters, demand, tariff and supplier."""

from collections.abc import Sequence

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint, Period
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.commodities import Commodities
from billhook.extraction.resolve.resolution import Service, ServiceUsage

LEAST = 0.4
"""A period in the lines of a service is its own from this score on."""


def resolve_usage(
    candidates: CandidateSet,
    services: Sequence[Service],
    points: Sequence[MeterPoint],
    period: Candidate[Period] | None,
) -> tuple[ServiceUsage, ...]:
    """One entry per service; without any, one per service that the document names most often, if it has a period."""
    if not services:
        unmeasured = _unmeasured(candidates) if period else ()
        return tuple(_usage(candidates, service, tuple(points), period) for service in unmeasured)
    return tuple(
        _usage(
            candidates,
            service,
            _points_of(service, services, points),
            _own_period(_period_of(candidates, service, services), period),
        )
        for service in services
    )


def _usage(
    candidates: CandidateSet,
    service: Service,
    points: tuple[MeterPoint, ...],
    period: Candidate[Period] | None,
) -> ServiceUsage:
    is_electricity = service.commodity is Commodity.ELECTRICITY
    return ServiceUsage(
        service,
        points,
        period,
        demand=next(iter(candidates.demand), None) if is_electricity else None,
        supplier=next(iter(candidates.suppliers), None),
        tariff=_tariff(candidates, service),
        net_metering=candidates.net_metering if is_electricity else {},
    )


def _unmeasured(candidates: CandidateSet) -> list[Service]:
    return [Service(commodity, None, None) for commodity in Commodities(candidates).without_quantity()]


def _tariff(candidates: CandidateSet, service: Service) -> Candidate[str] | None:
    """The tariff whose line is nearest to the evidence of the service."""
    first = service.first_line
    return min(candidates.tariffs, key=lambda tariff: abs(tariff.cell.line.number - first), default=None)


def _own_period(own: Candidate[Period] | None, whole: Candidate[Period] | None) -> Candidate[Period] | None:
    """The period of a service; that of the bill if the service has none or it is only the first or last part of it."""
    if own is None or whole is None:
        return own or whole
    (start, end), (first, last) = own.value, whole.value
    is_part = first <= start and end <= last and (start == first) != (end == last)
    return whole if is_part else own


def _period_of(candidates: CandidateSet, service: Service, services: Sequence[Service]) -> Candidate[Period] | None:
    """The period in the lines of the readings or the quantity of a service, if the bill has several services."""
    if len(services) < 2:
        return None
    lines = {*(row.line for row in service.rows), *service.evidence_lines}
    return next((period for period in candidates.periods if period.cell.line in lines and period.score > LEAST), None)


def _points_of(service: Service, services: Sequence[Service], points: Sequence[MeterPoint]) -> tuple[MeterPoint, ...]:
    """The meters and supply points of a service: all for the only service, else those that belong to it."""
    if len(services) < 2:
        return tuple(points)
    return tuple(point for point in points if _owner(point, services) is service)


def _owner(point: MeterPoint, services: Sequence[Service]) -> Service:
    """The service with this meter; else the service whose evidence is nearest."""
    for service in services:
        if point.type == "METER" and point.number.value == service.meter:
            return service
    line = point.number.cell.line
    return min(services, key=lambda service: abs(service.first_line - line.number))
