"""The schema registry holds what is committed: one schema for each event, on AWS; the emulator has no registry."""

import json

from infra.contract import PUBLISHED


def test_schema_registry_has_every_committed_schema(on_aws):
    kept = {p["SchemaName"]: p["Content"] for p in on_aws.of_type("AWS::EventSchemas::Schema").values()}

    committed = {path.name.removesuffix(".registry.json"): path for path in PUBLISHED.glob("*.registry.json")}
    assert set(kept) == {f"billhook@{kind}" for kind in committed}
    for kind, path in committed.items():
        assert kept[f"billhook@{kind}"] == path.read_text(encoding="utf-8")
        assert json.loads(kept[f"billhook@{kind}"])["info"]["title"] == kind


def test_schemas_are_in_the_registry_of_their_stage(on_aws):
    ((name, registry),) = on_aws.of_type("AWS::EventSchemas::Registry").items()

    assert registry["RegistryName"] == f"billhook-{on_aws.stage}"
    for schema in on_aws.of_type("AWS::EventSchemas::Schema").values():
        assert schema["RegistryName"] == {"Fn::GetAtt": [name, "RegistryName"]}
        assert schema["Type"] == "OpenApi3"


def test_local_stage_has_no_schema_registry(template):
    assert template("local").of_type("AWS::EventSchemas::Registry") == {}
