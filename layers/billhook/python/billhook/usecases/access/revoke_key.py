"""Revoke an API key."""

from dataclasses import dataclass

from billhook.domain.company import ApiKey
from billhook.domain.errors import NotFound
from billhook.domain.ids import KeyId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Accounts


@dataclass(frozen=True)
class RevokeKey:
    """The authorizer refuses the key when its cached copy expires, within a minute. Can be repeated."""

    accounts: Accounts
    clock: Clock

    def __call__(self, key_id: KeyId) -> ApiKey:
        key = self.accounts.key(key_id) if is_id(key_id) else None
        if key is None:
            raise NotFound
        now = self.clock.now()
        if key.revoked and key.revoked <= now:
            return key
        revoked = key.revoked_at(now)
        self.accounts.save_key(revoked)
        return revoked
