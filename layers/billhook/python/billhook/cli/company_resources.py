"""Resources of a company: their API path, and the command that lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from billhook.cli.client import ApiClient, segment
from billhook.cli.faults import CliError
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output
from billhook.cli.profile import profile


@dataclass(frozen=True)
class CompanyResource:
    """An API client and the company of a command."""

    api: ApiClient
    company_id: str

    def place(self, kind: str) -> str:
        """The API path of a kind of resource of the company: ``site``, ``destination``, ..."""
        return f"/v2.2/{kind}/company/{segment(self.company_id)}"


def of_company(company: str, api_url: str, api_key: str) -> CompanyResource:
    """The client and company of a command. Raises CliError when no company is configured."""
    settings = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not settings.company_id:
        raise CliError("No company given.", advice="Use --company ID, or set BILLHOOK_COMPANY_ID.")
    return CompanyResource(ApiClient.of(settings), settings.company_id)


def list_of(kind: str, columns: Sequence[str], about: str) -> Callable[..., None]:
    """A command that lists a company's resources of a kind; ``about`` is its help text."""

    def listed(
        company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
    ) -> None:
        mine = of_company(company, api_url, api_key)
        Output(as_json).show(mine.api.listed(mine.place(kind), limit=limit), columns)

    listed.__doc__ = about
    return listed
