"""``billhook documents``: what the bills say."""

import sys
from typing import Annotated

import typer

from billhook.cli.client import Api, segment
from billhook.cli.faults import CliError
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit
from billhook.cli.output import Output
from billhook.cli.profile import profile

COLUMNS = (
    "id", "fileName", "status", "statusReason", "utilityName", "billDate", "dueDate", "totalCharges", "chargesUnits",
)  # fmt: skip
app = typer.Typer(help="What the bills say.", no_args_is_help=True)


@app.command("list")
def list_(
    company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """A company's documents, newest first."""
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Whose documents?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    found = Api.of(known).listed(f"/v2.2/document/company/{segment(known.company_id)}", limit=limit)
    Output(as_json).show(found, COLUMNS)


@app.command()
def get(
    document_ids: Annotated[list[str], typer.Argument(help="Ids of documents.", show_default=False)],
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Documents with everything they say, evidence and checks."""
    api = Api.of(profile(api_url=api_url, api_key=api_key))
    for document_id in document_ids:
        document = api.get(f"/v2.2/document/{segment(document_id)}")
        if as_json or not sys.stdout.isatty():
            Output(as_json=True).line(document)
        else:
            from rich.console import Console  # noqa: PLC0415

            from billhook.cli.bills import print_bill  # noqa: PLC0415

            Output().show([document], ("id", "fileName", "status", "statusReason", "version"))
            print_bill(document, Console())
