"""Runs a workflow of ``docs/journeys.arazzo.json`` (Arazzo 1.0.1): the expressions that it uses, and no others."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from billhook.wire.operations import OPERATIONS
from tests.functions.calling import Answer, Caller
from tests.functions.one_bill import handle_messages

FILE = Path(__file__).resolve().parents[2] / "docs" / "journeys.arazzo.json"
OPERATION = {operation.id: operation for operation in OPERATIONS}
Json = dict[str, Any]


def workflows() -> list[Json]:
    description: Json = json.loads(FILE.read_text(encoding="utf-8"))
    found: list[Json] = description["workflows"]
    return found


@dataclass
class Run:
    """One run of a workflow with ``inputs``; ``outputs`` are those of its steps so far."""

    caller: Caller
    inputs: Json
    outputs: dict[str, Json] = field(default_factory=dict)

    def of(self, workflow: Json) -> Json:
        """Run all steps; a step that fails and may be retried runs again after pending messages are handled."""
        for step in workflow["steps"]:
            answer = self._send(step)
            if not self._succeeds(step, answer) and step.get("onFailure"):
                handle_messages(self.caller.world)
                answer = self._send(step)
            assert self._succeeds(step, answer), f"{step['stepId']}: {answer.status} {answer.text}"
            values = {name: self._value(text, answer) for name, text in step.get("outputs", {}).items()}
            self.outputs[step["stepId"]] = values
        return {name: self._value(text) for name, text in workflow["outputs"].items()}

    def _send(self, step: Json) -> Answer:
        operation = OPERATION[step["operationId"]]
        path = operation.path
        query: dict[str, str] = {}
        headers: dict[str, str] = {}
        for parameter in step.get("parameters", ()):
            name, value = parameter["name"], self._value(parameter["value"])
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", value)
            else:
                (query if parameter["in"] == "query" else headers)[name] = value
        body, kind = self._body(step.get("requestBody"))
        if kind:
            headers["Content-Type"] = kind
        return self.caller.send(operation.method, path, body=body, headers=headers, query=query)

    def _body(self, body: Json | None) -> tuple[bytes | None, str]:
        if body is None:
            return None, ""
        payload, kind = body["payload"], body["contentType"]
        if isinstance(payload, str):
            return self._value(payload), kind
        values = {name: self._value(text) for name, text in payload.items()}
        if kind == "application/json":
            return json.dumps(values).encode(), kind
        files = {name: ("bill.pdf", value) if isinstance(value, bytes) else value for name, value in values.items()}
        return urllib3.encode_multipart_formdata(files)

    def _succeeds(self, step: Json, answer: Answer) -> bool:
        return all(self._holds(item["condition"], answer) for item in step["successCriteria"])

    def _holds(self, condition: str, answer: Answer) -> bool:
        left, right = condition.split(" == ")
        return str(self._value(left, answer)) == str(self._value(right, answer)).strip("'")

    def _value(self, text: str, answer: Answer | None = None) -> Any:
        """The value of a runtime expression; any other text is itself."""
        if text.startswith("$inputs."):
            return self.inputs[text.removeprefix("$inputs.")]
        if text.startswith("$steps."):
            _, step, _, name = text.split(".")
            return self.outputs[step][name]
        if answer and text == "$statusCode":
            return answer.status
        if answer and text.startswith("$response.body#"):
            return _at(answer.json, text.partition("#")[2])
        assert not text.startswith("$"), text
        return text


def _at(value: Any, pointer: str) -> Any:
    """The value at a JSON pointer; None where there is none."""
    for part in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    return value
