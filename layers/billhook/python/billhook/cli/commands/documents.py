"""``billhook documents``: extracted data of bills, corrections, versions and files."""

import sys
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import typer

from billhook.cli.client import ApiClient, Refused, place, segment
from billhook.cli.company_resources import of_company
from billhook.cli.document_selection import DocumentSelection
from billhook.cli.faults import CliError, Exit
from billhook.cli.field_arguments import Fields, fields_body
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit, Timeout
from billhook.cli.output import Output
from billhook.cli.profile import profile
from billhook.cli.resource_by_id import Id, Ids, delete_of
from billhook.cli.waiting import followed

COLUMNS = (
    "id", "fileName", "status", "statusReason", "utilityName", "billDate", "dueDate", "totalCharges", "chargesUnits",
)  # fmt: skip
AT_WORK = {"AWAITING_UPLOAD", "PROCESSING", "WAITING_OCR"}
app = typer.Typer(no_args_is_help=True)
Version = Annotated[int | None, typer.Option("--version", min=1, help="The version to change; default: the newest.")]
OptionalIds = Annotated[list[str] | None, typer.Argument(help="Their ids.", show_default=False)]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until they are processed, and show the results.")]

app.command("delete")(delete_of("document", "Delete documents, their files and every version of both."))


@app.command("list")
def list_documents(
    status: Annotated[list[str] | None, typer.Option("--status", help="PARSED, REJECTED ...; repeatable.")] = None,
    start: Annotated[str, typer.Option("--start", help="First day of the period, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--end", help="Last day of the period, YYYY-MM-DD.")] = "",
    date_type: Annotated[str, typer.Option("--date-type", help="BILL_DATE, USAGE_PERIOD, CREATED_DATE ...")] = "",
    kind: Annotated[list[str] | None, typer.Option("--datasource-type", help="GAS, WATER ...; repeatable.")] = None,
    identifier: Annotated[str, typer.Option("--identifier", help="Part of a meter's or account's number.")] = "",
    site: Annotated[str, typer.Option("--site", help="Only this site's documents.")] = "",
    company: Company = "",
    limit: Limit = 20,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """A company's documents, newest first, or those that match all given filters."""
    mine = of_company(company, api_url, api_key)
    filters = {
        "status": ",".join(status or ()), "startDate": start, "endDate": end, "dateType": date_type,
        "datasourceType": ",".join(kind or ()), "identifier": identifier,
    }  # fmt: skip
    path = f"/v2.2/document/site/{segment(site)}" if site else mine.place("document")
    given = {name: value or None for name, value in filters.items()}
    Output(as_json).show(mine.api.listed(path, limit=limit, **given), COLUMNS)


@app.command()
def get(document_ids: Ids, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Show documents with all values, evidence and checks."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    for document_id in document_ids:
        document = api.get(place("document", document_id))
        if as_json or not sys.stdout.isatty():
            Output(as_json=True).line(document)
        else:
            from rich.console import Console  # noqa: PLC0415

            from billhook.cli.bills import print_bill  # noqa: PLC0415

            Output().show([document], ("id", "fileName", "status", "statusReason", "version"))
            print_bill(document, Console())


@app.command()
def download(
    document_id: Id,
    to: Annotated[Path | None, typer.Option("--to", help="Target path; default: its file name in this folder.")] = None,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Download the uploaded file. Existing files are not overwritten."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    document = api.get(place("document", document_id))
    target = to or Path(Path(document["fileName"]).name)
    if not document["url"]:
        raise CliError("The document has no file.", Exit.NOT_FOUND)
    if target.exists():
        raise CliError(f"{target} exists already.", advice="Choose another path with --to.")
    target.write_bytes(api.download(document["url"]))
    print(target)


@app.command()
def versions(
    document_id: Id, limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """List the versions of a document: origin, status, who changed it and when."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    history = api.listed(f"{place('document', document_id)}/version", limit=limit)
    Output(as_json).show(history, ("version", "origin", "status", "statusReason", "changedBy", "updated"))


@app.command()
def correct(
    document_id: Id,
    fields: Fields,
    version: Version = None,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Correct fields of a document: totalCharges=12.50, isFlagged=false. Other fields stay.

    With --version, the correction fails if the document has a newer version.
    """
    change = fields_body(fields)
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    expected_version = version or api.get(place("document", document_id))["version"]
    corrected = api.patch(place("document", document_id), change, headers={"if-match": f'"{expected_version}"'})
    Output(as_json).show([corrected], COLUMNS)


@app.command()
def enter(
    fields: Fields, company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Enter a document without a file: billDate=2026-01-31 chargesUnits=EUR ..."""
    entered = fields_body(fields)
    mine = of_company(company, api_url, api_key)
    Output(as_json).show([mine.api.post(mine.place("document"), entered)], COLUMNS)


@app.command()
def reprocess(
    document_ids: OptionalIds = None,
    status: Annotated[str, typer.Option("--status", help="Instead of ids: all documents with this status.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Instead of ids: all documents with this reason.")] = "",
    since: Annotated[datetime | None, typer.Option("--since", help="Only those changed since then (UTC).")] = None,
    company: Company = "",
    wait: Wait = False,
    timeout: Timeout = 300,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Extract documents again. Corrections stay in older versions. Exit code 1 when a document was rejected."""
    selection = DocumentSelection(status, reason, since.replace(tzinfo=UTC) if since else None)
    if bool(document_ids) == bool(selection):
        raise CliError("Give either ids, or --status, --reason or --since.")
    api, output, failed = ApiClient.of(profile(api_url=api_url, api_key=api_key)), Output(as_json), False
    ids = document_ids or selection.ids(of_company(company, api_url, api_key))
    begun = [_reprocessed(api, document_id, is_selected=bool(selection)) for document_id in ids]
    for document in filter(None, begun):
        shown = _read(api, document["id"], timeout) if wait else document
        failed = failed or shown["status"] == "REJECTED"
        output.show([shown], COLUMNS)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)


def _reprocessed(api: ApiClient, document_id: str, *, is_selected: bool) -> dict[str, Any] | None:
    """The document in PROCESSING; None for a selected one that is being processed already or has no file."""
    try:
        document: dict[str, Any] = api.post(f"{place('document', document_id)}/reprocess", {})
    except Refused as refused:
        if is_selected and refused.status == HTTPStatus.CONFLICT:
            return None
        raise
    return document


def _read(api: ApiClient, document_id: str, timeout: float) -> dict[str, Any]:
    """Wait for the processed document. Raises CliError (TIMED_OUT)."""
    later = f"Processing continues. Check later: billhook documents get {document_id}"
    late = CliError(f"Still processing after {timeout:.0f} s.", Exit.TIMED_OUT, advice=later)
    looks = followed(
        api, place("document", document_id), lambda now: now["status"] not in AT_WORK, timeout=timeout, late=late
    )
    *_, document = looks
    return document
