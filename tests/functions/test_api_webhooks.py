"""Webhooks of the Aurora door: made, changed, called of every bill, and never a way into other destinations."""

from typing import Any

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId
from tests.builders import COMPANY, a_company, a_destination
from tests.fakes import World
from tests.functions.calling import Caller

HOOKS = f"/tenants/{COMPANY}/webhooks"
TEMPLATE = "https://hooks.example.org/done?job_id={job_id}&status={status}"


def hook(**fields: Any) -> dict[str, Any]:
    return {"webhook": {"event": "utility_bill_upload_job_completed", "url_template": TEMPLATE, **fields}}


def test_aurora_webhook_lifecycle(caller: Caller, world: World) -> None:
    made = caller.post(HOOKS, hook(description="ours", header_auth_key="X-Secret", header_auth_value="s3cr3t"))
    assert made.status == 201
    webhook = made.json["webhook"]
    path = f"{HOOKS}/{webhook['id']}"
    assert webhook == {
        "id": webhook["id"],
        "event": "utility_bill_upload_job_completed",
        "url_template": TEMPLATE,
        "description": "ours",
        "enabled": True,
        "header_auth_key": "X-Secret",
        "created_at": "2026-11-20T12:00:00.000Z",
        "updated_at": "2026-11-20T12:00:00.000Z",
    }
    assert caller.get(path).json == made.json
    assert caller.get(HOOKS).json == {"webhooks": [webhook]}

    changed = caller.send(
        "PATCH", path, body=b'{"webhook":{"enabled":false}}', headers={"content-type": "application/json"}
    )

    assert changed.json["webhook"] == {**webhook, "enabled": False}
    assert caller.delete(path).status == 204
    assert caller.get(path).status == 404
    assert caller.get(HOOKS).json == {"webhooks": []}


def test_aurora_webhook_header_is_encrypted_and_hidden(caller: Caller, world: World) -> None:
    made = caller.post(HOOKS, hook(header_auth_key="Authorization", header_auth_value="Bearer s3cr3t"))

    kept = world.destinations.get(made.json["webhook"]["id"])
    assert kept is not None
    assert kept.header is not None
    assert "s3cr3t" not in made.text + repr(kept)
    assert world.encryptor.decrypt(kept.header.sealed, context=kept.id) == b"Bearer s3cr3t"
    caller.delete(f"{HOOKS}/{kept.id}")
    gone = world.memory.destinations[kept.id]
    assert gone.header is None


def test_aurora_webhook_put_changes_the_given_fields(caller: Caller) -> None:
    made = caller.post(HOOKS, hook(header_auth_key="X-Secret", header_auth_value="s", enabled=False)).json["webhook"]

    replaced = caller.send(
        "PUT",
        f"{HOOKS}/{made['id']}",
        body=b'{"webhook":{"url_template":"https://hooks.example.org/<JOB_ID>"}}',
        headers={"content-type": "application/json"},
    )

    assert replaced.json["webhook"] == {**made, "url_template": "https://hooks.example.org/<JOB_ID>"}


def test_aurora_webhook_gets_each_bill_once(caller: Caller, world: World) -> None:
    kept = world.destinations.get(caller.post(HOOKS, hook()).json["webhook"]["id"])

    assert kept is not None
    assert kept.type is DestinationType.CALLBACK
    posted = [kind for kind in EventType if kept.listens_to(kind, 1)]
    assert EventType.DOCUMENT_SETTLED in posted
    assert EventType.DOCUMENT_REJECTED in posted
    assert EventType.JOB_COMPLETED not in posted
    assert not kept.listens_to(EventType.DOCUMENT_UPDATED, 2)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"event": "project_created"}, "/webhook/event"),
        ({"url_template": "http://hooks.example.org/"}, "/webhook/url_template"),
        ({"url_template": "https://127.0.0.2/{job_id}"}, "/webhook/url_template"),
        ({"url_template": "https://{project_id}.example.org/"}, "/webhook/url_template"),
        ({"url_template": "https://hooks.example.org/{tenant}"}, "/webhook/url_template"),
        ({"header_auth_key": "X-Secret"}, "/webhook/header_auth_value"),
        ({"header_auth_value": "s3cr3t"}, "/webhook/header_auth_key"),
        ({"header_auth_key": "Host", "header_auth_value": "s"}, "/webhook/header_auth_key"),
        ({"header_auth_key": "X Y", "header_auth_value": "s"}, "/webhook/header_auth_key"),
        ({"header_auth_key": "X-Y", "header_auth_value": "s\r\nX-Z: 1"}, "/webhook/header_auth_value"),
        ({"enabled": "perhaps"}, "/webhook/enabled"),
    ],
)
def test_invalid_aurora_webhook_is_refused(fields: dict[str, Any], pointer: str, caller: Caller) -> None:
    answer = caller.post(HOOKS, hook(**fields))

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_aurora_webhooks_exclude_other_destinations(caller: Caller, world: World) -> None:
    other = a_destination()
    world.destinations.add(other)

    assert caller.get(HOOKS).json == {"webhooks": []}
    assert caller.get(f"{HOOKS}/{other.id}").status == 404
    assert caller.delete(f"{HOOKS}/{other.id}").status == 404


def test_aurora_webhook_of_another_tenant_is_404(caller: Caller, world: World) -> None:
    world.companies.add(a_company(id=CompanyId("019a0000-0000-7000-8000-00000000bbbb")))
    made = caller.post("/tenants/019a0000-0000-7000-8000-00000000bbbb/webhooks", hook()).json["webhook"]

    assert caller.get(f"{HOOKS}/{made['id']}").status == 404
