"""``billhook companies`` and ``billhook sites``: whose bills they are, and where they are consumed."""

from typing import Annotated

import typer

from billhook.cli.client import Api
from billhook.cli.of_company import list_of, of_company
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output
from billhook.cli.profile import profile

COLUMNS = ("id", "name", "created")
companies = typer.Typer(help="Whose bills they are.", no_args_is_help=True)
sites = typer.Typer(help="Places that consume.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="What people call it.", show_default=False)]


@companies.command("list")
def list_companies(limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """The companies that the key may see."""
    api = Api.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show(api.listed("/v2.2/company", limit=limit), COLUMNS)


@companies.command("create")
def create_company(name: Name, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Register a company."""
    api = Api.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.post("/v2.2/company", {"name": name})], COLUMNS)


sites.command("list")(list_of("site", COLUMNS, "A company's sites."))


@sites.command("create")
def create_site(
    name: Name, company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Add a site to a company."""
    mine = of_company(company, api_url, api_key)
    Output(as_json).show([mine.api.post(mine.place("site"), {"name": name})], COLUMNS)
