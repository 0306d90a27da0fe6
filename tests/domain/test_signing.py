"""What we sign, the reference library of Standard Webhooks verifies."""

import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from billhook.domain.errors import Invalid
from billhook.domain.signing import body_digest, secret_key, secret_text, signature, signing_headers

KEY, OLD_KEY = bytes(range(32)), bytes(range(32, 64))
EVENT_ID = "1746511a-c5b5-591d-9433-df77424e2c48"
BODY = '{"type":"document.created.v2","utilityName":"Forêt & Søn"}'.encode()


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def verifies(key: bytes, headers: dict[str, str], body: bytes) -> bool:
    try:
        Webhook(secret_text(key)).verify(body, headers)
    except WebhookVerificationError:
        return False
    return True


def test_signature_equals_the_published_vector() -> None:
    key = secret_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    signed = signature(key, event_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signature_is_verified_by_the_reference_library() -> None:
    headers = signing_headers([KEY], event_id=EVENT_ID, timestamp=now(), body=BODY)

    parts = ("id", "timestamp", "signature")
    assert set(headers) == {f"{prefix}-{part}" for prefix in ("webhook", "svix") for part in parts}
    assert all(headers[f"svix-{part}"] == headers[f"webhook-{part}"] for part in parts)
    assert verifies(KEY, headers, BODY)


def test_signature_during_rotation_verifies_with_both_secrets() -> None:
    headers = signing_headers([KEY, OLD_KEY], event_id=EVENT_ID, timestamp=now(), body=BODY)

    assert (verifies(KEY, headers, BODY), verifies(OLD_KEY, headers, BODY)) == (True, True)
    assert not verifies(bytes(32), headers, BODY)


@pytest.mark.parametrize("tampered", ["body", "webhook-id", "webhook-timestamp"])
def test_signature_of_changed_request_is_refused(tampered: str) -> None:
    headers = signing_headers([KEY], event_id=EVENT_ID, timestamp=now(), body=BODY)
    changed = {"webhook-id": "another", "webhook-timestamp": str(now() + 1)}.get(tampered, "")

    body = BODY + b" " if tampered == "body" else BODY

    assert not verifies(KEY, headers | ({tampered: changed} if changed else {}), body)


@pytest.mark.parametrize("age", [-301, 301])
def test_signature_with_old_or_future_timestamp_is_refused(age: int) -> None:
    headers = signing_headers([KEY], event_id=EVENT_ID, timestamp=now() + age, body=BODY)

    assert not verifies(KEY, headers, BODY)


@given(key=st.binary(min_size=24, max_size=64), text=st.text())
def test_signature_of_any_secret_and_text_verifies(key: bytes, text: str) -> None:
    body = json.dumps(text).encode()

    headers = signing_headers([key], event_id=EVENT_ID, timestamp=now(), body=body)

    assert verifies(key, headers, body)
    assert secret_key(secret_text(key)) == key


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_!!!!", "whsec_c2hvcnQ=", "whsec_" + "A" * 88 + "AAAA", "whsec_é"]
)
def test_invalid_secret_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        secret_key(text)


def test_body_digest_is_hex_hmac_keyed_with_the_shown_secret() -> None:
    expected = hmac.new(secret_text(KEY).encode(), BODY, "sha256").hexdigest()

    assert body_digest(KEY, BODY) == expected
