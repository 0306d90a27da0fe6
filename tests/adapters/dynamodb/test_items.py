"""Conversion of values to DynamoDB items and back, without floats."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.adapters.dynamodb.document_rows import document_of
from billhook.adapters.dynamodb.items import fields_of, marshalled, unmarshalled
from billhook.adapters.dynamodb.keys import stamp
from billhook.adapters.dynamodb.rows import of_document
from billhook.domain.bill import Bill
from billhook.domain.document import Document
from tests.builders import a_bill, a_company, a_document, a_final_document, a_usage

times = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))
amounts = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14
)
texts = st.text(max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
bills = st.builds(
    Bill,
    utility_name=st.none() | texts,
    bill_date=st.none() | st.dates(min_value=date(1900, 1, 1)),
    total_charges=amounts,
    usage_data=st.lists(st.builds(a_usage, usage=amounts, is_estimated=st.booleans()), max_size=2).map(tuple),
)
documents = st.builds(
    a_document,
    created=times,
    claimed_until=st.none() | times,
    file_name=texts,
    info=st.none() | st.dictionaries(texts, json_values, max_size=3),
    fence=st.integers(0, 10**9),
    pages=st.lists(st.integers(1, 300)).map(tuple),
    digest=st.none() | bills,
    estimated_cost=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=99),
)


def through_the_table(document: Document) -> Document:
    return document_of(unmarshalled(marshalled(of_document(document))))


@given(documents)
def test_item_of_any_document_converts_back_to_it(document: Document) -> None:
    assert through_the_table(document) == document


@given(documents)
def test_item_of_any_document_holds_no_float(document: Document) -> None:
    def marks(attribute: dict[str, Any]) -> set[str]:
        ((mark, value),) = attribute.items()
        inner = value.values() if mark == "M" else value if mark == "L" else ()
        return {mark}.union(*(marks(attribute) for attribute in inner))

    numbers = [attribute for attribute in marshalled(of_document(document)).values() if "N" in attribute]

    assert all(attribute["N"].lstrip("-").isdigit() for attribute in numbers)
    assert set().union(*(marks(attribute) for attribute in marshalled(of_document(document)).values())) <= set(
        "SNLM"
    ) | {"BOOL"}


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), b"bytes", {1, 2}])
def test_item_with_unsupported_value_raises_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        marshalled({"field": value})


def test_item_decimals_keep_every_printed_digit() -> None:
    document = a_document(digest=a_bill(total_charges=Decimal("121.10"), evidence={}))

    digest = through_the_table(document).result.digest
    assert digest is not None
    assert str(digest.total_charges) == "121.10"


@given(times, times)
def test_stamp_order_is_the_order_of_times(first: datetime, second: datetime) -> None:
    assert (stamp(first) < stamp(second)) == (first < second)
    assert len(stamp(first)) == len(stamp(second))


def test_item_omits_fields_that_are_none() -> None:
    assert "external_id" not in fields_of(a_company())


def test_item_attributes_that_are_no_fields_are_ignored() -> None:
    document = a_document()

    assert document_of({**of_document(document), "expiresAt": 7}) == document


def test_item_of_a_large_bill_stays_below_eight_kilobytes() -> None:
    usage = tuple(a_usage(tariff="Time of use, large commercial", utility_name="N" * 60) for _ in range(12))
    digest = a_bill(usage_data=usage, line_items=(), evidence={}, checks=())

    item = marshalled(of_document(a_final_document(digest=digest, file_name="n" * 255, info={"reference": "r" * 500})))

    assert weight(item) < 8 * 1024


def weight(item: dict[str, Any]) -> int:
    """Estimate the size that DynamoDB counts: UTF-8 names and values, and overhead per container and element."""
    total = 0
    for name, attribute in item.items():
        ((mark, value),) = attribute.items()
        total += len(name.encode())
        if mark == "M":
            total += 3 + weight(value) + len(value)
        elif mark == "L":
            total += 3 + sum(weight({"": attribute}) + 1 for attribute in value)
        else:
            total += len(str(value).encode())
    return total
