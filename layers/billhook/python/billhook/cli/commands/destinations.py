"""``billhook destinations``: where a company wants its events, and what was delivered there."""

from typing import Annotated, Any

import typer

from billhook.cli.client import Api, segment
from billhook.cli.faults import CliError
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output, say
from billhook.cli.profile import profile

COLUMNS = ("id", "type", "url", "eventTypes", "enabled")
DELIVERY_COLUMNS = ("id", "eventType", "status", "attemptCount", "lastStatusCode", "lastError", "updated")
app = typer.Typer(help="Where a company wants its events.", no_args_is_help=True)
DestinationId = Annotated[str, typer.Argument(help="The destination's id.", show_default=False)]


@app.command("list")
def list_(
    company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """A company's destinations."""
    api, place = _of_company(company, api_url, api_key)
    Output(as_json).show(api.listed(place, limit=limit), COLUMNS)


@app.command()
def create(
    url: Annotated[str, typer.Argument(help="The https URL that gets the events.", show_default=False)],
    event: Annotated[list[str] | None, typer.Option("--event", help="Only this type; may be repeated.")] = None,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Have events sent to a URL. The signing secret is shown this once."""
    api, place = _of_company(company, api_url, api_key)
    made = create_webhook(api, place, url, event or [])
    Output(as_json).show([made], ("id", "url", "secret"))
    say("Keep the secret: it is not shown again. Verify with any Standard Webhooks library.")


@app.command()
def delete(destination_id: DestinationId, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """No more events for a destination."""
    Api.of(profile(api_url=api_url, api_key=api_key)).delete(f"/v2.2/destination/{segment(destination_id)}")


@app.command()
def deliveries(
    destination_id: DestinationId, limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """What was sent to a destination, newest first."""
    api = Api.of(profile(api_url=api_url, api_key=api_key))
    found = api.listed(f"/v2.2/delivery/destination/{segment(destination_id)}", limit=limit)
    Output(as_json).show(found, DELIVERY_COLUMNS)


def create_webhook(api: Api, place: str, url: str, event_types: list[str]) -> dict[str, Any]:
    """POST a webhook destination; the answer holds its secret."""
    more = {"eventTypes": event_types} if event_types else {}
    made: dict[str, Any] = api.post(place, {"type": "webhook", "url": url, **more})
    return made


def _of_company(company: str, api_url: str, api_key: str) -> tuple[Api, str]:
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Whose destinations?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    return Api.of(known), f"/v2.2/destination/company/{segment(known.company_id)}"
