"""One-time links and sessions of the local console: files named by the hash of their token, each with an age limit."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe

LINK_SECONDS = 3_600
SESSION_SECONDS = 12 * 3_600
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class ConsoleSessions:
    """``folder`` is private to the user. ``now`` is in seconds since 1970."""

    folder: Path
    now: Callable[[], float] = time.time

    def create_link(self) -> str:
        """The token of a new one-time link."""
        return self._create("links")

    def redeem(self, link_token: str) -> str | None:
        """The token of a new session, or None for a link that is unknown, used or too old."""
        path = self._path("links", link_token)
        is_valid = self._is_younger(path, LINK_SECONDS)
        try:
            path.unlink()
        except FileNotFoundError:
            return None
        return self._create("sessions") if is_valid else None

    def is_open(self, session_token: str) -> bool:
        return self._is_younger(self._path("sessions", session_token), SESSION_SECONDS)

    def close(self, session_token: str) -> None:
        self._path("sessions", session_token).unlink(missing_ok=True)

    def _create(self, kind: str) -> str:
        token = token_urlsafe(_TOKEN_BYTES)
        path = self._path(kind, token)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return token

    def _path(self, kind: str, token: str) -> Path:
        return self.folder / kind / sha256(token.encode()).hexdigest()

    def _is_younger(self, path: Path, seconds: int) -> bool:
        try:
            return self.now() - path.stat().st_mtime < seconds
        except FileNotFoundError:
            return False
