"""Create an API key. It is returned once and not stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain import api_key
from billhook.domain.company import DEFAULT_RATE_PER_MINUTE, ApiKey
from billhook.domain.errors import Problem, UnknownReference
from billhook.domain.ids import AccountId, CompanyId, is_id
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Accounts, Companies
from billhook.ports.crypto import Hmacs


@dataclass(frozen=True)
class CreateKey:
    accounts: Accounts
    companies: Companies
    hmacs: Hmacs
    clock: Clock
    ids: Ids

    def __call__(
        self,
        account_id: AccountId,
        *,
        email: str | None = None,
        companies: Sequence[CompanyId] = (),
        default_company: CompanyId | None = None,
        rate_per_minute: int = DEFAULT_RATE_PER_MINUTE,
    ) -> tuple[ApiKey, str]:
        """The key's row and the key.

        ``companies`` empty means all; ``email`` defaults to the account's. ``default_company`` is used by requests that
        name none. Raises UnknownReference for an account or company that is absent or not accessible to the key.
        """
        account = self.accounts.get(account_id) if is_id(account_id) else None
        if account is None or account.deleted:
            raise _unknown("/accountId", "There is no such account.")
        for position, company_id in enumerate(companies):
            self._check(company_id, account.id, f"/companies/{position}")
        if default_company:
            self._check(default_company, account.id, "/defaultCompany")
            if companies and default_company not in companies:
                raise _unknown("/defaultCompany", "The key is limited to other companies.")
        secret = api_key.key_of(self.ids.secret(api_key.SEED_BYTES))
        key = ApiKey(
            id=api_key.key_id_of(self.hmacs.digest(api_key.HMAC_PURPOSE, secret.encode())),
            account_id=account.id,
            email=email or account.email,
            companies=tuple(dict.fromkeys(companies)),
            default_company=default_company,
            rate_per_minute=rate_per_minute,
            created=self.clock.now(),
        )
        self.accounts.add_key(key)
        return key, secret

    def _check(self, company_id: CompanyId, account_id: AccountId, pointer: str) -> None:
        company = self.companies.get(company_id) if is_id(company_id) else None
        if company is None or company.account_id != account_id or company.deleted:
            raise _unknown(pointer, "The account has no such company.")


def _unknown(pointer: str, detail: str) -> UnknownReference:
    return UnknownReference(detail, (Problem(pointer, detail),))
