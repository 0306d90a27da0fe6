"""``billhook events`` and ``billhook trigger``: what a company was told of, and samples of what it may be told."""

from typing import Annotated

import typer

from billhook.cli.client import Api, segment
from billhook.cli.commands.deliveries import COLUMNS as DELIVERY_COLUMNS
from billhook.cli.commands.deliveries import ended
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit, Timeout
from billhook.cli.output import Output
from billhook.cli.profile import Profile, profile

COLUMNS = ("id", "type", "subjectId", "version", "occurred", "published")


def events(
    company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """What a company was told of in the last 30 days, newest first."""
    known = _known(company, api_url, api_key)
    found = Api.of(known).listed(f"/v2.2/event/company/{segment(known.company_id)}", limit=limit)
    Output(as_json).show(found, COLUMNS)


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
    known = _known(company, api_url, api_key)
    api = Api.of(known)
    ids = [destination] if destination else _enabled(api, known.company_id)
    sent = [api.post(f"/v2.2/destination/{segment(one)}/test", {"eventType": event})["id"] for one in ids]
    deliveries = [ended(api, one, timeout=timeout) for one in sent]
    Output(as_json).show(deliveries, DELIVERY_COLUMNS)
    if any(one["status"] != "DELIVERED" for one in deliveries):
        raise typer.Exit(Exit.SOME_FAILED)


def _enabled(api: Api, company_id: str) -> list[str]:
    found = api.listed(f"/v2.2/destination/company/{segment(company_id)}", limit=1000)
    ids = [one["id"] for one in found if one["enabled"]]
    if not ids:
        raise CliError(
            "The company has no destination.", advice="billhook listen --create, or destinations create URL."
        )
    return ids


def _known(company: str, api_url: str, api_key: str) -> Profile:
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Whose events?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    return known
