"""Examples of the OpenAPI description: ids, requests and responses by operation.

``openapi_examples.json`` holds what calls of the functions sent and got; a test of ``tests/functions`` writes it.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("openapi_examples.json")


@cache
def all_examples() -> dict[str, dict[str, Any]]:
    """``parameters``, ``request`` and ``response`` by operation id; each only where there is one."""
    examples: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return examples


def with_example(media: dict[str, Any], operation_id: str, part: str) -> dict[str, Any]:
    """Return a media type object with the example of an operation's ``request`` or ``response``, if there is one."""
    example = all_examples().get(operation_id, {}).get(part)
    return media if example is None else {**media, "example": example}
