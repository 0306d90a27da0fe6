"""Create and manage accounts and API keys. Invoked with IAM rights; no API route creates keys."""

from functools import cache
from typing import Any

from billhook import names
from billhook.domain.errors import BillhookError
from billhook.domain.ids import AccountId, CompanyId, KeyId
from billhook.runtime.container import Container
from billhook.usecases.access.create_account import CreateAccount
from billhook.usecases.access.create_key import CreateKey
from billhook.usecases.access.queries import ListKeys
from billhook.usecases.access.remove_account import RemoveAccount
from billhook.usecases.access.revoke_key import RevokeKey
from billhook.usecases.access.rotate_key import RotateKey
from billhook.wire.admin import (
    Command,
    CreateAccountCommand,
    CreateKeyCommand,
    DeleteAccountCommand,
    ListKeysCommand,
    RevokeKeyCommand,
    command_of,
    error_json,
)
from billhook.wire.main import account_json, key_json


@cache
def container() -> Container:
    return Container.of(names.ADMIN)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Execute one command. An invalid command returns ``{"error": {"code", "detail"}}``."""
    try:
        return _done(command_of(event))
    except BillhookError as error:
        return error_json(error)


def _done(command: Command) -> dict[str, Any]:
    if isinstance(command, CreateAccountCommand):
        account = container().get(CreateAccount)(name=command.name, email=command.email)
        return {"accountId": account.id, **account_json(account)}
    if isinstance(command, DeleteAccountCommand):
        account = container().get(RemoveAccount)(AccountId(command.account_id))
        return {"accountId": account.id, **account_json(account)}
    if isinstance(command, CreateKeyCommand):
        return _created(command)
    if isinstance(command, ListKeysCommand):
        return {"keys": [key_json(key) for key in container().get(ListKeys)(AccountId(command.account_id))]}
    if isinstance(command, RevokeKeyCommand):
        return {"keyId": command.key_id, **key_json(container().get(RevokeKey)(KeyId(command.key_id)))}
    key, secret = container().get(RotateKey)(KeyId(command.key_id))
    return {"keyId": key.id, "apiKey": secret, **key_json(key)}


def _created(command: CreateKeyCommand) -> dict[str, Any]:
    key, secret = container().get(CreateKey)(
        AccountId(command.account_id),
        email=command.email,
        companies=[CompanyId(company) for company in command.companies or ()],
        default_company=CompanyId(command.default_company) if command.default_company else None,
        rate_per_minute=command.rate_per_minute,
    )
    return {"keyId": key.id, "apiKey": secret, **key_json(key)}
