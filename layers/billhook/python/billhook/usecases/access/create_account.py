"""Create an account: the API customer who owns companies and keys."""

from dataclasses import dataclass

from billhook.domain.company import Account
from billhook.domain.ids import AccountId
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Accounts


@dataclass(frozen=True)
class CreateAccount:
    accounts: Accounts
    clock: Clock
    ids: Ids

    def __call__(self, *, name: str, email: str) -> Account:
        account = Account(id=AccountId(self.ids.new()), name=name, email=email, created=self.clock.now())
        self.accounts.add(account)
        return account
