"""``billhook companies`` and ``billhook sites``: whose bills they are, and where they are consumed."""

from typing import Annotated

import typer

from billhook.cli.client import Api, segment
from billhook.cli.faults import CliError
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


@sites.command("list")
def list_sites(
    company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """A company's sites."""
    api, place = _of_company(company, api_url, api_key)
    Output(as_json).show(api.listed(place, limit=limit), COLUMNS)


@sites.command("create")
def create_site(
    name: Name, company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Add a site to a company."""
    api, place = _of_company(company, api_url, api_key)
    Output(as_json).show([api.post(place, {"name": name})], COLUMNS)


def _of_company(company: str, api_url: str, api_key: str) -> tuple[Api, str]:
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Which company's sites?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    return Api.of(known), f"/v2.2/site/company/{segment(known.company_id)}"
