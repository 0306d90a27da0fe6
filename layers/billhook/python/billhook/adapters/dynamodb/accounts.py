"""Implements ``ports.Accounts`` on the table."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import PRESENT, Put, Table
from billhook.domain.company import Account, ApiKey
from billhook.domain.ids import AccountId, KeyId
from billhook.names import LISTS_INDEX, LISTS_PK


class DynamoAccounts:
    """See ``ports.Accounts``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, account: Account) -> None:
        self._table.add(rows.of_account(account))

    def get(self, account_id: AccountId) -> Account | None:
        item = self._table.get(keys.account(account_id))
        return value_of(Account, item) if item else None

    def add_key(self, key: ApiKey) -> None:
        self._table.add(rows.of_key(key))

    def key(self, key_id: KeyId) -> ApiKey | None:
        item = self._table.get(keys.api_key(key_id))
        return value_of(ApiKey, item) if item else None

    def keys(self, account_id: AccountId) -> tuple[ApiKey, ...]:
        """Return the account's keys, newest first."""
        items = self._table.every({LISTS_PK: keys.keys_of(account_id)}, index=LISTS_INDEX)
        return tuple(value_of(ApiKey, item) for item in items)[::-1]

    def erase(self, account: Account) -> None:
        self._table.write(Put(rows.of_account(account), when=PRESENT))

    def save_key(self, key: ApiKey) -> None:
        """See ``ports.Accounts``. A stored revocation is never removed or moved to a later time."""
        row = rows.of_key(key)
        earlier = " OR #revoked >= :revoked" if key.revoked else ""
        values = {"revoked": row["revoked"]} if key.revoked else {}
        when = f"{PRESENT} AND (attribute_not_exists(#revoked){earlier})"
        self._table.write(Put(row, when=when, values=values))
