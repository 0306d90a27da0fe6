"""The OpenAPI description matches the code, and responses match the description."""

import json
from pathlib import Path
from typing import Any

import pytest

from billhook.domain.bill import TimeOfUse
from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.content import PageRoute
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Invalid, NotFound, Problem, Throttled
from billhook.domain.job import JobEntry
from billhook.domain.recovery import Recovery
from billhook.wire.destinations import (
    delivery_json,
    destination_json,
    destination_with_health_json,
    event_json,
    recovery_json,
)
from billhook.wire.document import document_json, job_json, listed_json
from billhook.wire.invofox import MAX_IMPORTS, USUAL_IMPORTS
from billhook.wire.main import company_json, listed, site_json
from billhook.wire.openapi import openapi_json
from billhook.wire.operations import OPERATIONS
from billhook.wire.problems import internal, problem_of, wrong_method
from billhook.wire.schemas import all_schemas
from tests import builders as a
from tests.documents import altered
from tests.fakes import NOW
from tests.wire.conformance import faults

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
USAGE = a.a_usage(time_of_use_breakdown=(TimeOfUse(time_of_use="PEAK", usage=1, usage_units="kWh"),))
DOCUMENT = a.a_final_document(
    page_routes=(PageRoute(page=1, route="text_layer"),), digest=a.a_bill(evidence={}, usage_data=(USAGE,))
)
CONTENT = a.a_content(DOCUMENT, bill=a.a_bill(usage_data=(USAGE,)))
FAILING = CircuitBreaker(destination_id=a.an_id()).after(a.an_attempt(status_code=500), NOW)
RECOVERY = Recovery(
    id=a.an_id(), company_id=a.COMPANY, destination_id=a.an_id(), since=NOW, created=NOW, updated=NOW, due_at=NOW
)
UNPROCESSED = a.a_document(info={"po": 7}, notes="n", status_reason=StatusReason.TIMEOUT)


