"""The tree of commands."""

from typing import Annotated

import typer

from billhook import __version__
from billhook.cli.commands import (
    accounts,
    cloud,
    companies,
    deliveries,
    destinations,
    documents,
    drops,
    evaluate,
    events,
    jobs,
    listen,
    read,
    upload,
)

app = typer.Typer(
    name="billhook",
    help="Extract structured, validated data from utility bills.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    cloud.up,
    cloud.down,
    cloud.status,
    cloud.demo,
    read.read,
    evaluate.evaluate,
    upload.upload,
    listen.listen,
    events.trigger,
):
    app.command()(command)
app.command("events")(events.events)
app.add_typer(jobs.app, name="jobs")
app.add_typer(documents.app, name="documents")
app.add_typer(destinations.app, name="destinations")
app.add_typer(deliveries.app, name="deliveries")
app.add_typer(drops.app, name="drop")
app.add_typer(companies.companies, name="companies")
app.add_typer(companies.sites, name="sites")
app.add_typer(accounts.accounts, name="accounts")
app.add_typer(accounts.keys, name="keys")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"billhook {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Extract structured, validated data from utility bills."""
