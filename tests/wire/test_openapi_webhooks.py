"""Webhooks of the OpenAPI description."""

import pytest

from billhook.domain.events import PUBLIC_TYPES, EventType
from billhook.wire.event_schemas import event_schemas
from billhook.wire.openapi import openapi_json
from billhook.wire.openapi_webhooks import webhooks
from tests.wire.conformance import faults


def test_openapi_describes_a_webhook_for_each_public_event() -> None:
    assert set(openapi_json()["webhooks"]) == {kind.value for kind in PUBLIC_TYPES}


@pytest.mark.parametrize("kind", PUBLIC_TYPES)
def test_openapi_webhook_example_conforms_to_its_schema(kind: EventType) -> None:
    description = openapi_json()
    media = description["webhooks"][kind.value]["post"]["requestBody"]["content"]["application/json"]
    schemas = description["components"]["schemas"]

    assert faults(media["example"], media["schema"], schemas) == []


@pytest.mark.parametrize("kind", PUBLIC_TYPES)
def test_openapi_webhook_schema_requires_what_the_event_does(kind: EventType) -> None:
    name = webhooks()[kind.value]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition(
        "/"
    )
    schema = openapi_json()["components"]["schemas"][name[2]]

    assert schema["required"] == event_schemas()[kind]["required"]
    assert "$defs" not in schema
