"""What the ``admin`` function is told: accounts and keys, by people whom IAM lets in."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from billhook.domain.company import DEFAULT_RATE_PER_MINUTE
from billhook.domain.errors import BillhookError, Invalid, Problem
from billhook.wire.requests import MAX_FILES, Body, Name, Reference, problems_of

Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


class CreateAccount(Body):
    action: Literal["createAccount"]
    name: Name
    email: Email


class CreateKey(Body):
    """``companies`` is "all" or ids; ``email`` is the account's unless told."""

    action: Literal["createKey"]
    account_id: Reference
    email: Email | None = None
    companies: Literal["all"] | Annotated[list[Reference], Field(min_length=1, max_length=MAX_FILES)] = "all"
    rate_per_minute: Annotated[int, Field(ge=1, le=100_000)] = DEFAULT_RATE_PER_MINUTE


class ListKeys(Body):
    action: Literal["listKeys"]
    account_id: Reference


class RevokeKey(Body):
    action: Literal["revokeKey"]
    key_id: Reference


class RotateKey(Body):
    action: Literal["rotateKey"]
    key_id: Reference


Command = CreateAccount | CreateKey | ListKeys | RevokeKey | RotateKey

_COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="action")])


def command_of(event: Any) -> Command:
    """The command in an invocation's payload. Raises Invalid."""
    try:
        return _COMMANDS.validate_python(event)
    except ValidationError as error:
        raise Invalid("The command does not fit.", problems_of(error)) from None


def error_json(error: BillhookError) -> dict[str, Any]:
    """How a command fails: the invocation itself succeeds, so that its caller gets the code."""
    faults: tuple[Problem, ...] = error.problems if isinstance(error, Invalid) else ()
    details = {"errors": [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]} if faults else {}
    return {"error": {"code": error.code, "detail": str(error), **details}}
