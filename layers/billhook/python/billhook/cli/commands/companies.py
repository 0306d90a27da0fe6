"""``billhook companies`` and ``billhook sites``: companies and their sites."""

from typing import Annotated

import typer

from billhook.cli.client import ApiClient, place, segment
from billhook.cli.company_resources import list_of, of_company
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output
from billhook.cli.profile import profile
from billhook.cli.resource_by_id import Id, delete_of, get_of, update_of

COLUMNS = ("id", "name", "created")
companies = typer.Typer(no_args_is_help=True)
sites = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Display name.", show_default=False)]


@companies.command("list")
def list_companies(limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """List the companies that the key may access."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show(api.listed("/v2.2/company", limit=limit), COLUMNS)


companies.command("get")(get_of("company", "Show companies."))
companies.command("update")(
    update_of("company", COLUMNS, "Change a company: name=..., externalId=..., expenseCapUsd=5.")
)
companies.command("delete")(delete_of("company", "Delete companies with all their data."))
sites.command("list")(list_of("site", COLUMNS, "A company's sites."))
sites.command("get")(get_of("site", "Show sites."))
sites.command("update")(
    update_of("site", COLUMNS, "Change a site: name=..., address=..., activeBill=latest_statement.")
)
sites.command("delete")(delete_of("site", "Delete sites; their documents stay with the company."))


@companies.command("create")
def create_company(name: Name, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Register a company."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.post("/v2.2/company", {"name": name})], COLUMNS)


@sites.command("create")
def create_site(
    name: Name, company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Add a site to a company."""
    mine = of_company(company, api_url, api_key)
    Output(as_json).show([mine.api.post(mine.place("site"), {"name": name})], COLUMNS)


@sites.command("consumption")
def show_consumption(site_id: Id, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Show twelve months of kWh and cost from the site's active bill; estimates are marked."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    response = api.get(f"{place('site', site_id)}/consumption")
    Output(as_json).show(response["months"], ("month", "kwh", "cost", "days", "isEstimated", "isCostEstimated"))


@sites.command("usage")
def list_usage(
    site_id: Id, limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """List usage entries of a site's documents, newest document first."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    response = api.listed(f"/v2.2/usage/site/{segment(site_id)}", limit=limit)
    Output(as_json).show(response, ("datasourceType", "startDate", "endDate", "usage", "usageUnits", "document"))
