"""The running API keeps what its own OpenAPI document promises, whatever is asked of it: through HTTP, on real rows."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.journeys.customer import Customer

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
_NAMES = {
    "company": ("companyId", "tenant_id"),
    "site": ("siteId", "project_id"),
    "job": ("jobId", "importId"),
    "document": ("documentId", "utility_bill_id", "fileId"),
    "destination": ("destinationId",),
}


@pytest.fixture
def described(cloud: LocalCloud) -> Any:
    """The description that the API gives of itself."""
    return schemathesis.openapi.from_url(f"{cloud.api_url}/openapi.json")


@pytest.fixture
def ids(customer: Customer) -> dict[str, str]:
    """What there is, by the names that paths have for it."""
    job = customer.job(customer.hand_in(("bill.pdf", text_bill(471)), siteId=customer.site_id)["id"])
    there = {
        "company": customer.company_id,
        "site": customer.site_id,
        "job": job["id"],
        "document": job["documentIds"][0],
        "destination": customer.destination_id,
    }
    return {name: there[thing] for thing, names in _NAMES.items() for name in names}


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_an_operation_answers_as_it_promises(case: Any, ids: dict[str, str], customer: Customer) -> None:
    case.path_parameters |= {name: ids[name] for name in case.path_parameters if name in ids}

    case.call_and_validate(checks=CHECKS, headers={"X-API-Key": customer.api_key})
