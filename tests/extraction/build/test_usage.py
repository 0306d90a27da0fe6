"""Usage entries of the built bill."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Identifier
from billhook.extraction.build.usage import build_usage
from billhook.extraction.resolve.resolver import resolve_candidates
from tests.extraction.pages import candidates_of


def test_build_usage_has_readings_with_evidence() -> None:
    rows = (
        {60: "Electricity"},
        {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
        {60: "Meter Number", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
        {60: "EM445566", 160: "10012", 280: "10512", 400: "500"},
    )

    usage = build_usage(resolve_candidates(candidates_of(*rows)))

    (entry,) = usage.value
    readings = (entry.previous_reading, entry.current_reading, entry.usage)
    assert readings == (Decimal(10012), Decimal(10512), Decimal(500))
    assert (entry.start_date, entry.end_date) == (date(2026, 10, 1), date(2026, 10, 31))
    assert entry.identifiers == (Identifier(type="METER", value="EM445566"),)
    assert usage.evidence["usageData/0/currentReading"].text == "10512"
    assert usage.evidence["usageData/0/identifiers/0/value"].text == "EM445566"


def test_build_usage_sum_of_registers_is_implied() -> None:
    rows = (
        {60: "Electricity"},
        {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
        {60: "Meter EM445566", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
        {60: "Peak", 160: "10012", 280: "10512", 400: "500"},
        {60: "Off Peak", 160: "20034", 280: "20334", 400: "300"},
    )

    (entry,) = build_usage(resolve_candidates(candidates_of(*rows))).value

    assert (entry.usage, entry.is_implied) == (Decimal(800), True)
    assert [(part.time_of_use, part.usage) for part in entry.time_of_use_breakdown] == [
        ("PEAK", Decimal(500)),
        ("OFF_PEAK", Decimal(300)),
    ]
