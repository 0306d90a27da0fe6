"""A synthesised template as the tests read it: resources by type, references followed, names short."""

import copy
import re
from dataclasses import dataclass
from typing import Any

_HASH = re.compile(r"[0-9A-F]{8}$")


@dataclass(frozen=True)
class Template:
    """One stage's CloudFormation template."""

    stage: str
    body: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties by logical id of every resource of a type (``AWS::SQS::Queue``)."""
        found = {name: it for name, it in self.body["Resources"].items() if it["Type"] == kind}
        return {name: it.get("Properties", {}) for name, it in found.items()}

    def resource(self, logical_id: str) -> dict[str, Any]:
        resource: dict[str, Any] = self.body["Resources"][logical_id]
        return resource

    def functions(self) -> dict[str, dict[str, Any]]:
        """Our functions by their folder's name; the CDK's own are not among them."""
        ours = {}
        for properties in self.of_type("AWS::Lambda::Function").values():
            name = properties.get("FunctionName", "")
            if isinstance(name, str) and name.startswith(f"billhook-{self.stage}-"):
                ours[name.removeprefix(f"billhook-{self.stage}-")] = properties
        return ours

    def function_behind(self, reference: Any) -> str:
        """The name of the function that a ``Ref`` or ``GetAtt`` means."""
        properties = self.resource(target(reference))["Properties"]
        return str(properties["FunctionName"]).removeprefix(f"billhook-{self.stage}-")

    def statements_of(self, function: str, effect: str = "Allow") -> list[dict[str, Any]]:
        """Every IAM statement of a function's own role that allows something, or that denies it."""
        role = target(self.functions()[function]["Role"])
        policies = [p for p in self.of_type("AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"]]
        return [s for policy in policies for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == effect]

    def sqs_mappings(self) -> list[dict[str, Any]]:
        """Event source mappings that poll a queue."""
        queues = self.of_type("AWS::SQS::Queue")
        mappings = self.of_type("AWS::Lambda::EventSourceMapping").values()
        return [m for m in mappings if target(m["EventSourceArn"]) in queues]

    def broken(self) -> "Template":
        """A copy to plant a defect in."""
        return Template(self.stage, copy.deepcopy(self.body))


def target(reference: Any) -> str:
    """The logical id that a ``Ref`` or ``Fn::GetAtt`` points to; other values as text."""
    if isinstance(reference, dict):
        if "Ref" in reference:
            return str(reference["Ref"])
        if "Fn::GetAtt" in reference:
            return str(reference["Fn::GetAtt"][0])
    return str(reference)


def flat(value: Any) -> str:
    """An intrinsic value as readable text: ``BillsBucket/incoming/*``, ``ParseQueue``."""
    if isinstance(value, dict) and "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return str(separator).join(flat(part) for part in parts)
    return _HASH.sub("", target(value)) if isinstance(value, dict) else str(value)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
