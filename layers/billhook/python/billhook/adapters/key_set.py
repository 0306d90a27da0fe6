"""The public keys of an issuer of tokens, fetched from one address and kept, never more often than once a minute."""

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
"""After so long the keys are asked for again, so that one that was withdrawn is not trusted for ever."""

PAUSE = timedelta(minutes=1)
"""Between two requests, however many tokens name keys that nobody knows."""

STALE = timedelta(hours=12)
"""For so long known keys are good while the issuer does not answer."""

MAX_BYTES = 200_000
_PATIENCE = urllib3.Timeout(connect=2.0, read=3.0)
_KINDS = frozenset({"RSA", "EC", "OKP"})


class KeySet:
    """``url`` is the issuer's JWKS, from our settings."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched: datetime | None = None
        self._asked: datetime | None = None
        self._lock = Lock()
        self._pool = urllib3.PoolManager(retries=False, timeout=_PATIENCE)

    def key(self, kid: str) -> jwt.PyJWK | None:
        """The key of that id, or None. Raises Unavailable when no keys could be had for long."""
        with self._lock:
            if kid not in self._keys or self._age() >= FRESH:
                self._refresh()
            if self._age() >= STALE:
                raise Unavailable("The issuer's keys cannot be had.")
            return self._keys.get(kid)

    def _age(self) -> timedelta:
        return self._clock.now() - self._fetched if self._fetched else STALE

    def _refresh(self) -> None:
        """Ask again, unless we did a moment ago; what cannot be had or makes no sense changes nothing."""
        now = self._clock.now()
        if self._asked and now - self._asked < PAUSE:
            return
        self._asked = now
        try:
            keys = _keys_of(self._fetch())
        except (urllib3.exceptions.HTTPError, ValueError):
            return
        self._keys, self._fetched = keys, now

    def _fetch(self) -> bytes:
        answer = self._pool.request("GET", self._url, redirect=False, preload_content=False)
        try:
            content = answer.read(MAX_BYTES + 1, decode_content=True)
        finally:
            answer.release_conn()
        if answer.status != 200 or len(content) > MAX_BYTES:
            raise ValueError("This is no key set.")
        return content


def _keys_of(content: bytes) -> dict[str, jwt.PyJWK]:
    """The keys that sign, by their ids. What is not for signing, or of a kind that we do not know, is left out."""
    told = json.loads(content)
    keys = {}
    for one in told.get("keys", ()) if isinstance(told, dict) else ():
        if _is_for_signing(one):
            with suppress(jwt.PyJWTError):
                keys[one["kid"]] = jwt.PyJWK(one)
    if not keys:
        raise ValueError("This is no key set.")
    return keys


def _is_for_signing(one: Any) -> bool:
    is_named = isinstance(one, dict) and isinstance(one.get("kid"), str)
    return is_named and one.get("kty") in _KINDS and one.get("use", "sig") == "sig" and "d" not in one
