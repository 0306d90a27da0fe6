"""``billhook documents``: what the bills say."""

import sys
from typing import Annotated

import typer

from billhook.cli.client import Api, segment
from billhook.cli.of_company import list_of
from billhook.cli.options import ApiKey, ApiUrl, Json
from billhook.cli.output import Output
from billhook.cli.profile import profile

COLUMNS = (
    "id", "fileName", "status", "statusReason", "utilityName", "billDate", "dueDate", "totalCharges", "chargesUnits",
)  # fmt: skip
app = typer.Typer(help="What the bills say.", no_args_is_help=True)


app.command("list")(list_of("document", COLUMNS, "A company's documents, newest first."))


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
