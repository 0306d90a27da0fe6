"""The examples of the OpenAPI description are what calls of the operations send and get.

``BILLHOOK_WRITE_DOCS=1`` writes them instead of comparing them.
"""

import json
import os
from typing import Any

from billhook.wire.openapi import openapi_json
from billhook.wire.openapi_examples import FILE, all_examples
from billhook.wire.operations import OPERATIONS
from tests.functions.examples import WITHOUT, examples
from tests.wire.conformance import faults


def test_openapi_examples_are_current() -> None:
    text = json.dumps(examples(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("BILLHOOK_WRITE_DOCS"):
        FILE.write_text(text, encoding="utf-8")
        all_examples.cache_clear()

    assert FILE.read_text(encoding="utf-8") == text


def test_openapi_has_an_example_of_every_json_body() -> None:
    media = [
        content["application/json"]
        for operation, body in _bodies()
        if operation not in WITHOUT and "application/json" in (content := body.get("content", {}))
    ]

    assert len(media) > 70
    assert [item["schema"] for item in media if "example" not in item] == []


def test_openapi_examples_conform_to_their_schemas() -> None:
    schemas = openapi_json()["components"]["schemas"]
    responses = {operation.id: operation.answer for operation in OPERATIONS if operation.answer}

    found = [
        fault
        for operation, example in all_examples().items()
        if "response" in example
        for fault in faults(example["response"], schemas[responses[operation]], schemas, operation)
    ]

    assert found == []


def _bodies() -> list[tuple[str, dict[str, Any]]]:
    """The request and the successful response of every operation."""
    found = []
    for path in openapi_json()["paths"].values():
        for operation in path.values():
            first = min(operation["responses"])
            found += [(operation["operationId"], operation.get("requestBody", {}))]
            found += [(operation["operationId"], operation["responses"][first])]
    return found
