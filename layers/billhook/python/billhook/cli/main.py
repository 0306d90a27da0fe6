"""The entry point: runs the command and maps errors to messages and exit codes."""

import sys

from billhook import __version__
from billhook.cli.overview import overview


def run() -> None:
    """Run ``billhook``. Exit codes: ``faults.Exit``."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"billhook {__version__}")
        return
    if sys.argv[1:] in (["--help"], ["-h"]):
        print(overview(), end="")
        return
    from billhook.cli.app import app  # noqa: PLC0415  neither must wait for typer
    from billhook.cli.faults import CliError  # noqa: PLC0415

    try:
        app()
    except CliError as error:
        print(f"billhook: {error}", file=sys.stderr)
        if error.advice:
            print(error.advice, file=sys.stderr)
        sys.exit(error.code)
