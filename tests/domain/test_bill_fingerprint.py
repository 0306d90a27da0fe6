"""Fingerprints of a bill: near duplicates and revisions."""

from decimal import Decimal

import pytest

from billhook.domain.bill_fingerprint import same_bill_fingerprint, same_period_fingerprint
from tests.builders import a_bill, a_usage


@pytest.mark.parametrize("change", [{"utility_name": "NORTHERN  LIGHT."}, {"total_charges": Decimal("121.0")}])
def test_fingerprint_ignores_the_print(change: dict[str, object]) -> None:
    assert same_bill_fingerprint(a_bill(**change)) == same_bill_fingerprint(a_bill())


@pytest.mark.parametrize("missing", ["utility_name", "account_number", "total_charges"])
def test_fingerprint_of_an_incomplete_bill_is_none(missing: str) -> None:
    assert same_bill_fingerprint(a_bill(**{missing: None})) is None


def test_period_fingerprint_ignores_the_total() -> None:
    assert same_period_fingerprint(a_bill(total_charges=Decimal(7))) == same_period_fingerprint(a_bill())


def test_period_fingerprint_depends_on_the_meters() -> None:
    gas = a_usage(datasource_type="GAS")

    assert same_period_fingerprint(a_bill(usage_data=(gas,))) != same_period_fingerprint(a_bill())


def test_fingerprint_shows_no_account_number() -> None:
    assert "100200300" not in (same_bill_fingerprint(a_bill()) or "")
