"""``billhook drop``: public upload links of a company, for people without an API key."""

from typing import Annotated

import typer

from billhook.cli.client import ApiClient, place
from billhook.cli.company_resources import list_of, of_company
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Site
from billhook.cli.output import Output, say
from billhook.cli.profile import profile
from billhook.cli.resource_by_id import Yes, get_of

COLUMNS = ("id", "name", "siteId", "created", "expiresAt")
app = typer.Typer(no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Its name, shown only to you.", show_default=False)] = "",
    site: Site = None,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Create an upload link, valid for 90 days. It is shown once only."""
    mine = of_company(company, api_url, api_key)
    body = {name: value for name, value in (("name", name), ("siteId", site)) if value}
    made = mine.api.post(mine.place("drop"), body)
    Output(as_json).show([made], ("id", "url"))
    say("Keep the link: it is not shown again. POST to it for an upload form for one file.")


app.command("list")(list_of("drop", COLUMNS, "A company's drops, without their links."))
app.command("get")(get_of("drop", "Drops, without their links."))


@app.command()
def revoke(
    drop_id: Annotated[str, typer.Argument(help="The drop's id.", show_default=False)],
    yes: Yes = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Revoke a drop permanently."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    yes or typer.confirm(f"Revoke {drop_id} permanently?", abort=True, err=True)
    api.delete(place("drop", drop_id))
