"""The receiver stores requests and verifies signatures; the file server serves verifiable https."""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from billhook.domain.signing import secret_key, signing_headers
from billhook.local import certificate
from billhook.local.file_server import FileServer
from billhook.local.receiver import Receiver

pytestmark = pytest.mark.enable_socket

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps({"type": "document.created.v2", "id": "d1"}).encode()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(secret=SECRET) as listening:
        yield listening


def post(url: str, body: bytes = BODY, secret: str = SECRET, age: int = 0) -> int:
    signed = signing_headers([secret_key(secret)], event_id="e1", timestamp=int(time.time()) - age, body=BODY)
    request = urllib.request.Request(url, data=body, headers=signed)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_receiver_verifies_and_stores_a_signed_webhook(receiver: Receiver) -> None:
    status = post(receiver.url)

    (got,) = receiver.received
    assert status == 204
    assert (got.verified, got.type, got.event_id, got.body["id"]) == (True, "document.created.v2", "e1", "d1")


def test_receiver_rejects_forged_and_stale_webhooks(receiver: Receiver) -> None:
    statuses = [
        post(receiver.url, secret="whsec_" + "A" * 32),
        post(receiver.url, body=BODY.replace(b"d1", b"d2")),
        post(receiver.url, age=3600),
    ]

    assert statuses == [400, 400, 400]
    assert [got.verified for got in receiver.received] == [False, False, False]


def test_receiver_without_secret_verifies_nothing() -> None:
    with Receiver() as receiver:
        status = post(receiver.url)

    assert status == 204
    assert [got.verified for got in receiver.received] == [False]


def test_receiver_answers_with_the_given_status() -> None:
    answers = iter([500, 204])

    with Receiver(answer=lambda _: next(answers)) as receiver:
        statuses = [post(receiver.url), post(receiver.url)]

    assert statuses == [500, 204]


def test_receiver_records_requests_and_wait_for_returns(tmp_path: Path) -> None:
    recorded: list[Any] = []
    record = tmp_path / "events.ndjson"

    with Receiver(secret=SECRET, on_received=recorded.append, record_to=record) as receiver:
        post(receiver.url)
        came = receiver.wait_for(lambda all_: len(all_) == 1, timeout=5)
        more = receiver.wait_for(lambda all_: len(all_) == 2, timeout=0)

    assert (came, more) == (True, False)
    assert [got.event_id for got in recorded] == ["e1"]
    assert json.loads(record.read_text()) == {"verified": True, "eventId": "e1", "body": json.loads(BODY)}


def test_file_server_serves_verifiable_https(tmp_path: Path) -> None:
    certificate.write(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))

    with FileServer({"bill.pdf": b"%PDF"}, (tmp_path / "cert.pem", tmp_path / "key.pem")) as server:
        with urllib.request.urlopen(server.url("bill.pdf"), context=trusting, timeout=5) as answer:
            content = answer.read()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(server.url("other.pdf"), context=trusting, timeout=5)
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(server.url("bill.pdf"), timeout=5)

    missing.value.close()
    assert content == b"%PDF"
    assert missing.value.code == 404


def test_certificate_key_is_private(tmp_path: Path) -> None:
    certificate.write(tmp_path)

    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
