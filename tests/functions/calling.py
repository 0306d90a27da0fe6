"""Calls the functions as API Gateway does, on fakes; what comes back is a status, headers and a body."""

import json
from base64 import b64encode
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from billhook.domain.company import ApiKey, Principal
from billhook.runtime.container import Container
from billhook.settings import Settings
from functions.api.handler import handler
from tests.builders import a_key, a_principal
from tests.fakes import World
from tests.fakes.container import fake_container

EVENTS = Path(__file__).resolve().parents[2] / "events"
BOUNDARY = "XbillhookX"


def an_event(name: str) -> dict[str, Any]:
    """A sample of ``events/``: ``api/ping_on_aws``."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def api_on(world: World, **settings: str) -> Container:
    """The container of the functions with the fakes of ``world`` for ports."""
    return fake_container(world, Settings(**settings))


def form_body(*files: tuple[str, bytes], boundary: str = BOUNDARY, named: str = "document", **fields: str) -> bytes:
    """``multipart/form-data`` with files (name, bytes) in fields called ``named``, and text fields."""
    parts = [
        f'Content-Disposition: form-data; name="{named}"; filename="{name}"\r\n'
        f"Content-Type: application/pdf\r\n\r\n".encode()
        + content
        for name, content in files
    ]
    parts += [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    opened = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return opened + b"--" + boundary.encode() + b"--\r\n"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.json["code"])


@dataclass
class Caller:
    """Who calls the API; ``as_key`` calls with another key."""

    world: World
    principal: Principal = field(default_factory=a_principal)

    def as_key(self, key: ApiKey) -> "Caller":
        limited = {"account_id": key.account_id, "key_id": key.id, "all_companies": not key.companies}
        return Caller(self.world, a_principal(**limited))

    def as_account(self, account_id: str) -> "Caller":
        return Caller(self.world, a_principal(account_id=account_id, key_id=self.world.ids.new()))

    def as_user_of(self, *companies: str) -> "Caller":
        """With an access token that names these companies."""
        return Caller(self.world, a_principal(key_id=self.world.ids.new(), all_companies=False, companies=companies))

    def get(self, path: str, **query: str) -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any) -> Answer:
        return self.send_json("POST", path, body)

    def send_json(self, method: str, path: str, body: Any) -> Answer:
        return self.send(method, path, body=json.dumps(body).encode(), headers={"content-type": "application/json"})

    def post_form(self, path: str, body: bytes) -> Answer:
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.send("POST", path, body=body, headers={"Content-Type": kind})

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        every: dict[str, list[str]] | None = None,
    ) -> Answer:
        """``every`` has repeated query parameters."""
        event = deepcopy(an_event("api/ping_on_aws"))
        event["multiValueQueryStringParameters"] = every
        event |= {"httpMethod": method, "path": path, "queryStringParameters": query or None}
        event["headers"] |= headers or {}
        event["requestContext"] |= {"path": f"/prod{path}", "httpMethod": method}
        event["requestContext"]["authorizer"] |= claims_of(self.principal)
        if body is not None:
            event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
        return answered(event)


def answered(event: dict[str, Any]) -> Answer:
    answer = handler(event, None)
    headers = {name: values[-1] for name, values in answer["multiValueHeaders"].items()}
    return Answer(answer["statusCode"], headers, answer["body"])


def a_limited_key(world: World, *companies: str) -> ApiKey:
    """A key of the usual account that may touch only these companies."""
    key = a_key(id=world.ids.new(), companies=companies)
    world.accounts.add_key(key)
    return key


def claims_of(principal: Principal) -> dict[str, str]:
    return {
        "accountId": principal.account_id,
        "keyId": principal.key_id,
        "email": principal.email,
        "allCompanies": "true" if principal.all_companies else "false",
        "companies": ",".join(principal.companies),
        "ratePerMinute": str(principal.rate_per_minute),
    }


def pointers(answer: Answer, status: int = 422) -> list[str]:
    """The pointers of the errors of an answer with ``status``."""
    assert answer.status == status, answer.text
    return [error["pointer"] for error in answer.json["errors"]]
