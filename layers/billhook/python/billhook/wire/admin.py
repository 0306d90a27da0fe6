"""What the ``admin`` function is told: accounts and keys, by people whom IAM lets in."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from billhook.domain.company import DEFAULT_RATE_PER_MINUTE
from billhook.domain.errors import BillhookError, Invalid, Problem
from billhook.wire.requests import Body, Name, Reference, parsed

MAX_COMPANIES = 100
ALL = "all"

Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Limits = Annotated[list[Reference], Field(min_length=1, max_length=MAX_COMPANIES)]


class CreateAccountCommand(Body):
    name: Name
    email: Email


class CreateKeyCommand(Body):
    """``companies`` is "all" (None here) or the ids of 1 to 100; ``email`` is the account's unless told.

    ``defaultCompany`` is meant when a request names no company.
    """

    account_id: Reference
    email: Email | None = None
    companies: Annotated[Limits | None, BeforeValidator(lambda told: None if told == ALL else told)] = None
    default_company: Reference | None = None
    rate_per_minute: Annotated[int, Field(ge=1, le=100_000)] = DEFAULT_RATE_PER_MINUTE


class ListKeysCommand(Body):
    account_id: Reference


class RevokeKeyCommand(Body):
    key_id: Reference


class RotateKeyCommand(Body):
    key_id: Reference


Command = CreateAccountCommand | CreateKeyCommand | ListKeysCommand | RevokeKeyCommand | RotateKeyCommand

_COMMANDS: dict[str, type[Command]] = {
    "createAccount": CreateAccountCommand,
    "createKey": CreateKeyCommand,
    "listKeys": ListKeysCommand,
    "revokeKey": RevokeKeyCommand,
    "rotateKey": RotateKeyCommand,
}


def command_of(event: dict[str, Any]) -> Command:
    """The command in an invocation's payload. Raises Invalid."""
    model = _COMMANDS.get(str(event.get("action")))
    if model is None:
        problem = Problem("/action", f"One of {', '.join(_COMMANDS)}.")
        raise Invalid("There is no such action.", (problem,))
    return parsed(model, event)


def error_json(error: BillhookError) -> dict[str, Any]:
    """How a command fails: the invocation itself succeeds, so that its caller gets the code."""
    faults: tuple[Problem, ...] = error.problems if isinstance(error, Invalid) else ()
    details = {"errors": [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]} if faults else {}
    return {"error": {"code": error.code, "detail": str(error), **details}}
