"""``billhook events`` and ``billhook trigger``: events of a company, and sample events."""

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


events = list_of("event", COLUMNS, "List events of a company in the last 30 days, newest first.")


def trigger(
    event: Annotated[str, typer.Argument(help="The type of the event, e.g. document.created.v2.", show_default=False)],
    destination: Annotated[
        str, typer.Option("--destination", help="Only this destination; default: all of the company.")
    ] = "",
    timeout: Timeout = 30,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Send a sample event to a company's destinations. It has `"test": true` and an invented bill."""
    mine = of_company(company, api_url, api_key)
    api = mine.api
    ids = [destination] if destination else _enabled(mine)
    sent = [
        api.post(f"{place('destination', destination_id)}/test", {"eventType": event})["id"] for destination_id in ids
    ]
    deliveries = [ended(api, delivery_id, timeout=timeout) for delivery_id in sent]
    Output(as_json).show(deliveries, DELIVERY_COLUMNS)
    if any(delivery["status"] != "DELIVERED" for delivery in deliveries):
        raise typer.Exit(Exit.SOME_FAILED)


def _enabled(mine: CompanyResource) -> list[str]:
    destinations = mine.api.listed(mine.place("destination"), limit=1000)
    ids = [entry["id"] for entry in destinations if entry["enabled"]]
    if not ids:
        raise CliError(
            "The company has no enabled destination.",
            advice="Create one: billhook listen --create, or billhook destinations create URL.",
        )
    return ids
