"""Which documents a list is asked for: by days of four kinds, state, commodity and identifier."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from billhook.domain.bill import Commodity, Identifier
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from tests.builders import a_bill, a_final_document, a_usage

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def is_wanted(**asked: Any) -> bool:
    fields = {name: asked.pop(name) for name in ("created", "updated", "status") if name in asked}
    bill = asked.pop("bill", a_bill())
    return DocumentFilter(**asked).matches(a_final_document(**fields), bill)


def test_filter_without_conditions_matches_every_document() -> None:
    assert is_wanted()
    assert is_wanted(bill=a_bill(bill_date=None, usage_data=()))


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (date(2026, 10, 31), None, True),
        (None, date(2026, 10, 31), True),
        (date(2026, 10, 31), date(2026, 10, 31), True),
        (date(2026, 11, 1), None, False),
        (None, date(2026, 10, 30), False),
    ],
)
def test_filter_by_bill_date_includes_both_ends(start: date | None, end: date | None, *, wanted: bool) -> None:
    assert is_wanted(start=start, end=end) is wanted


def test_filter_by_date_excludes_undated_documents() -> None:
    undated = a_bill(bill_date=None, usage_data=(a_usage(start_date=None, end_date=None),))

    assert not is_wanted(start=OCTOBER[0], bill=undated)
    assert not is_wanted(start=OCTOBER[0], bill=undated, date_type=DateType.USAGE_PERIOD)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (date(2026, 10, 31), date(2026, 11, 30), True),
        (date(2026, 9, 1), date(2026, 10, 1), True),
        (date(2026, 10, 5), date(2026, 10, 6), True),
        (date(2026, 11, 1), date(2026, 11, 30), False),
        (date(2026, 9, 1), date(2026, 9, 30), False),
    ],
)
def test_filter_by_period_matches_one_shared_day(start: date, end: date, *, wanted: bool) -> None:
    assert is_wanted(start=start, end=end, date_type=DateType.USAGE_PERIOD) is wanted


def test_filter_by_period_with_one_end_is_that_day() -> None:
    bill = a_bill(usage_data=(a_usage(start_date=None),))

    assert is_wanted(start=date(2026, 10, 31), bill=bill, date_type=DateType.USAGE_PERIOD)
    assert not is_wanted(end=date(2026, 10, 30), bill=bill, date_type=DateType.USAGE_PERIOD)


@pytest.mark.parametrize(("kind", "field"), [(DateType.CREATED_DATE, "created"), (DateType.UPDATED_DATE, "updated")])
def test_filter_by_created_and_updated_is_in_utc(kind: DateType, field: str) -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=timezone(timedelta(hours=-2)))

    assert is_wanted(start=date(2026, 11, 1), date_type=kind, **{field: late})
    assert not is_wanted(end=date(2026, 10, 31), date_type=kind, **{field: late})


@pytest.mark.parametrize(
    ("status", "wanted"), [(Status.WAITING_OCR, True), (Status.PROCESSING, True), (Status.PARSED, False)]
)
def test_filter_by_status_uses_the_shown_status(status: Status, *, wanted: bool) -> None:
    assert is_wanted(statuses=frozenset({Status.PROCESSING}), status=status) is wanted


def test_filter_by_commodities_matches_any_of_them() -> None:
    assert is_wanted(commodities=frozenset({Commodity.GAS, Commodity.ELECTRICITY}))
    assert not is_wanted(commodities=frozenset({Commodity.GAS}))


@pytest.mark.parametrize(
    ("identifier", "wanted"),
    [("de-0001 22", True), ("000122", True), ("100200", True), ("DE000123", False), ("", True)],
)
def test_filter_by_identifier_ignores_spaces_and_case(identifier: str, *, wanted: bool) -> None:
    meter = a_usage(identifiers=(Identifier(type="METER", value="DE 000122"),))

    assert is_wanted(identifier=identifier, bill=a_bill(usage_data=(meter,))) is wanted


def test_filter_with_several_conditions_needs_all() -> None:
    assert not is_wanted(start=OCTOBER[0], end=OCTOBER[1], statuses=frozenset({Status.REJECTED}))


def test_filter_below_first_created_day_ends_the_list() -> None:
    document = a_final_document(created=datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    november = DocumentFilter(start=date(2026, 11, 1), date_type=DateType.CREATED_DATE)

    assert november.is_before(document)
    assert not replace(november, start=date(2026, 10, 31)).is_before(document)
    assert not replace(november, date_type=DateType.UPDATED_DATE).is_before(document)
