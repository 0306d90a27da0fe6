"""``billhook upload``: submit bills, one job per file, and optionally wait for the results."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import typer

from billhook.cli.client import ApiClient
from billhook.cli.company_resources import of_company
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Files, Json, Site, Timeout
from billhook.cli.output import Output, say
from billhook.cli.waiting import documents_of, finished_jobs

AT_ONCE = 4
COLUMNS = ("file", "status", "statusReason", "totalCharges", "chargesUnits", "dueDate", "id", "duplicateOf")
Wait = Annotated[bool, typer.Option("--wait", help="Wait until every bill is processed, and show the results.")]
Twice = Annotated[bool, typer.Option("--allow-duplicate", help="Process a file again although it was uploaded before.")]
Notes = Annotated[str | None, typer.Option("--notes", help="Notes stored with each document.")]


def upload(
    files: Files,
    wait: Wait = False,
    company: Company = "",
    site: Site = None,
    notes: Notes = None,
    allow_duplicate: Twice = False,
    timeout: Timeout = 300,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Upload bills; with --wait, show the results.

    Exit code 1 when a file was refused or rejected, 5 on timeout; the jobs continue.
    """
    mine = of_company(company, api_url, api_key)
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise CliError(f"No such file: {', '.join(map(str, missing))}")
    api, output = mine.api, Output(as_json)
    fields = {"siteId": site, "notes": notes, "allowDuplicate": "true" if allow_duplicate else None}

    records = list(_submitted(api, mine.company_id, files, fields))
    jobs = {record["jobId"]: record["file"] for record in records if record["jobId"]}
    refused = [record for record in records if not record["jobId"]]
    failed = bool(refused)
    if wait:
        output.show(refused, COLUMNS)
        for documents in _read(api, jobs, timeout):
            failed = failed or any(document["status"] == "REJECTED" for document in documents)
            output.show(documents, COLUMNS)
    else:
        output.show(records, ("file", "status", "statusReason", "jobId"))
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)


def _submitted(
    api: ApiClient, company_id: str, files: Iterable[Path], fields: dict[str, str | None]
) -> Iterator[dict[str, Any]]:
    """One record per file, in order. A refused file is a record; a refused API key raises CliError."""

    def submit(path: Path) -> dict[str, Any]:
        try:
            job = api.submit(company_id, [(path.name, path.read_bytes())], fields)
        except CliError as error:
            if error.code in {Exit.DENIED, Exit.NOT_FOUND, Exit.UNAVAILABLE}:
                raise
            say(f"{path}: {error}")
            return {"file": str(path), "status": "REFUSED", "statusReason": str(error), "jobId": None}
        return {"file": str(path), "status": job["status"], "statusReason": None, "jobId": job["id"]}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(submit, files)


def _read(api: ApiClient, jobs: dict[str, str], timeout: float) -> Iterator[list[dict[str, Any]]]:
    for done, job in enumerate(finished_jobs(api, jobs, timeout=timeout), start=1):
        say(f"{done}/{len(jobs)} {jobs[job['id']]}")
        path = jobs[job["id"]]
        yield [{"file": _shown_name(path, document), **document} for document in documents_of(api, job)]


def _shown_name(path: str, document: Mapping[str, Any]) -> str:
    """The path of the file; with the name of the entry for a file from an archive."""
    return f"{path}/{document['fileName']}" if path.lower().endswith(".zip") else path
