"""Examples of the OpenAPI description: each operation called on fakes, as it works for its caller."""

import json
from typing import Any

import pytest

import functions.api.container
from billhook.domain.ids import CompanyId
from billhook.runtime.container import Container
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from tests.builders import ACCOUNT, COMPANY, a_key, same_ids
from tests.fakes import World
from tests.functions.belongings import BODIES, Belongings, ask, belongings_of, body_of
from tests.functions.calling import Answer, Caller, api_on

JSON = "application/json"
WITHOUT = {"getOpenApi", "getDocs"}
"""Operations whose responses are this description."""

FILE_LINKS = {"openFile", "checkFile"}
"""Operations that need a signature; success has no body."""


def examples() -> dict[str, dict[str, Any]]:
    """By operation: the ids of its path, the JSON of its request and response."""
    with pytest.MonkeyPatch.context() as patch:
        found = {operation.id: _example(operation, patch) for operation in OPERATIONS if operation.id not in WITHOUT}
    functions.api.container.container.cache_clear()
    return found


def _example(operation: Operation, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    world = World()
    patch.setattr(Container, "of", lambda _: api_on(world))
    functions.api.container.container.cache_clear()
    with same_ids():
        world.accounts.add_key(a_key(default_company=CompanyId(COMPANY)))
        whose = belongings_of(world, COMPANY, ACCOUNT)
        body, kind = body_of(world, operation, whose.meant_by(operation))
        answer = _asked(Caller(world), operation, whose)
    ids = {name: whose.meant_by(operation).id_of(name) for name in operation.parameters if name != "token"}
    request = json.loads(body or b"{}") if kind == JSON else None
    response = json.loads(answer.text) if answer.headers.get("Content-Type") == JSON else None
    parts = {"parameters": ids, "request": request, "response": response}
    return {name: part for name, part in parts.items() if part}


def _asked(caller: Caller, operation: Operation, whose: Belongings) -> Answer:
    """The operation's response, which must be that of a success."""
    if operation.path == "/drop/{token}":
        url = caller.post(f"/v2.2/drop/company/{whose.company}", {}).json["url"]
        return caller.send_json(operation.method, f"/drop/{url.rpartition('/')[2]}", BODIES.get(operation.id, {}))
    answer = ask(caller, operation, whose)
    assert answer.status == operation.status or operation.id in FILE_LINKS, answer.text
    return answer
