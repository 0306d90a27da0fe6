"""Invoke the admin Lambda with IAM rights, the only way to create accounts and API keys."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from billhook import names
from billhook.cli.faults import CliError, Exit
from billhook.cli.profile import Profile

Clients = Callable[[str], Any]


def invoke(payload: Mapping[str, Any], *, settings: Profile, function: str, stack: str) -> dict[str, Any]:
    """The admin Lambda's response.

    Invokes ``function``, else the function of ``stack``, else that of the local cloud. Raises CliError.
    """
    local = not (function or stack)
    clients = _local_clients(settings) if local else _aws_clients()
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        name = function or (_admin_function(clients, stack) if stack else settings.admin_function)
        answer = clients("lambda").invoke(FunctionName=name, Payload=json.dumps(payload).encode())
        body: dict[str, Any] = json.loads(answer["Payload"].read() or b"{}")
    except ClientError as error:
        raise CliError(f"AWS refused: {error}", _exit_of(error.response["Error"]["Code"])) from error
    except BotoCoreError as error:
        raise CliError(f"AWS cannot be reached: {error}", Exit.UNAVAILABLE) from error
    if answer.get("FunctionError"):
        raise CliError(f"The admin function failed: {body.get('errorMessage') or body}", Exit.UNAVAILABLE)
    if refusal := body.get("error"):
        code = Exit.NOT_FOUND if refusal["code"] == "not-found" else Exit.USAGE
        raise CliError(f"{refusal['code']}: {refusal['detail']}", code)
    return body


def _local_clients(settings: Profile) -> Clients:
    if not (settings.aws_endpoint_url and settings.admin_function):
        raise CliError(
            "No admin function given, and no local cloud found.",
            advice="Use --stack Billhook-prod or --function NAME, or start a local cloud with `billhook up`.",
        )
    from billhook.local.aws import Emulator  # noqa: PLC0415

    return Emulator(settings.aws_endpoint_url).client


def _aws_clients() -> Clients:
    from billhook.runtime.aws import client  # noqa: PLC0415

    return client


def _admin_function(clients: Clients, stack: str) -> str:
    stacks = clients("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    outputs = {item["OutputKey"]: item["OutputValue"] for item in stacks[0].get("Outputs", [])} if stacks else {}
    if names.OUTPUT_ADMIN_FUNCTION not in outputs:
        raise CliError(f"The stack {stack} has no output {names.OUTPUT_ADMIN_FUNCTION}.", Exit.NOT_FOUND)
    return str(outputs[names.OUTPUT_ADMIN_FUNCTION])


def _exit_of(code: str) -> Exit:
    if "AccessDenied" in code or "Token" in code or "Signature" in code:
        return Exit.DENIED
    return Exit.NOT_FOUND if code in {"ResourceNotFoundException", "ValidationError"} else Exit.UNAVAILABLE
