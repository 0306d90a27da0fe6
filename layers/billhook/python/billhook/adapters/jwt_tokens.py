"""Implements ``ports.Tokens`` with PyJWT: the issuer's own keys, named algorithms, nothing that a token suggests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from billhook.adapters.key_set import KeySet
from billhook.domain.errors import Unauthorized

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""All asymmetric: with a symmetric one, whoever can read a public key can sign."""

LEEWAY_SECONDS = 30
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_NO_ACCESS = frozenset({"id", "refresh", "offline", "logout"})
_OF_ID_TOKENS = ("nonce", "at_hash", "c_hash")
_BROKEN = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)
"""What PyJWT raises, and what a token that is made to break it makes it raise."""

_REFUSED = "This is no valid access token."


@dataclass(frozen=True)
class JwtTokens:
    """Trusts one ``issuer``; ``audiences`` are those of this API, one of which a token must be meant for.

    ``key_set`` is the issuer's, from an address that is configured, never from one that a token names.
    """

    issuer: str
    audiences: frozenset[str]
    key_set: KeySet = field(repr=False)

    def claims(self, token: str) -> Mapping[str, Any]:
        """See ``ports.Tokens``."""
        if not self.issuer or not self.audiences:
            raise Unauthorized("No issuer of access tokens is trusted here.")
        try:
            claims = self._verified(token)
        except _BROKEN:
            raise Unauthorized(_REFUSED) from None
        if not (_is_for_access(claims) and self._is_meant_for_us(claims)):
            raise Unauthorized(_REFUSED)
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") not in ALGORITHMS or str(header.get("typ", "JWT")).lower() not in _TYPES:
            raise Unauthorized(_REFUSED)
        key = self.key_set.key(kid) if isinstance(kid, str) else None
        if key is None:
            raise Unauthorized(_REFUSED)
        return jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=self.issuer,
            leeway=LEEWAY_SECONDS,
            options={
                "require": ["exp", "iss", "sub"],
                "verify_aud": False,  # Cognito's access tokens have a client_id in its place: see below
                "enforce_minimum_key_length": True,
            },
        )

    def _is_meant_for_us(self, claims: Mapping[str, Any]) -> bool:
        """By its audience or, only when it has none, by the client that it was issued to."""
        told = claims["aud"] if "aud" in claims else claims.get("client_id")
        return not self.audiences.isdisjoint(_texts(told))


def _is_for_access(claims: Mapping[str, Any]) -> bool:
    """An ID token tells a client who somebody is; it lets nobody in."""
    uses = {str(claims.get(name, "")).lower() for name in ("token_use", "typ")}
    return uses.isdisjoint(_NO_ACCESS) and not any(name in claims for name in _OF_ID_TOKENS)


def _texts(told: Any) -> Iterable[str]:
    parts = told if isinstance(told, list) else [told]
    return [one for one in parts if isinstance(one, str)]
