"""Accounts with their API keys, companies and sites."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from billhook.domain.ids import AccountId, CompanyId, DocumentId, KeyId, SiteId
from billhook.domain.patch import UNSET, Patch, Unset
from billhook.domain.value import Value

DEFAULT_RATE_PER_MINUTE = 90
DEFAULT_EXPENSE_CAP = Decimal(5)
DEFAULT_FILES_PER_DAY = 20_000
RESTORABLE = timedelta(days=7)
"""How long a deleted company can be restored."""

_ERASURE_MARGIN = timedelta(minutes=1)
"""Between the last restoration and erasure, for clocks that differ."""

_TICK = timedelta(microseconds=1)


class Account(Value):
    """The API customer; owns companies and keys."""

    id: AccountId
    name: str
    email: str
    created: datetime
    deleted: datetime | None = None

    def erased(self, now: datetime) -> "Account":
        """What remains of a deleted account: its id and times."""
        return self.model_copy(update={"name": "", "email": "", "deleted": now})


class ApiKey(Value):
    """One key of an account; its id is derived from the key's HMAC, the key itself is never stored.

    ``companies`` empty means all of the account's companies.
    """

    id: KeyId
    account_id: AccountId
    email: str
    companies: tuple[CompanyId, ...] = ()
    default_company: CompanyId | None = None
    rate_per_minute: int = DEFAULT_RATE_PER_MINUTE
    created: datetime
    revoked: datetime | None = None

    def revoked_at(self, time: datetime) -> "ApiKey":
        return self.model_copy(update={"revoked": time})

    def erased(self, now: datetime) -> "ApiKey":
        """Revoked, without the address of its holder."""
        return self.model_copy(update={"revoked": min(self.revoked or now, now), "email": ""})


class Principal(Value):
    """The authenticated caller.

    ``key_id`` is the id of the API key, or an id derived from the user of an access token. ``companies`` are those of
    the token; those of a key are in its row.
    """

    account_id: AccountId
    key_id: KeyId
    email: str
    all_companies: bool
    companies: tuple[CompanyId, ...] = ()
    rate_per_minute: int = DEFAULT_RATE_PER_MINUTE


class Company(Value):
    """The owner of bills.

    ``expense_cap_usd`` limits the cost of AnalyzeExpense in a calendar month, ``files_per_day`` the files that may be
    handed in on a day (UTC). Documents are deleted ``retention_days`` after they were handed in; a ``legal_hold``
    forbids every deletion. ``due_at`` is when the sweeper checks whether documents have expired, or whether data of a
    deleted company is left.
    """

    id: CompanyId
    account_id: AccountId
    name: str
    external_id: str | None = None
    info: dict[str, Any] | None = None
    expense_cap_usd: Decimal = DEFAULT_EXPENSE_CAP
    files_per_day: int = DEFAULT_FILES_PER_DAY
    retention_days: int | None = None
    legal_hold: bool = False
    created: datetime
    updated: datetime
    deleted: datetime | None = None
    due_at: datetime | None = None

    def changed(self, patch: "CompanyPatch", now: datetime) -> "Company":
        """With the fields of ``patch``, and an ``updated`` later than before, even if the clock has not moved."""
        changed = self.model_copy(update={**patch.changes, "updated": max(now, self.updated + _TICK)})
        return changed.model_copy(update={"due_at": now if changed.kept_since(now) else None})

    def kept_since(self, now: datetime) -> datetime | None:
        """Documents handed in before this time have expired; None when all are kept."""
        if self.retention_days is None or self.legal_hold:
            return None
        return now - timedelta(days=self.retention_days)

    def hidden(self, now: datetime) -> "Company":
        """Deleted; when it can no longer be restored, the sweeper has it erased."""
        return self.model_copy(update={"deleted": now, "updated": now, "due_at": now + RESTORABLE + _ERASURE_MARGIN})

    def can_be_restored(self, now: datetime) -> bool:
        return self.deleted is not None and now < self.deleted + RESTORABLE

    def must_be_erased(self, now: datetime) -> bool:
        return self.deleted is not None and now >= self.deleted + RESTORABLE + _ERASURE_MARGIN

    def restored(self, now: datetime) -> "Company":
        due_at = now if self.kept_since(now) else None
        return self.model_copy(update={"deleted": None, "due_at": due_at, "updated": max(now, self.updated + _TICK)})

    def erased(self) -> "Company":
        """What remains of an erased company: ids and times."""
        return self.model_copy(update={"due_at": None, "name": "", "external_id": None, "info": None})


def default_site(company: Company) -> "Site":
    """What stands for the site of bills without one, where a client has to name a site: it has the company's id."""
    fields = {"company_id": company.id, "name": company.name, "created": company.created, "updated": company.updated}
    return Site(id=SiteId(company.id), **fields)


@dataclass(frozen=True, kw_only=True)
class CompanyPatch(Patch):
    name: str | Unset = UNSET
    external_id: str | Unset | None = UNSET
    info: dict[str, Any] | Unset | None = UNSET
    expense_cap_usd: Decimal | Unset = UNSET
    files_per_day: int | Unset = UNSET
    retention_days: int | Unset | None = UNSET
    legal_hold: bool | Unset = UNSET


class ActiveBillPolicy(StrEnum):
    """Policy that selects the active bill of a site."""

    LAST_PARSED = "last_parsed"
    LAST_UPLOADED = "last_uploaded"
    LATEST_STATEMENT = "latest_statement"


class Site(Value):
    """A place that consumes energy or water.

    ``active_rank`` is the rank of its active bill; see ``domain.active_bill``.
    """

    id: SiteId
    company_id: CompanyId
    name: str
    external_id: str | None = None
    address: str | None = None
    active_bill: ActiveBillPolicy = ActiveBillPolicy.LAST_PARSED
    active_document_id: DocumentId | None = None
    active_rank: str | None = None
    created: datetime
    updated: datetime
    deleted: datetime | None = None

    @property
    def is_default(self) -> bool:
        """Whether this is the ``default_site`` of its company, which is not stored."""
        return self.id == SiteId(self.company_id)

    def contains(self, site_id: SiteId | None) -> bool:
        """Whether a thing with this ``site_id`` belongs to the site."""
        return site_id is None if self.is_default else site_id == self.id

    def changed(self, patch: "SitePatch", now: datetime) -> "Site":
        """With the fields of ``patch``, and an ``updated`` later than before, even if the clock has not moved."""
        return self.model_copy(update={**patch.changes, "updated": max(now, self.updated + _TICK)})

    def hidden(self, now: datetime) -> "Site":
        """Deleted, without its texts."""
        texts = {"name": "", "external_id": None, "address": None}
        return self.model_copy(update={"deleted": now, "updated": now, **texts})


@dataclass(frozen=True, kw_only=True)
class SitePatch(Patch):
    """``active_bill`` is the policy that selects the site's active bill."""

    name: str | Unset = UNSET
    external_id: str | Unset | None = UNSET
    address: str | Unset | None = UNSET
    active_bill: ActiveBillPolicy | Unset = UNSET
