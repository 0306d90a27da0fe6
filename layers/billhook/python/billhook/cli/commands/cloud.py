"""``billhook up``, ``down`` and ``status``: the cloud on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from billhook.cli.faults import CliError, Exit
from billhook.cli.options import Json
from billhook.cli.output import Output, say


@contextmanager
def local_cloud_errors() -> Iterator[None]:
    """A failure of the local cloud as a failure of the command."""
    from billhook.local.errors import LocalCloudError  # noqa: PLC0415

    try:
        yield
    except LocalCloudError as error:
        raise CliError(str(error), Exit.UNAVAILABLE) from error


def up(
    context: Annotated[
        list[str] | None,
        typer.Option("--context", "-c", help="CDK context as NAME=VALUE, kept for the next time; `-c ''` forgets it."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Start the cloud on this machine, deploy Billhook to it, make a first account.

    It goes on running in the background. `.billhook/local.json` says where it is and holds the key.
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
    )


def down() -> None:
    """Stop the cloud on this machine; what it stored stays."""
    from billhook.local import cloud  # noqa: PLC0415

    with local_cloud_errors():
        say("Stopped." if cloud.down(say=say) else "Nothing was running.")


def status(as_json: Json = False) -> None:
    """What runs on this machine, and where. Exit code 6 when nothing does."""
    from billhook.local import cloud  # noqa: PLC0415

    with local_cloud_errors():
        found = cloud.status()
    if as_json:
        Output(as_json=True).line(found)
    else:
        for name, value in _flat(found):
            print(f"{name:<16} {value}")
    if not found["running"]:
        raise typer.Exit(Exit.UNAVAILABLE)


def demo(as_json: Json = False) -> None:
    """Start the cloud, hand in sample bills, show each document and its webhooks."""
    from billhook.cli.demo import Demo  # noqa: PLC0415

    with local_cloud_errors():
        shown = Demo(Output(as_json))()
    if not shown:
        raise typer.Exit(Exit.SOME_FAILED)


def _context(given: list[str] | None) -> dict[str, str] | None:
    """What `-c` said; None when it said nothing. Raises CliError for what is no NAME=VALUE."""
    if given is None:
        return None
    pairs = [pair.partition("=") for pair in given if pair]
    if not all(name and equals for name, equals, _ in pairs):
        raise CliError("--context takes NAME=VALUE, as in -c retrySchedule=0,5,60.", Exit.USAGE)
    return {name: value for name, _, value in pairs}


def _flat(found: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", "-" if value is None else str(value)
