"""The journeys of ``docs/journeys.arazzo.json`` run as written, and name operations and parameters that exist."""

import json
from typing import Any

import pytest

from billhook.wire.openapi import openapi_json
from tests.builders import COMPANY, a_site
from tests.fakes import World
from tests.functions.arazzo import OPERATION, Run, workflows
from tests.functions.calling import Caller
from tests.functions.doors.sample import BILL, known_files


@pytest.mark.parametrize("workflow", workflows(), ids=lambda workflow: workflow["workflowId"])
def test_arazzo_workflow_runs_as_written(workflow: dict[str, Any], caller: Caller, world: World) -> None:
    known_files(world)
    site = a_site()
    world.companies.add_site(site)
    known = {
        "company": COMPANY,
        "project": site.id,
        "file": BILL,
        "info": json.dumps({"company": COMPANY}),
        "url": "https://hooks.example.org/bills",
    }
    inputs = {name: known[name] for name in workflow["inputs"]["required"]}

    outputs = Run(caller, inputs).of(workflow)

    assert all(outputs.values())


def test_arazzo_parameters_are_those_of_the_operations() -> None:
    paths = openapi_json()["paths"]
    unknown = []
    for step in (step for workflow in workflows() for step in workflow["steps"]):
        operation = OPERATION[step["operationId"]]
        described = paths[operation.path][operation.method.lower()]["parameters"]
        names = {item["name"] for item in described if "name" in item} | {"Content-Disposition"}
        unknown += [name for item in step.get("parameters", ()) if (name := item["name"]) not in names]

    assert len(workflows()) == 4
    assert unknown == []
