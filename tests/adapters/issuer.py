"""A token issuer for tests, and a key set that is read without a network."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from billhook.adapters.key_set import KeySet
from billhook.ports.clock import Clock
from tests.builders import ACCOUNT
from tests.fakes import FakeClock

ISSUER, AUDIENCE = "https://issuer.example.org/pool", "billhook-api"


@cache
def rsa_key(name: str, size: int = 2048) -> rsa.RSAPrivateKey:
    """Return the key of that name; keys are cached because generating one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk_of(key: Any, kid: str, **more: Any) -> dict[str, Any]:
    """Return the public key as a JWK."""
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    jwk: dict[str, Any] = json.loads(algorithm.to_jwk(key.public_key()))
    return {**jwk, "kid": kid, "use": "sig", **more}


def claims(**more: Any) -> dict[str, Any]:
    """Return the claims of a valid access token; None omits a claim."""
    now = datetime.now(UTC)
    defaults = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "anna",
        "email": "anna@example.org",
        "exp": now + timedelta(minutes=5),
        "iat": now,
        "cognito:groups": ["staff", ACCOUNT],
    }
    return {name: value for name, value in {**defaults, **more}.items() if value is not None}


def token(
    payload: dict[str, Any] | None = None,
    *,
    key: Any = None,
    kid: str | None = "one",
    alg: str = "RS256",
    **header: Any,
) -> str:
    """Return a signed token, valid by default."""
    named = {} if kid is None else {"kid": kid}
    body = json.dumps(_plain(payload or claims())).encode()
    return jwt.PyJWS().encode(body, key or rsa_key("one"), algorithm=alg, headers={**named, **header})


def unsigned(header: dict[str, Any], payload: dict[str, Any], signature: bytes = b"") -> str:
    """Return a token of these three parts without a signature."""
    parts = (json.dumps(header).encode(), json.dumps(_plain(payload)).encode(), signature)
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def _plain(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value.timestamp()) if isinstance(value, datetime) else value for name, value in payload.items()}


@dataclass
class StaticKeys(KeySet):
    """A key set that returns ``content``, or raises it when it is an error; ``requests`` counts."""

    clock: Clock = field(default_factory=FakeClock)
    content: bytes | Exception = b""
    requests: int = 0

    def __post_init__(self) -> None:
        super().__init__("https://issuer.example.org/keys", self.clock)

    def _fetch(self) -> bytes:
        self.requests += 1
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


def key_set(*jwks: dict[str, Any]) -> bytes:
    return json.dumps({"keys": jwks or [jwk_of(rsa_key("one"), "one")]}).encode()
