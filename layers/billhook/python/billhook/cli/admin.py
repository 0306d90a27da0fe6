"""The admin Lambda, invoked by IAM: the only way to accounts and keys; no route of the API mints them."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from billhook import names
from billhook.cli.faults import CliError, Exit
from billhook.cli.profile import Profile

Clients = Callable[[str], Any]


def invoke(payload: Mapping[str, Any], *, known: Profile, function: str, stack: str) -> dict[str, Any]:
    """What the admin Lambda answers.

    It is ``function``, else that of ``stack``, else that of the cloud on this machine. Raises CliError.
    """
    local = not (function or stack)
    clients = _local_clients(known) if local else _aws_clients()
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        name = function or (_admin_function(clients, stack) if stack else known.admin_function)
        answer = clients("lambda").invoke(FunctionName=name, Payload=json.dumps(payload).encode())
        body: dict[str, Any] = json.loads(answer["Payload"].read() or b"{}")
    except ClientError as error:
        raise CliError(f"AWS refused: {error}", _exit_of(error.response["Error"]["Code"])) from error
    except BotoCoreError as error:
        raise CliError(f"AWS cannot be asked: {error}", Exit.UNAVAILABLE) from error
    if answer.get("FunctionError"):
        raise CliError(f"The admin function failed: {body.get('errorMessage') or body}", Exit.UNAVAILABLE)
    if refusal := body.get("error"):
        code = Exit.NOT_FOUND if refusal["code"] == "not-found" else Exit.USAGE
        raise CliError(f"{refusal['code']}: {refusal['detail']}", code)
    return body


def _local_clients(known: Profile) -> Clients:
    if not (known.aws_endpoint_url and known.admin_function):
        raise CliError(
            "Which Billhook? No cloud on this machine is known.",
            advice="Name yours: --stack Billhook-prod, or --function NAME; or start one with `billhook up`.",
        )
    from billhook.local.aws import Emulator  # noqa: PLC0415

    return Emulator(known.aws_endpoint_url).client


def _aws_clients() -> Clients:
    from billhook.runtime.aws import client  # noqa: PLC0415

    return client


def _admin_function(clients: Clients, stack: str) -> str:
    found = clients("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    outputs = {item["OutputKey"]: item["OutputValue"] for item in found[0].get("Outputs", [])} if found else {}
    if names.OUTPUT_ADMIN_FUNCTION not in outputs:
        raise CliError(f"The stack {stack} has no output {names.OUTPUT_ADMIN_FUNCTION}.", Exit.NOT_FOUND)
    return str(outputs[names.OUTPUT_ADMIN_FUNCTION])


def _exit_of(code: str) -> Exit:
    if "AccessDenied" in code or "Token" in code or "Signature" in code:
        return Exit.DENIED
    return Exit.NOT_FOUND if code in {"ResourceNotFoundException", "ValidationError"} else Exit.UNAVAILABLE
