"""``JwtTokens`` and ``KeySet``: valid access tokens, forged ones, and caching of the issuer's keys."""

import hashlib
import hmac
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import urllib3
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from billhook.adapters.jwt_tokens import LEEWAY_SECONDS, JwtTokens
from billhook.adapters.key_set import FRESH, MAX_BYTES, PAUSE, STALE, KeySet
from billhook.domain.errors import Unauthorized, Unavailable
from tests.adapters.egress.servers import answer, serving
from tests.adapters.issuer import (
    AUDIENCE,
    ISSUER,
    StaticKeys,
    claims,
    ec_key,
    jwk_of,
    key_set,
    rsa_key,
    token,
    unsigned,
)
from tests.builders import ACCOUNT
from tests.fakes import FakeClock


def tokens(*jwks: dict[str, Any], audiences: tuple[str, ...] = (AUDIENCE,), issuer: str = ISSUER) -> JwtTokens:
    keys = jwks or (jwk_of(rsa_key("one"), "one"), jwk_of(ec_key("two"), "two"))
    return JwtTokens(issuer, frozenset(audiences), StaticKeys(content=key_set(*keys)))


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


# Valid tokens.


@pytest.mark.parametrize("header", [{}, {"typ": "JWT"}, {"typ": "at+jwt"}, {"typ": "application/at+JWT"}])
def test_valid_token_returns_its_claims(header: dict[str, Any]) -> None:
    payload = tokens().claims(token(**header))

    assert (payload["sub"], payload["cognito:groups"]) == ("anna", ["staff", ACCOUNT])


def test_token_signed_by_an_elliptic_curve_key_is_valid() -> None:
    assert tokens().claims(token(key=ec_key("two"), kid="two", alg="ES256"))["sub"] == "anna"


@pytest.mark.parametrize("overrides", [{"aud": [AUDIENCE, "other"]}, {"aud": None, "client_id": AUDIENCE}])
def test_token_audience_or_client_id_must_match(overrides: dict[str, Any]) -> None:
    assert tokens().claims(token(claims(**overrides, token_use="access")))


@pytest.mark.parametrize(("claim", "seconds_ago"), [("exp", LEEWAY_SECONDS - 10), ("nbf", 10 - LEEWAY_SECONDS)])
def test_token_tolerates_a_small_clock_difference(claim: str, seconds_ago: int) -> None:
    overrides = {claim: ago(seconds_ago)}  # at run time, not at collection

    assert LEEWAY_SECONDS <= 60
    assert tokens().claims(token(claims(**overrides)))


# Invalid tokens.


def _signed_with_the_public_key() -> str:
    """Sign with HS256 and the public key: accepted by libraries that trust the header's algorithm."""
    pem = rsa_key("one").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = unsigned({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims()).rpartition(".")[0]
    return f"{body}.{unsigned({}, {}, hmac.digest(pem, body.encode(), hashlib.sha256)).rpartition('.')[2]}"


def _changed() -> str:
    head, _, signature = token().split(".")
    return f"{head}.{unsigned({}, claims(sub='boss')).split('.')[1]}.{signature}"


STRANGER = rsa_key("stranger")
DEEP = "[" * 2_000 + "]" * 2_000
BAD = {
    "not signed": unsigned({"alg": "none", "typ": "JWT", "kid": "one"}, claims()),
    "not signed, in capitals": unsigned({"alg": "NONE", "kid": "one"}, claims(), b"x"),
    "no algorithm": unsigned({"kid": "one"}, claims(), b"x"),
    "signed with the public key": _signed_with_the_public_key(),
    "changed after it was signed": _changed(),
    "signature cut off": token().rpartition(".")[0] + ".x",
    "a stranger's key under a known id": token(key=STRANGER),
    "a stranger's key under its own id": token(key=STRANGER, kid="stranger"),
    "no key id": token(kid=None),
    "a key id that is a path": token(kid="../../dev/null", key=STRANGER),
    "a key id that is no text": unsigned({"alg": "RS256", "kid": ["one"]}, claims(), b"x"),
    "a key set of its own": token(key=STRANGER, jku="https://evil.example.org/keys"),
    "a key of its own": token(key=STRANGER, jwk=jwk_of(STRANGER, "one")),
    "a certificate of its own": token(key=STRANGER, x5u="https://evil.example.org/cert", x5c=["AAAA"]),
    "another algorithm than the key's": token(alg="PS256"),
    "a hash that is not for this key": token(alg="RS512"),
    "an extension nobody knows": token(crit=["exp"]),
    "expired": token(claims(exp=ago(LEEWAY_SECONDS + 10))),
    "without an end": token(claims(exp=None)),
    "an end that is no number": token(claims(exp="never")),
    "an endless end": unsigned({"alg": "RS256", "kid": "one"}, {**claims(), "exp": 1e400}, b"x"),
    "not valid yet": token(claims(nbf=ago(-LEEWAY_SECONDS - 3_600))),
    "issued in the future": token(claims(iat=ago(-LEEWAY_SECONDS - 3_600))),
    "of another issuer": token(claims(iss="https://issuer.example.org/other")),
    "of an issuer that begins alike": token(claims(iss=f"{ISSUER}.evil.example.org")),
    "of no issuer": token(claims(iss=None)),
    "of two issuers": token(claims(iss=[ISSUER])),
    "for another audience": token(claims(aud="somebody-else")),
    "for no audience": token(claims(aud=None)),
    "for an audience that is no text": token(claims(aud=[{"a": AUDIENCE}, 7])),
    "for another, by our client": token(claims(aud="somebody-else", client_id=AUDIENCE)),
    "of another client": token(claims(aud=None, client_id="somebody-else")),
    "about nobody": token(claims(sub=None)),
    "an ID token of Cognito": token(claims(token_use="id")),
    "an ID token of Keycloak": token(claims(typ="ID")),
    "an ID token by its nonce": token(claims(nonce="n")),
    "an ID token by its hash": token(claims(at_hash="h")),
    "a refresh token": token(claims(typ="Refresh")),
    "of a type that is none": token(typ="logout+jwt"),
    "an encrypted one": "a.b.c.d.e",
    "no JSON": "bm8.bm8.bm8",
    "a deep one": unsigned({}, {}).replace("e30", unsigned({"a": DEEP}, {}).split(".")[0], 1),
    "nothing": "..",
}


@pytest.mark.parametrize("name", BAD)
def test_invalid_token_is_rejected(name: str) -> None:
    with pytest.raises(Unauthorized):
        tokens().claims(BAD[name])


def test_token_with_deeply_nested_header_is_rejected() -> None:
    deep = ('{"alg":' + "[" * (sys.getrecursionlimit() * 3)).encode()
    head = unsigned({}, {}, deep).rpartition(".")[2]

    with pytest.raises(Unauthorized):
        tokens().claims(f"{head}.e30.AAAA")


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "oct", "k": "AAAA", "kid": "one"},
        jwk_of(rsa_key("one"), "one", use="enc"),
        {**jwk_of(rsa_key("one"), "one"), "d": "AAAA"},
        {"kty": "RSA", "kid": "one"},
        {"kid": "one"},
        "one",
    ],
)
def test_key_not_for_signing_is_ignored(jwk: Any) -> None:
    with pytest.raises(Unauthorized):
        tokens(jwk, jwk_of(ec_key("two"), "two")).claims(token())


