"""Commands of the ``admin`` function, which manages accounts and API keys and is authorized by IAM."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from billhook.domain.company import DEFAULT_RATE_PER_MINUTE
from billhook.domain.errors import BillhookError, Invalid, Problem
from billhook.wire.bodies import Body, parsed
from billhook.wire.requests import Name, Reference

MAX_COMPANIES = 100
ALL = "all"

Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Limits = Annotated[list[Reference], Field(min_length=1, max_length=MAX_COMPANIES)]


class CreateAccountCommand(Body):
    name: Name
    email: Email


class DeleteAccountCommand(Body):
    account_id: Reference


class CreateKeyCommand(Body):
    """``companies`` is "all" (None here) or the ids of 1 to 100; ``email`` defaults to the account's.

    ``defaultCompany`` is used when a request has no company.
    """

    account_id: Reference
    email: Email | None = None
    companies: Annotated[Limits | None, BeforeValidator(lambda value: None if value == ALL else value)] = None
    default_company: Reference | None = None
    rate_per_minute: Annotated[int, Field(ge=1, le=100_000)] = DEFAULT_RATE_PER_MINUTE


class ListKeysCommand(Body):
    account_id: Reference


class RevokeKeyCommand(Body):
    key_id: Reference


class RotateKeyCommand(Body):
    key_id: Reference


Command = (
    CreateAccountCommand
    | DeleteAccountCommand
    | CreateKeyCommand
    | ListKeysCommand
    | RevokeKeyCommand
    | RotateKeyCommand
)

_COMMANDS: dict[str, type[Command]] = {
    "createAccount": CreateAccountCommand,
    "deleteAccount": DeleteAccountCommand,
    "createKey": CreateKeyCommand,
    "listKeys": ListKeysCommand,
    "revokeKey": RevokeKeyCommand,
    "rotateKey": RotateKeyCommand,
}


def command_of(event: dict[str, Any]) -> Command:
    """Parse the command in an invocation's payload. Raises Invalid."""
    model = _COMMANDS.get(str(event.get("action")))
    if model is None:
        problem = Problem("/action", f"One of {', '.join(_COMMANDS)}.")
        raise Invalid("Unknown action.", (problem,))
    return parsed(model, event)


def error_json(error: BillhookError) -> dict[str, Any]:
    """Return a failed command's response: the invocation itself succeeds, so that the caller gets the code."""
    faults: tuple[Problem, ...] = error.problems if isinstance(error, Invalid) else ()
    details = {"errors": [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]} if faults else {}
    return {"error": {"code": error.code, "detail": str(error), **details}}
