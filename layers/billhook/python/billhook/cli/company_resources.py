"""What a company has: whose it is, where the API keeps it, and the command that lists it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from billhook.cli.client import ApiClient, segment
from billhook.cli.faults import CliError
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output
from billhook.cli.profile import profile


@dataclass(frozen=True)
class CompanyResource:
    """The API, and the company that a command is about."""

    api: ApiClient
    company_id: str

    def place(self, kind: str) -> str:
        """The path of what the company has of a kind: ``site``, ``destination``, ..."""
        return f"/v2.2/{kind}/company/{segment(self.company_id)}"


def of_company(company: str, api_url: str, api_key: str) -> CompanyResource:
    """Raises CliError when nothing says which company is meant."""
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Which company?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    return CompanyResource(ApiClient.of(known), known.company_id)


def list_of(kind: str, columns: Sequence[str], about: str) -> Callable[..., None]:
    """A command that lists what a company has of a kind; ``about`` is what its help says."""

    def listed(
        company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
    ) -> None:
        mine = of_company(company, api_url, api_key)
        Output(as_json).show(mine.api.listed(mine.place(kind), limit=limit), columns)

    listed.__doc__ = about
    return listed
