"""Replace an API key; the old one stays valid for a day."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.company import ApiKey
from billhook.domain.errors import Conflict, NotFound
from billhook.domain.ids import KeyId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Accounts
from billhook.usecases.access.create_key import CreateKey

OVERLAP = timedelta(hours=24)


@dataclass(frozen=True)
class RotateKey:
    accounts: Accounts
    create_key: CreateKey
    clock: Clock

    def __call__(self, key_id: KeyId) -> tuple[ApiKey, str]:
        """The new key's row and the new key. Raises NotFound; Conflict for a revoked or rotated key."""
        old = self.accounts.key(key_id) if is_id(key_id) else None
        if old is None:
            raise NotFound
        if old.revoked:
            raise Conflict("The key is revoked or rotated already.")
        new, secret = self.create_key(
            old.account_id,
            email=old.email,
            companies=old.companies,
            default_company=old.default_company,
            rate_per_minute=old.rate_per_minute,
        )
        self.accounts.save_key(old.revoked_at(self.clock.now() + OVERLAP))
        return new, secret
