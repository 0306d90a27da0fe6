"""The running API conforms to its OpenAPI document for generated requests: through HTTP, on real rows."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from billhook.local.cloud import LocalCloud
from billhook.local.receiver import Receiver
from billhook.local.samples import text_bill
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from tests.journeys.customer import Customer, new_customer
from tests.openapi_checks import CHECKS

NAMES = {
    "company": ("companyId", "tenant_id"),
    "site": ("siteId", "project_id"),
    "job": ("jobId", "importId"),
    "document": ("documentId", "utility_bill_id", "fileId"),
    "destination": ("destinationId",),
}
LAST = ("DELETE", "PUT", "PATCH")
"""Methods that change or delete what the other operations read."""

IN_ORDER = sorted(OPERATIONS, key=lambda operation: (operation.method in LAST, operation.method))


@pytest.fixture(scope="module")
def described(cloud: LocalCloud) -> Any:
    """The OpenAPI document that the API serves."""
    return schemathesis.openapi.from_url(f"{cloud.api_url}/openapi.json")


@pytest.fixture(scope="module")
def owner(cloud: LocalCloud) -> Iterator[Customer]:
    with Receiver() as receiver:
        yield new_customer(cloud, receiver)


@pytest.fixture(scope="module")
def ids(owner: Customer) -> dict[str, str]:
    """Ids of existing resources by the names of path parameters."""
    job = owner.job(owner.submit(("bill.pdf", text_bill(471)), siteId=owner.site_id)["id"])
    existing = {
        "company": owner.company_id,
        "site": owner.site_id,
        "job": job["id"],
        "document": job["documentIds"][0],
        "destination": owner.destination_id,
    }
    return {name: existing[thing] for thing, names in NAMES.items() for name in names}


@pytest.mark.parametrize("operation", IN_ORDER, ids=lambda operation: operation.id)
def test_operation_conforms_to_openapi(
    operation: Operation, described: Any, ids: dict[str, str], owner: Customer
) -> None:
    @given(case=described[operation.path][operation.method].as_strategy())
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def answers(case: Any) -> None:
        case.path_parameters |= {name: ids[name] for name in case.path_parameters if name in ids}
        case.call_and_validate(checks=CHECKS, headers={"X-API-Key": owner.api_key})

    answers()
