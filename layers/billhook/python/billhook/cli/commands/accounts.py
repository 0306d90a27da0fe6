"""``billhook accounts`` and ``billhook keys``: API customers and keys. Needs IAM rights, no API key."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from billhook.cli.admin import invoke
from billhook.cli.options import Json
from billhook.cli.output import Output, say
from billhook.cli.profile import profile

KEY_COLUMNS = ("id", "email", "companies", "ratePerMinute", "created", "revoked")
accounts = typer.Typer(no_args_is_help=True)
keys = typer.Typer(no_args_is_help=True)
Function = Annotated[str, typer.Option("--function", help="The admin Lambda's name or ARN.")]
Stack = Annotated[str, typer.Option("--stack", help="The CloudFormation stack, such as Billhook-prod.")]
Account = Annotated[str, typer.Option("--account", help="The account's id.", show_default=False)]
Email = Annotated[str, typer.Option("--email", help="Shown on documents submitted with the key.", show_default=False)]
KeyId = Annotated[str, typer.Argument(help="The key's id, not the key.", show_default=False)]


@accounts.command("create")
def create_account(
    name: Annotated[str, typer.Argument(help="Display name.", show_default=False)],
    email: Email,
    as_json: Json = False,
    function: Function = "",
    stack: Stack = "",
) -> None:
    """Create an account; then create its first key with `billhook keys create`."""
    made = _ask({"action": "createAccount", "name": name, "email": email}, function, stack)
    Output(as_json).show([made], ("accountId", "name", "email"))


@accounts.command("delete")
def delete_account(
    account: Annotated[str, typer.Argument(help="The account's id.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
    function: Function = "",
    stack: Stack = "",
) -> None:
    """Delete an account, its keys and its companies. Companies are erased seven days later."""
    if not yes:
        typer.confirm(f"Delete account {account} with all companies and keys?", abort=True)
    Output(as_json).show([_ask({"action": "deleteAccount", "accountId": account}, function, stack)], ("accountId",))


@keys.command("create")
def create_key(
    account: Account,
    email: Email,
    company: Annotated[list[str] | None, typer.Option("--company", help="Only this company; may be repeated.")] = None,
    default_company: Annotated[
        str | None, typer.Option("--default-company", help="The company of requests that name none.")
    ] = None,
    rate: Annotated[int, typer.Option("--rate", min=1, help="Requests a minute.")] = 90,
    as_json: Json = False,
    function: Function = "",
    stack: Stack = "",
) -> None:
    """Create an API key. It is shown once only."""
    request = {"accountId": account, "email": email, "companies": company or "all", "ratePerMinute": rate}
    defaults = {"defaultCompany": default_company} if default_company else {}
    made = _ask({"action": "createKey", **request, **defaults}, function, stack)
    Output(as_json).show([made], ("keyId", "apiKey"))
    say("Keep the key: it is not shown again.")


@keys.command("list")
def list_keys(account: Account, as_json: Json = False, function: Function = "", stack: Stack = "") -> None:
    """List an account's keys, without their secrets."""
    listed = _ask({"action": "listKeys", "accountId": account}, function, stack)
    Output(as_json).show(listed["keys"], KEY_COLUMNS)


@keys.command("rotate")
def rotate_key(key_id: KeyId, as_json: Json = False, function: Function = "", stack: Stack = "") -> None:
    """Replace a key by a new one with the same rights, shown once only. The old key is valid for another day."""
    made = _ask({"action": "rotateKey", "keyId": key_id}, function, stack)
    Output(as_json).show([made], ("keyId", "apiKey"))
    say("Keep the key: it is not shown again.")


@keys.command("revoke")
def revoke_key(key_id: KeyId, as_json: Json = False, function: Function = "", stack: Stack = "") -> None:
    """Revoke a key. It is refused within a minute."""
    Output(as_json).show([_ask({"action": "revokeKey", "keyId": key_id}, function, stack)], ("keyId", "revoked"))


def _ask(payload: Mapping[str, Any], function: str, stack: str) -> dict[str, Any]:
    return invoke(payload, settings=profile(), function=function, stack=stack)