def test_openapi_committed_description_matches_the_code() -> None:
    """Run ``python -m billhook.wire.openapi > docs/openapi.json`` when it fails."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == openapi_json()


def test_openapi_references_resolve() -> None:
    description = openapi_json()
    text = json.dumps(description)

    names = {part.partition('"')[0] for part in text.split('"#/components/')[1:]}

    assert names
    for name in names:
        kind, _, component = name.partition("/")
        assert component in description["components"][kind]


def test_openapi_schemas_are_all_used() -> None:
    description = openapi_json()

    unused = [name for name in description["components"]["schemas"] if json.dumps(description).count(f'/{name}"') == 0]

    assert unused == []


def test_openapi_describes_a_closed_drop_as_a_page() -> None:
    description = openapi_json()

    responses = description["paths"]["/drop/{token}"]["get"]["responses"]

    for status in ("404", "410"):
        name = responses[status]["$ref"].rpartition("/")[2]
        assert "text/html" in description["components"]["responses"][name]["content"]


def test_openapi_operations_have_unique_ids_and_summaries() -> None:
    ids = [operation.id for operation in OPERATIONS]

    assert len(set(ids)) == len(ids)
    assert all(operation.summary for operation in OPERATIONS)


def test_openapi_operations_with_an_id_may_answer_404() -> None:
    paths = openapi_json()["paths"]

    for operation in OPERATIONS:
        responses = paths[operation.path][operation.method.lower()]["responses"]
        assert ("404" in responses) == bool(operation.parameters)


def test_openapi_bodies_of_every_kind_have_a_schema() -> None:
    operations = [method for path in openapi_json()["paths"].values() for method in path.values()]
    contents = [operation["requestBody"]["content"] for operation in operations if "requestBody" in operation]

    assert contents
    assert all(media["schema"] for content in contents for media in content.values())


def test_openapi_defaults_are_of_their_type() -> None:
    schemas = openapi_json()["components"]["schemas"]
    fields = [
        (f"{name}.{field}", schema)
        for name, whole in schemas.items()
        for field, schema in whole.get("properties", {}).items()
        if "default" in schema
    ]

    assert fields
    assert [fault for at, schema in fields for fault in faults(schema["default"], schema, schemas, at)] == []


def test_openapi_tags_are_described() -> None:
    description = openapi_json()
    places = [*description["paths"].values(), *description["webhooks"].values()]
    used = {tag for place in places for method in place.values() for tag in method["tags"]}

    assert {tag["name"] for tag in description["tags"]} == used
    assert all(tag["description"] for tag in description["tags"])


def test_openapi_limits_of_imports_are_those_of_that_list() -> None:
    parameters = openapi_json()["paths"]["/v1/ingest/imports"]["get"]["parameters"]
    (limit,) = [item["schema"] for item in parameters if item.get("name") == "limit"]

    assert limit == {"type": "integer", "minimum": 1, "maximum": MAX_IMPORTS, "default": USUAL_IMPORTS}


def test_openapi_public_operations_require_no_key() -> None:
    paths = openapi_json()["paths"]
    open_to_all = {
        path for path, methods in paths.items() if any(method.get("security") == [] for method in methods.values())
    }

    assert open_to_all == {"/v2.2/ping", "/openapi.json", "/docs", "/file/{documentId}", "/drop/{token}"}


def test_operation_is_found_by_method_and_path() -> None:
    operation = OPERATIONS.find("get", "/v2.2/job/019a/")

    assert operation is not None
    assert operation.id == "getJob"
    assert OPERATIONS.find("PUT", "/v2.2/job/019a") is None
    assert OPERATIONS.methods_of("/v2.2/company") == ("GET", "POST")
    assert OPERATIONS.methods_of("/v2.2/company/a/b") == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Company", company_json(a.a_company(info={"po": 7}))),
        ("CompanyList", listed((a.a_company(),), "more", company_json)),
        ("Site", site_json(a.a_site())),
        ("Job", job_json(a.a_job(), [JobEntry(document_id=DOCUMENT.id)])),
        ("Document", document_json(DOCUMENT, CONTENT, url="https://example.org/file/1")),
        ("Document", document_json(UNPROCESSED, None, url=None)),
        ("DocumentSummary", listed_json(DOCUMENT, url=None)),
        ("DocumentSummary", listed_json(altered(DOCUMENT, truncated=True), url=None)),
        ("DocumentSummary", listed_json(UNPROCESSED, url=None)),
        (
            "Destination",
            destination_json(a.a_destination(event_types=("document.created.v2",), filter={"status": ("PARSED",)})),
        ),
        ("DestinationWithSecret", destination_json(a.a_destination(), secret="whsec_x")),
        ("DestinationWithHealth", destination_with_health_json(a.a_destination(), FAILING)),
        ("DeliverySummary", delivery_json(a.a_delivery())),
        ("Delivery", delivery_json(a.a_delivery(), [a.an_attempt()])),
        ("Event", event_json(a.an_event())),
        ("Recovery", recovery_json(RECOVERY)),
        ("Problem", problem_of(NotFound(), request_id="r").body),
        ("Problem", problem_of(Invalid("No.", (Problem("/a", "b"),)), request_id="r").body),
        ("Problem", problem_of(Throttled("x"), request_id="r").body),
        ("Problem", internal(request_id="r").body),
        ("Problem", wrong_method(("GET",), request_id="r").body),
    ],
)
def test_response_matches_its_openapi_schema(name: str, shown: dict[str, Any]) -> None:
    schemas = all_schemas()

    assert faults(shown, schemas[name], schemas) == []
    assert json.loads(json.dumps(shown)) == shown


def test_schema_faults_reports_nonconforming_values() -> None:
    schemas = all_schemas()
    right = document_json(DOCUMENT, CONTENT, url=None)

    assert faults({**right, "totalCharges": "1.234"}, schemas["Document"], schemas)
    assert faults({**right, "extra": 1}, schemas["Document"], schemas)
    assert faults({**right, "status": "LOST"}, schemas["Document"], schemas)
    assert faults({**right, "version": True}, schemas["Document"], schemas)
    assert faults({name: value for name, value in right.items() if name != "id"}, schemas["Document"], schemas)
