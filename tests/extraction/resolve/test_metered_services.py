"""Services with readings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint, MeterRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.metered_services import as_billed, metered_services
from billhook.extraction.resolve.resolution import Service
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import annotated_rows, candidate


def row(previous: int, current: int, register: str | None = None, *, is_exported: bool = False) -> MeterRow:
    cell = annotated_rows({40: f"{register or ''} {previous} {current} {current - previous}"}).layout.cells[0]

    def number(value: int) -> Candidate[Decimal]:
        return Candidate(Decimal(value), 0.95, cell, 0, 1)

    usage = Candidate(Quantity(Decimal(current - previous), "kWh"), 0.95, cell, 0, 1)
    return MeterRow(number(previous), number(current), usage, cell.line, register=register, is_exported=is_exported)


def services(*rows: MeterRow, meters: tuple[MeterPoint, ...] = ()) -> list[Service]:
    return metered_services(CandidateSet(meter_rows=rows), meters, lambda _: Commodity.ELECTRICITY)


def test_metered_services_sum_registers_of_meter() -> None:
    (service,) = services(row(100, 150, "Peak"), row(200, 230, "Off Peak"))

    assert (service.usage, service.printed, len(service.rows)) == (Decimal(80), None, 2)


def test_metered_services_single_register_has_evidence() -> None:
    reading = row(100, 150)

    (service,) = services(reading)

    assert (service.usage, service.printed, service.single_row) == (Decimal(50), reading.usage, reading)


def test_metered_services_total_register_replaces_slices() -> None:
    total = row(300, 380)

    (service,) = services(row(100, 150, "Peak"), row(200, 230, "Off Peak"), total)

    assert service.rows == (total,)


def test_metered_services_exclude_exported_energy() -> None:
    (service,) = services(row(100, 150), row(500, 900, is_exported=True))

    assert service.usage == Decimal(50)


def test_metered_services_take_number_of_meter() -> None:
    (service,) = services(row(100, 150), meters=(MeterPoint("METER", candidate("AB12")),))

    assert service.meter == "AB12"


def test_as_billed_volume_becomes_printed_energy() -> None:
    volume = Service(Commodity.GAS, Decimal(10), "m³")
    energy = candidate(Quantity(Decimal(110), "kWh"))

    billed = as_billed(volume, (energy,), is_only=True)

    assert (billed.usage, billed.unit, billed.printed) == (Decimal(110), "kWh", energy)


def test_as_billed_takes_unit_of_equal_quantity() -> None:
    service = Service(Commodity.ELECTRICITY, Decimal(50), None)
    printed = candidate(Quantity(Decimal(50), "kWh"))

    billed = as_billed(service, (printed,), is_only=False)

    assert (billed.unit, billed.printed) == ("kWh", printed)


def dated(previous: int, current: int, month: int) -> MeterRow:
    read = row(previous, current)
    return replace(read, period=candidate((date(2026, month, 1), date(2026, month + 1, 1))))


def test_metered_services_take_the_newest_of_a_history_of_readings() -> None:
    (service,) = services(dated(739, 743, 5), dated(733, 739, 4), dated(730, 733, 3))

    assert service.usage == Decimal(4)


def test_metered_services_sum_the_readings_of_a_printed_period() -> None:
    rows = (dated(739, 743, 5), dated(733, 739, 4), dated(730, 733, 3))
    quarter = candidate((date(2026, 3, 1), date(2026, 6, 1)))

    (service,) = metered_services(
        CandidateSet(meter_rows=rows, periods=(quarter,)), (), lambda _: Commodity.ELECTRICITY
    )

    assert service.usage == Decimal(13)
