"""Query the key rows of an account."""

from dataclasses import dataclass

from billhook.domain.company import ApiKey
from billhook.domain.ids import AccountId, is_id
from billhook.ports.companies import Accounts


@dataclass(frozen=True)
class ListKeys:
    """List the key rows of an account, revoked ones included, without the keys."""

    accounts: Accounts

    def __call__(self, account_id: AccountId) -> tuple[ApiKey, ...]:
        return self.accounts.keys(account_id) if is_id(account_id) else ()
