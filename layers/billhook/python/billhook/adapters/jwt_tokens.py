"""Implements ``ports.Tokens`` with PyJWT: keys and algorithms are configured, never taken from the token."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from billhook.adapters.key_set import KeySet
from billhook.domain.errors import Unauthorized

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Asymmetric only: with a symmetric algorithm a public key could be used to sign."""

LEEWAY_SECONDS = 30
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_OTHER_USES = frozenset({"id", "refresh", "offline", "logout"})
_ID_TOKEN_CLAIMS = ("nonce", "at_hash", "c_hash")
_DECODE_ERRORS = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)
"""PyJWT's own error, and the errors that malformed tokens cause inside it."""

_INVALID_TOKEN = "The access token is not valid."  # noqa: S105


@dataclass(frozen=True)
class JwtTokens:
    """Trusts one ``issuer``; a token must be issued for one of the ``audiences`` of this API.

    ``key_set`` is the issuer's, fetched from a configured URL.
    """

    issuer: str
    audiences: frozenset[str]
    key_set: KeySet = field(repr=False)

    def claims(self, token: str) -> Mapping[str, Any]:
        """See ``ports.Tokens``."""
        if not self.issuer or not self.audiences:
            raise Unauthorized("Access tokens are not enabled.")
        try:
            claims = self._verified(token)
        except _DECODE_ERRORS:
            raise Unauthorized(_INVALID_TOKEN) from None
        if not (_is_access_token(claims) and self._has_audience(claims)):
            raise Unauthorized(_INVALID_TOKEN)
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") not in ALGORITHMS or str(header.get("typ", "JWT")).lower() not in _TYPES:
            raise Unauthorized(_INVALID_TOKEN)
        key = self.key_set.key(kid) if isinstance(kid, str) else None
        if key is None:
            raise Unauthorized(_INVALID_TOKEN)
        return jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=self.issuer,
            leeway=LEEWAY_SECONDS,
            options={
                "require": ["exp", "iss", "sub"],
                "verify_aud": False,  # Cognito's access tokens have a client_id instead: see ``_has_audience``
                "enforce_minimum_key_length": True,
            },
        )

    def _has_audience(self, claims: Mapping[str, Any]) -> bool:
        """Whether the audience, or the client id of a token without audience, is one of ours."""
        audience = claims["aud"] if "aud" in claims else claims.get("client_id")
        return not self.audiences.isdisjoint(_strings(audience))


def _is_access_token(claims: Mapping[str, Any]) -> bool:
    """Whether the claims are those of an access token: an ID token identifies a user and grants no access."""
    uses = {str(claims.get(name, "")).lower() for name in ("token_use", "typ")}
    return uses.isdisjoint(_OTHER_USES) and not any(name in claims for name in _ID_TOKEN_CLAIMS)


def _strings(claim: object) -> Iterable[str]:
    values = claim if isinstance(claim, list) else [claim]
    return [value for value in values if isinstance(value, str)]
