"""The event contract: it only grows, and the schema registry has the same schemas."""

import json
from copy import deepcopy
from typing import Any

import pytest

from billhook.domain.events import PUBLIC_TYPES, Event, EventType
from billhook.wire.event_schemas import event_schemas
from billhook.wire.registry_schemas import registry_schemas
from billhook.wire.samples import sample_event_json
from tests.builders import COMPANY, an_id
from tests.fakes import NOW
from tests.wire import published
from tests.wire.compatibility import breaks
from tests.wire.conformance import faults

OLD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "status": {"type": "string", "x-extensible-enum": ["OPEN", "DONE"]},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
        "note": {"type": ["string", "null"]},
    },
    "required": ["id", "status", "lines"],
    "$defs": {"Line": {"type": "object", "properties": {"amount": {"type": "string"}}, "required": ["amount"]}},
}


@pytest.mark.parametrize("kind", list(event_schemas()))
def test_event_schema_only_adds_optional_fields(kind: EventType) -> None:
    """When it fails, add a new version of the event (``.v3``), or make the field optional."""
    committed = json.loads((published.FOLDER / f"{kind.value}.schema.json").read_text(encoding="utf-8"))

    assert breaks(committed, event_schemas()[kind]) == []


def changed(*path: str, to: Any) -> dict[str, Any]:
    new = deepcopy(OLD)
    place = new
    for name in path[:-1]:
        place = place[name]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return new


@pytest.mark.parametrize(
    "new",
    [
        changed("properties", "extra", to={"type": "string"}),
        changed("$defs", "Line", "properties", "extra", to={"type": "object", "properties": {}}),
        changed("properties", "status", "x-extensible-enum", to=["OPEN", "DONE", "LATE"]),
        changed("properties", "note", "description", to="A free text."),
    ],
)
def test_contract_accepts_compatible_changes(new: dict[str, Any]) -> None:
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (changed("properties", "note", to=None), "$.note was removed"),
        (changed("properties", "id", "type", to=["string", "null"]), "$.id: type was"),
        (changed("properties", "id", "format", to="uri"), "$.id: format was"),
        (changed("properties", "id", "pattern", to="^x"), "$.id: pattern was"),
        (changed("required", to=["id", "lines"]), "$.status was required"),
        (changed("required", to=["id", "status", "lines", "note"]), "$.note is required"),
        (changed("properties", "status", "x-extensible-enum", to=["OPEN"]), "'DONE' is no longer a known value"),
        (changed("$defs", "Line", "properties", "amount", "type", to="number"), "$.lines[].amount: type was"),
        (changed("$defs", "Line", "required", to=[]), "$.lines[].amount was required"),
    ],
)
def test_contract_reports_breaking_changes(new: dict[str, Any], expected: str) -> None:
    (change,) = breaks(OLD, new)

    assert expected in change


def test_contract_write_refuses_breaking_changes_by_default(tmp_path: Any) -> None:
    name = "job.completed.v2.schema.json"
    committed = json.loads((published.FOLDER / name).read_text(encoding="utf-8"))
    committed["properties"]["gone"] = {"type": "string"}
    (tmp_path / name).write_text(json.dumps(committed), encoding="utf-8")

    with pytest.raises(SystemExit, match=r"\$.gone was removed"):
        published.write(tmp_path)

    assert "gone" in (tmp_path / name).read_text(encoding="utf-8")
    published.write(tmp_path, may_break=True)
    assert (tmp_path / name).read_text(encoding="utf-8") == published.files()[name]


@pytest.mark.parametrize("kind", PUBLIC_TYPES)
def test_test_event_sample_matches_its_schema(kind: EventType) -> None:
    event = Event.about(kind, company_id=COMPANY, subject_id=an_id(), version=1, occurred=NOW, test=True)
    schema = event_schemas()[kind]

    assert faults(sample_event_json(event), schema, schema.get("$defs", {})) == []


@pytest.mark.parametrize("kind", list(registry_schemas()))
def test_registry_schema_covers_the_event_in_supported_keywords(kind: EventType) -> None:
    schemas = registry_schemas()[kind]["components"]["schemas"]
    event = schemas["AWSEvent"]

    assert (event["x-amazon-events-detail-type"], event["properties"]["detail-type"]["enum"]) == (kind, [kind])
    assert set(schemas["Body"]["required"]) == set(event_schemas()[kind]["required"])
    assert not {"const", "$defs", "$schema", "anyOf"} & set(words_in(registry_schemas()[kind]))
    assert all(target in schemas for target in references_in(registry_schemas()[kind]))
    assert not any(isinstance(schema.get("type"), list) for schema in objects_in(registry_schemas()[kind]))


def test_registry_schema_stays_below_the_length_limit() -> None:
    """EventBridge accepts at most 100,000 characters."""
    assert max(len(json.dumps(schema)) for schema in registry_schemas().values()) < 100_000


def objects_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [schema for part in value for schema in objects_in(part)]
    if not isinstance(value, dict):
        return []
    return [value, *(schema for part in value.values() for schema in objects_in(part))]


def words_in(value: Any) -> list[str]:
    """Return the keywords of a schema, without the names of properties."""
    names = {id(schema["properties"]) for schema in objects_in(value) if isinstance(schema.get("properties"), dict)}
    return [word for schema in objects_in(value) if id(schema) not in names for word in schema]


def references_in(value: Any) -> list[str]:
    return [schema["$ref"].removeprefix("#/components/schemas/") for schema in objects_in(value) if "$ref" in schema]
