"""``billhook up``, ``down`` and ``status``: the local cloud."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from billhook.cli.faults import CliError, Exit
from billhook.cli.options import Json
from billhook.cli.output import Output, say


@contextmanager
def local_cloud_errors() -> Iterator[None]:
    """Convert LocalCloudError to CliError."""
    from billhook.local.errors import LocalCloudError  # noqa: PLC0415

    try:
        yield
    except LocalCloudError as error:
        raise CliError(str(error), Exit.UNAVAILABLE) from error


def up(
    context: Annotated[
        list[str] | None,
        typer.Option("--context", "-c", help="CDK context as NAME=VALUE, remembered; `-c ''` clears it."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Start the local cloud, deploy Billhook to it, create an account.

    It runs in the background. `.billhook/local.json` has its addresses and the API key.
    """
    from billhook.local import cloud  # noqa: PLC0415

    with local_cloud_errors():
        running = cloud.up(context=_context(context), say=say)
    if as_json:
        Output(as_json=True).line(running.as_json())
        return
    say(
        f'\ncurl -H "X-API-Key: {running.api_key}" {running.api_url}/v2.2/job/company/{running.company_id}'
        f" -F document=@bill.pdf\nbillhook upload bill.pdf --wait"
        f"\n\nOpen the console (this link works once): {cloud.console_link()}"
    )


def down() -> None:
    """Stop the local cloud. Its data is kept."""
    from billhook.local import cloud  # noqa: PLC0415

    with local_cloud_errors():
        say("Stopped." if cloud.down(say=say) else "Nothing was running.")


def status(as_json: Json = False) -> None:
    """Show the local cloud's state and addresses. Exit code 6 when it is not running."""
    from billhook.local import cloud  # noqa: PLC0415

    with local_cloud_errors():
        state = cloud.status()
    if as_json:
        Output(as_json=True).line(state)
    else:
        for name, value in _flat(state):
            print(f"{name:<16} {value}")
    if not state["running"]:
        raise typer.Exit(Exit.UNAVAILABLE)


def demo(as_json: Json = False) -> None:
    """Start the local cloud, upload sample bills, show each document and its webhooks."""
    from billhook.cli.demo import Demo  # noqa: PLC0415

    with local_cloud_errors():
        shown = Demo(Output(as_json))()
    if not shown:
        raise typer.Exit(Exit.SOME_FAILED)


def _context(options: list[str] | None) -> dict[str, str] | None:
    """The values of `-c`, or None without it. Raises CliError unless each is NAME=VALUE."""
    if options is None:
        return None
    pairs = [pair.partition("=") for pair in options if pair]
    if not all(name and equals for name, equals, _ in pairs):
        raise CliError("--context takes NAME=VALUE, as in -c retrySchedule=0,5,60.", Exit.USAGE)
    return {name: value for name, _, value in pairs}


def _flat(state: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in state.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", "-" if value is None else str(value)
