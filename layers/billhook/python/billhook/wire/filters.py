"""What a list is asked for behind the question mark."""

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
SHOWN = tuple(status for status in Status if status.shown is status and status is not Status.UNPACKED)
LONGEST_IDENTIFIER = 100

_DAY = {"type": "string", "format": "date"}
PARAMETERS: dict[str, dict[str, Any]] = {
    "startDate": {"schema": _DAY, "description": "The first day that is wanted."},
    "endDate": {"schema": _DAY, "description": "The last day that is wanted."},
    "dateType": {
        "schema": {"type": "string", "enum": [one.value for one in DateType], "default": DateType.BILL_DATE.value},
        "description": "What the days speak of. A usage period counts when it shares a day; days are in UTC.",
    },
    "status": {
        "schema": {"type": "array", "items": {"type": "string", "enum": [one.value for one in SHOWN]}},
        "description": "Any of these; repeated, or separated by commas.",
    },
    "datasourceType": {
        "schema": {"type": "array", "items": {"type": "string", "enum": [one.value for one in Commodity]}},
        "description": "Any of these; repeated, or separated by commas.",
    },
    "identifier": {
        "schema": {"type": "string", "maxLength": LONGEST_IDENTIFIER},
        "description": "A part of a meter's identifier or of the account number, without regard to spaces and dashes.",
    },
}
"""For the description of the API."""

DELIVERY_STATUS = {
    "schema": {"type": "array", "items": {"type": "string", "enum": [one.value for one in DeliveryStatus]}},
    "description": "Any of these; repeated, or separated by commas.",
}

Asked = Callable[[str], Sequence[str]]
E = TypeVar("E", bound=StrEnum)


def filter_of(asked: Asked) -> DocumentFilter:
    """``asked`` gives every value of a parameter. Raises Invalid with each parameter that does not fit."""
    problems: list[Problem] = []
    start, end = (_day(asked, name, problems) for name in PERIOD)
    kinds = _all(asked("dateType")[-1:], "dateType", tuple(DateType), problems)
    identifier = (asked("identifier") or [""])[-1].strip()
    if len(identifier) > LONGEST_IDENTIFIER:
        problems.append(Problem("identifier", f"At most {LONGEST_IDENTIFIER} characters."))
    if start and end and start > end:
        problems.append(Problem("endDate", "The last day is before the first."))
    wanted = DocumentFilter(
        start=start,
        end=end,
        date_type=kinds[0] if kinds else DateType.BILL_DATE,
        statuses=frozenset(_all(asked("status"), "status", SHOWN, problems)),
        commodities=frozenset(_all(_commodities(asked), "datasourceType", tuple(Commodity), problems)),
        identifier=identifier or None,
    )
    if problems:
        raise Invalid("The request does not fit.", tuple(problems))
    return wanted


def delivery_statuses_of(asked: Asked) -> frozenset[DeliveryStatus]:
    """In which states deliveries are wanted; none means all. Raises Invalid."""
    problems: list[Problem] = []
    found = _all(asked("status"), "status", tuple(DeliveryStatus), problems)
    if problems:
        raise Invalid("The request does not fit.", tuple(problems))
    return frozenset(found)


def version_of(asked: Asked) -> int | None:
    """Which version is asked for, if any. Raises Invalid."""
    text = (asked("version") or [""])[-1]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise Invalid("The request does not fit.", (Problem("version", "A whole number from 1."),))
    return int(text)


def _commodities(asked: Asked) -> list[str]:
    return [*asked("datasourceType"), *asked("datasourceType[]")]


def _day(asked: Asked, name: str, problems: list[Problem]) -> date | None:
    text = (asked(name) or [""])[-1]
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10] if len(text) == 10 else "")
    except ValueError:
        problems.append(Problem(name, "A day as YYYY-MM-DD."))
        return None


def _all(texts: Sequence[str], name: str, known: Sequence[E], problems: list[Problem]) -> list[E]:
    wanted = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    found = {one.value: one for one in known}
    if any(word not in found for word in wanted):
        problems.append(Problem(name, f"Any of {', '.join(found)}."))
    return [found[word] for word in wanted if word in found]
