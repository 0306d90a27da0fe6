"""Authenticate a caller by access token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain.access_token import ClaimMapping
from billhook.domain.company import Principal
from billhook.domain.errors import Unauthorized
from billhook.domain.ids import AccountId
from billhook.ports.clock import Clock
from billhook.ports.companies import Accounts
from billhook.ports.crypto import Tokens

REMEMBERED = timedelta(seconds=60)
MOST_REMEMBERED = 1_000


@dataclass(frozen=True)
class AuthorizeToken:
    """Raises Unauthorized unless the text is a valid token of a user with an account.

    Each token is verified; the existence of its account is cached for a minute.
    """

    tokens: Tokens
    accounts: Accounts
    clock: Clock
    mapping: ClaimMapping
    _known: dict[AccountId, datetime] = field(default_factory=dict, repr=False)

    def __call__(self, token: str) -> Principal:
        principal = self.mapping.principal_of(self.tokens.claims(token))
        if not self._exists(principal.account_id):
            raise Unauthorized("The token has no account claim.")
        return principal

    def _exists(self, account_id: AccountId) -> bool:
        now = self.clock.now()
        if now < self._known.get(account_id, now):
            return True
        account = self.accounts.get(account_id)
        if account is None or account.deleted:
            return False
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[account_id] = now + REMEMBERED
        return True
