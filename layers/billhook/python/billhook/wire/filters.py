"""Query parameters of lists: filters of documents, usage and deliveries."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from billhook.domain.bill import Commodity
from billhook.domain.delivery import DeliveryStatus
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.errors import Invalid, Problem

PERIOD = ("startDate", "endDate")
FILTERS = (*PERIOD, "dateType", "status", "datasourceType", "identifier")
USAGE_FILTERS = (*PERIOD, "datasourceType", "identifier")
PUBLIC_STATUSES = tuple(status for status in Status if status.shown is status and status is not Status.UNPACKED)
LONGEST_IDENTIFIER = 100

_DAY = {"type": "string", "format": "date"}
PARAMETERS: dict[str, dict[str, Any]] = {
    "startDate": {"schema": _DAY, "description": "The first day of the period, inclusive."},
    "endDate": {"schema": _DAY, "description": "The last day of the period, inclusive."},
    "dateType": {
        "schema": {"type": "string", "enum": [kind.value for kind in DateType], "default": DateType.BILL_DATE.value},
        "description": "The date that the period filters by. A usage period matches when it overlaps; days are in UTC.",
    },
    "status": {
        "schema": {"type": "array", "items": {"type": "string", "enum": [status.value for status in PUBLIC_STATUSES]}},
        "description": "Any of these; repeated, or separated by commas.",
    },
    "datasourceType": {
        "schema": {"type": "array", "items": {"type": "string", "enum": [commodity.value for commodity in Commodity]}},
        "description": "Any of these; repeated, or separated by commas.",
    },
    "identifier": {
        "schema": {"type": "string", "maxLength": LONGEST_IDENTIFIER},
        "description": "A part of a meter's identifier or of the account number; spaces and dashes are ignored.",
    },
}
"""OpenAPI parameters by name."""

DELIVERY_STATUS = {
    "schema": {"type": "array", "items": {"type": "string", "enum": [status.value for status in DeliveryStatus]}},
    "description": "Any of these; repeated, or separated by commas.",
}

QueryValues = Callable[[str], Sequence[str]]
"""Returns all values of a query parameter."""
E = TypeVar("E", bound=StrEnum)


def filter_of(query: QueryValues) -> DocumentFilter:
    """Parse the filter of a list of documents. Raises Invalid with a problem for each invalid parameter."""
    problems: list[Problem] = []
    start, end = (_day(query, name, problems) for name in PERIOD)
    kinds = _values(query("dateType")[-1:], "dateType", tuple(DateType), problems)
    identifier = (query("identifier") or [""])[-1].strip()
    if len(identifier) > LONGEST_IDENTIFIER:
        problems.append(Problem("identifier", f"At most {LONGEST_IDENTIFIER} characters."))
    if start and end and start > end:
        problems.append(Problem("endDate", "endDate is before startDate."))
    document_filter = DocumentFilter(
        start=start,
        end=end,
        date_type=kinds[0] if kinds else DateType.BILL_DATE,
        statuses=frozenset(_values(query("status"), "status", PUBLIC_STATUSES, problems)),
        commodities=frozenset(_values(_commodities(query), "datasourceType", tuple(Commodity), problems)),
        identifier=identifier or None,
    )
    if problems:
        raise Invalid("Request validation failed.", tuple(problems))
    return document_filter


def delivery_statuses_of(query: QueryValues) -> frozenset[DeliveryStatus]:
    """Parse the statuses of a list of deliveries; empty means all. Raises Invalid."""
    problems: list[Problem] = []
    statuses = _values(query("status"), "status", tuple(DeliveryStatus), problems)
    if problems:
        raise Invalid("Request validation failed.", tuple(problems))
    return frozenset(statuses)


def version_of(query: QueryValues) -> int | None:
    """Parse the requested version, or None. Raises Invalid."""
    text = (query("version") or [""])[-1]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise Invalid("Request validation failed.", (Problem("version", "A whole number from 1."),))
    return int(text)


def _commodities(query: QueryValues) -> list[str]:
    return [*query("datasourceType"), *query("datasourceType[]")]


def _day(query: QueryValues, name: str, problems: list[Problem]) -> date | None:
    text = (query(name) or [""])[-1]
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10] if len(text) == 10 else "")
    except ValueError:
        problems.append(Problem(name, "A date as YYYY-MM-DD."))
        return None


def _values(texts: Sequence[str], name: str, choices: Sequence[E], problems: list[Problem]) -> list[E]:
    """Parse comma-separated values of an enum; append a problem when one is unknown."""
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    by_value = {choice.value: choice for choice in choices}
    if any(word not in by_value for word in words):
        problems.append(Problem(name, f"Any of {', '.join(by_value)}."))
    return [by_value[word] for word in words if word in by_value]
