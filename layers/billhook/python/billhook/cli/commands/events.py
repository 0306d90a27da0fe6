"""``billhook events`` and ``billhook trigger``: what a company was told of, and samples of what it may be told."""

from typing import Annotated

import typer

from billhook.cli.client import place
from billhook.cli.commands.deliveries import COLUMNS as DELIVERY_COLUMNS
from billhook.cli.commands.deliveries import ended
from billhook.cli.company_resources import CompanyResource, list_of, of_company
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Timeout
from billhook.cli.output import Output

COLUMNS = ("id", "type", "subjectId", "version", "occurred", "published")


events = list_of("event", COLUMNS, "What a company was told of in the last 30 days, newest first.")


def trigger(
    event: Annotated[str, typer.Argument(help="The type of the event, e.g. document.created.v2.", show_default=False)],
    destination: Annotated[str, typer.Option("--destination", help="Only there, not to all of the company's.")] = "",
    timeout: Timeout = 30,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Send a sample of an event to a company's destinations. It says `"test": true`, and no such bill exists."""
    mine = of_company(company, api_url, api_key)
    api = mine.api
    ids = [destination] if destination else _enabled(mine)
    sent = [api.post(f"{place('destination', one)}/test", {"eventType": event})["id"] for one in ids]
    deliveries = [ended(api, one, timeout=timeout) for one in sent]
    Output(as_json).show(deliveries, DELIVERY_COLUMNS)
    if any(one["status"] != "DELIVERED" for one in deliveries):
        raise typer.Exit(Exit.SOME_FAILED)


def _enabled(mine: CompanyResource) -> list[str]:
    found = mine.api.listed(mine.place("destination"), limit=1000)
    ids = [one["id"] for one in found if one["enabled"]]
    if not ids:
        raise CliError(
            "The company has no destination.", advice="billhook listen --create, or destinations create URL."
        )
    return ids
