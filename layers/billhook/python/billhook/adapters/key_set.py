"""A token issuer's public keys (JWKS), fetched from one URL at most once a minute and cached."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import jwt
import urllib3

from billhook.domain.errors import Unavailable
from billhook.ports.clock import Clock

FRESH = timedelta(minutes=10)
"""Age at which keys are fetched again, so that a withdrawn key loses trust."""

PAUSE = timedelta(minutes=1)
"""Least time between two fetches, also while tokens name unknown keys."""

STALE = timedelta(hours=12)
"""Age to which cached keys are used while the issuer does not respond."""

MAX_BYTES = 200_000
_TIMEOUT = urllib3.Timeout(connect=2.0, read=3.0)
_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})


class KeySet:
    """``url`` is the issuer's JWKS URL from the settings."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched: datetime | None = None
        self._attempted: datetime | None = None
        self._lock = Lock()
        self._pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def key(self, kid: str) -> jwt.PyJWK | None:
        """Return the key with this id, or None. Raises Unavailable when no fetch has succeeded for ``STALE``."""
        with self._lock:
            if kid not in self._keys or self._age() >= FRESH:
                self._refresh()
            if self._age() >= STALE:
                raise Unavailable("The issuer's keys cannot be fetched.")
            return self._keys.get(kid)

    def _age(self) -> timedelta:
        return self._clock.now() - self._fetched if self._fetched else STALE

    def _refresh(self) -> None:
        """Fetch the keys unless the last attempt is recent. A failed fetch or invalid key set keeps the cached keys."""
        now = self._clock.now()
        if self._attempted and now - self._attempted < PAUSE:
            return
        self._attempted = now
        try:
            keys = _keys_of(self._fetch())
        except (urllib3.exceptions.HTTPError, ValueError):
            return
        self._keys, self._fetched = keys, now

    def _fetch(self) -> bytes:
        response = self._pool.request("GET", self._url, redirect=False, preload_content=False)
        try:
            content = response.read(MAX_BYTES + 1, decode_content=True)
        finally:
            response.release_conn()
        if response.status != 200 or len(content) > MAX_BYTES:
            raise ValueError("The response is not a key set.")
        return content


def _keys_of(content: bytes) -> dict[str, jwt.PyJWK]:
    """Parse a JWKS to its signing keys by id. Other keys and unknown key types are left out."""
    key_set = json.loads(content)
    keys = {}
    for jwk in key_set.get("keys", ()) if isinstance(key_set, dict) else ():
        if _is_signing_key(jwk):
            with suppress(jwt.PyJWTError):
                keys[jwk["kid"]] = jwt.PyJWK(jwk)
    if not keys:
        raise ValueError("The response is not a key set.")
    return keys


def _is_signing_key(jwk: Any) -> bool:
    has_id = isinstance(jwk, dict) and isinstance(jwk.get("kid"), str)
    return has_id and jwk.get("kty") in _KEY_TYPES and jwk.get("use", "sig") == "sig" and "d" not in jwk
