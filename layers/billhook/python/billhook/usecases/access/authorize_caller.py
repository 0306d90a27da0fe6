"""Authenticate a caller by API key."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain import api_key
from billhook.domain.company import ApiKey, Principal
from billhook.domain.errors import Unauthorized
from billhook.domain.ids import KeyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Accounts
from billhook.ports.crypto import Hmacs

REMEMBERED = timedelta(seconds=60)
"""How long a verified key is cached: a revoked key is refused within this time."""

MOST_REMEMBERED = 1_000


@dataclass(frozen=True)
class AuthorizeCaller:
    """Raises Unauthorized for any text that is not a valid key, without a reason.

    Caches valid keys by id, never the key itself.
    """

    accounts: Accounts
    hmacs: Hmacs
    clock: Clock
    _remembered: dict[KeyId, tuple[datetime, Principal]] = field(default_factory=dict, repr=False)

    def __call__(self, credential: str) -> Principal:
        if not api_key.is_key(credential):
            raise Unauthorized("The API key is malformed.")
        key_id = api_key.key_id_of(self.hmacs.digest(api_key.HMAC_PURPOSE, credential.encode()))
        now = self.clock.now()
        until, principal = self._remembered.get(key_id, (now, None))
        if principal and now < until:
            return principal
        return self._look_up(key_id, now)

    def _look_up(self, key_id: KeyId, now: datetime) -> Principal:
        key = self.accounts.key(key_id)
        if key is None or not _lives(key, now):
            self._remembered.pop(key_id, None)
            raise Unauthorized("Unknown API key.")
        principal = Principal(
            account_id=key.account_id,
            key_id=key.id,
            email=key.email,
            all_companies=not key.companies,
            rate_per_minute=key.rate_per_minute,
        )
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        until = min(now + REMEMBERED, key.revoked or now + REMEMBERED)
        self._remembered[key_id] = (until, principal)
        return principal


def _lives(key: ApiKey, now: datetime) -> bool:
    return key.revoked is None or now < key.revoked
