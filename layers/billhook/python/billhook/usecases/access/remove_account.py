"""Delete an account: its keys end, its companies are deleted, and no name or address of its people stays."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.company import Account, Company
from billhook.domain.errors import NotFound, OnLegalHold
from billhook.domain.ids import AccountId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Accounts, Companies
from billhook.ports.lists import PageRequest

_PAGE = PageRequest(limit=100)


@dataclass(frozen=True)
class RemoveAccount:
    """Its companies are erased as deleted ones are, after the days in which the operator may restore them.

    Keys end first and the account's row last, so that an interrupted call can be repeated.
    """

    accounts: Accounts
    companies: Companies
    clock: Clock

    def __call__(self, account_id: AccountId) -> Account:
        """Return the bare account. Raises NotFound, and OnLegalHold before anything is changed."""
        account = self.accounts.get(account_id) if is_id(account_id) else None
        if account is None:
            raise NotFound
        companies = list(self._companies(account.id))
        if held := [company.id for company in companies if company.legal_hold]:
            raise OnLegalHold(f"Companies of the account are on legal hold: {', '.join(held)}.")
        now = self.clock.now()
        for key in self.accounts.keys(account.id):
            self.accounts.save_key(key.erased(now))
        for company in companies:
            self.companies.save(company.hidden(now))
        erased = account if account.deleted else account.erased(now)
        self.accounts.erase(erased)
        return erased

    def _companies(self, account_id: AccountId) -> Iterator[Company]:
        part = _PAGE
        while True:
            listed = self.companies.page(account_id, part)
            yield from listed.items
            if not listed.cursor:
                return
            part = PageRequest(_PAGE.limit, listed.cursor)
