"""``billhook listen``: a local receiver that verifies, shows and forwards webhooks."""

import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from billhook.cli.client import ApiClient, place
from billhook.cli.commands.destinations import create_webhook
from billhook.cli.company_resources import of_company
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Json
from billhook.cli.output import Output, say

if TYPE_CHECKING:
    from billhook.local.receiver import Received, Receiver

FORWARD_SECONDS = 15.0
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a process; Windows has no SIGHUP."""

COLUMNS = ("type", "id", "verified", "eventId", "forwarded")
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 chooses a free one.")]
Secret = Annotated[str, typer.Option("--secret", help="Verify with this secret (whsec_...) of a known destination.")]
Create = Annotated[
    bool | None,
    typer.Option("--create/--no-create", help="Create a destination while this runs [default with --forward-to]."),
]
Forward = Annotated[str, typer.Option("--forward-to", help="Forward each webhook to this URL, unchanged.")]
Count = Annotated[int, typer.Option("--count", min=0, help="Stop after so many webhooks; 0 runs until Ctrl-C.")]


def listen(
    create: Create = None,
    forward_to: Forward = "",
    secret: Secret = "",
    port: Port = 0,
    count: Count = 0,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Receive webhooks on this machine, verify and show them.

    With --create, or --forward-to without a --secret, a destination of the company is created while this runs. That
    needs an API that reaches this machine, such as the one of `billhook up`.
    """
    from billhook.local.receiver import Receiver  # noqa: PLC0415

    arrived: queue.SimpleQueue[Received] = queue.SimpleQueue()
    with Receiver(port=port, on_received=arrived.put) as receiver:
        receiver.secret = secret or None
        is_made = bool(forward_to and not secret) if create is None else create
        with _destination(receiver, company, api_url, api_key) if is_made else _nothing():
            say(f"Listening on {receiver.url}")
            if not (is_made or secret):
                say("Nothing leads here yet: use --create, or make a destination with this URL.")
            output, seen = Output(as_json), 0
            while not count or seen < count:
                got = arrived.get()
                output.show([_record(got, forward_to)], COLUMNS)
                seen += 1


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _destination(receiver: "Receiver", company: str, api_url: str, api_key: str) -> Iterator[None]:
    """A destination while the block runs; it is removed on errors, Ctrl-C, a closed terminal and ``kill``, too."""
    mine = of_company(company, api_url, api_key)
    with _ends_by_exception():
        made = create_webhook(mine, receiver.url, {})
        try:
            receiver.secret = made["secret"]
            say(f"Signed with {made['secret']} while this runs.")
            yield
        finally:
            _remove(mine.api, made["id"])


@contextmanager
def _ends_by_exception() -> Iterator[None]:
    """Let the signals that end a process raise SystemExit, so that ``finally`` blocks run."""
    before = {number: signal.signal(number, _exit) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _remove(api: ApiClient, destination_id: str) -> None:
    try:
        api.delete(place("destination", destination_id))
    except CliError as error:
        advice = f"billhook destinations delete {destination_id}"
        raise CliError(f"The destination remains: {error}", error.code, advice=advice) from error


def _record(got: "Received", forward_to: str) -> dict[str, Any]:
    forwarded = _forward(got, forward_to) if forward_to else None
    return {
        "type": got.type,
        "id": got.body.get("id"),
        "eventId": got.event_id,
        "verified": got.verified,
        "forwarded": forwarded,
        "body": got.body,
    }


def _forward(got: "Received", url: str) -> int | str:
    """Forward a webhook. Returns the status, or the name of the error."""
    import urllib3  # noqa: PLC0415

    headers = {
        name: value for name, value in got.headers.items() if name.lower().startswith(("webhook-", "content-type"))
    }
    try:
        answer = urllib3.request(
            "POST", url, body=got.raw, headers=headers, timeout=FORWARD_SECONDS, retries=False, redirect=False
        )
    except urllib3.exceptions.HTTPError as error:
        return type(error).__name__
    except ValueError as error:
        raise CliError(f"{url} is not a URL.", Exit.USAGE) from error
    return answer.status
