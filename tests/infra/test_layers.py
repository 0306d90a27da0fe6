"""Layers that are not built can be looked at, but not deployed."""

import json

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Annotations, Match, Template

from infra import layers
from infra.stage import DEV


@pytest.fixture
def stack(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "BUILT", tmp_path)

    def made(*built: str) -> Stack:
        for name in built:
            (tmp_path / name / "dev" / "python").mkdir(parents=True)
            (tmp_path / name / "dev" / "python" / "module.py").write_text("")
        scope = Stack(App(), "Billhook")
        layers.Layers(scope, DEV)
        return scope

    return made


def test_layer_that_is_not_built_fails_deployment(stack):
    unbuilt = stack("billhook")

    rules = Template.from_stack(unbuilt).to_json()["Rules"]

    assertions = [assertion for rule in rules.values() for assertion in rule.get("Assertions", [])]
    assert {"Fn::Equals": ["unbuilt", "built"]} in [assertion["Assert"] for assertion in assertions]
    assert "make layers STAGE=dev" in json.dumps(rules)
    Annotations.from_stack(unbuilt).has_warning("*", Match.string_like_regexp("make layers STAGE=dev"))


def test_layer_that_is_built_is_deployed(stack):
    template = Template.from_stack(stack("billhook", "dependencies")).to_json()

    assert not [name for name in template.get("Rules", {}) if "Layers" in name]
    versions = [it for it in template["Resources"].values() if it["Type"] == "AWS::Lambda::LayerVersion"]
    assert [it["Properties"]["CompatibleRuntimes"] for it in versions] == [["python3.13"], ["python3.13"]]