def test_key_that_is_too_short_is_ignored() -> None:
    short = rsa_key("short", 1024)

    with pytest.raises(Unauthorized):
        tokens(jwk_of(short, "short")).claims(_quietly_signed(short))


def _quietly_signed(short: Any) -> str:
    with pytest.warns(UserWarning, match="bits"):
        return token(key=short, kid="short")


@pytest.mark.parametrize("missing", [{"issuer": ""}, {"audiences": ()}])
def test_token_without_trusted_issuers_is_rejected(missing: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized, match="not enabled"):
        tokens(**missing).claims(token(claims(iss="", aud="")))


# The issuer's keys.


def test_keys_are_fetched_once_and_again_when_old() -> None:
    clock = FakeClock()
    keys = StaticKeys(clock, key_set())

    for _ in range(3):
        assert keys.key("one")
    requests = keys.requests
    clock.advance(FRESH)
    assert keys.key("one")

    assert (requests, keys.requests) == (1, 2)


def test_keys_refresh_adds_new_and_drops_withdrawn_keys() -> None:
    clock = FakeClock()
    keys = StaticKeys(clock, key_set())
    keys.key("one")
    keys.content = key_set(jwk_of(ec_key("two"), "two"))
    clock.advance(PAUSE)

    assert keys.key("two")
    assert keys.key("one") is None


def test_keys_refresh_for_unknown_key_is_limited_to_one_a_minute() -> None:
    clock = FakeClock()
    keys = StaticKeys(clock, key_set())

    for number in range(100):
        assert keys.key(f"guess {number}") is None
        clock.advance(timedelta(seconds=1))

    assert keys.requests == 2


@pytest.mark.parametrize("failure", [urllib3.exceptions.HTTPError("down"), b"<html>", b'{"keys":[]}', b"[]"])
def test_keys_stay_valid_for_hours_while_the_issuer_is_down(failure: bytes | Exception) -> None:
    clock = FakeClock()
    keys = StaticKeys(clock, key_set())
    keys.key("one")
    keys.content = failure

    clock.advance(STALE - timedelta(seconds=1))
    assert keys.key("one")
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Unavailable):
        keys.key("one")


def test_keys_never_fetched_raise_unavailable() -> None:
    keys = StaticKeys(content=urllib3.exceptions.HTTPError("down"))

    for _ in range(2):
        with pytest.raises(Unavailable):
            keys.key("one")
    assert keys.requests == 1


@pytest.mark.enable_socket
def test_keys_are_fetched_from_the_configured_address() -> None:
    with serving(answer(body=key_set(), Content_Type="application/json")) as server:
        keys = KeySet(f"{server.url}/keys", FakeClock())

        assert keys.key("one")
        assert server.requests[0].startswith(b"GET /keys ")


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "response",
    [
        answer("302 Found", Location="http://127.0.0.1:1/keys"),
        answer("500 Oops", key_set()),
        answer(body=json.dumps({"keys": [jwk_of(rsa_key("one"), "one")], "x": "y" * MAX_BYTES}).encode()),
        b"nonsense\r\n\r\n",
        b"",
    ],
)
def test_key_address_without_valid_keys_yields_none(response: bytes) -> None:
    with serving(response) as server, pytest.raises(Unavailable):
        KeySet(f"{server.url}/keys", FakeClock()).key("one")
