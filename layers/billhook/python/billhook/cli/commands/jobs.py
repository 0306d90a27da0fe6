"""``billhook jobs``: what was handed in and how far it is."""

from typing import Annotated

import typer

from billhook.cli.client import Api, segment
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Limit, Timeout
from billhook.cli.output import Output
from billhook.cli.profile import profile
from billhook.cli.waiting import finished_jobs

COLUMNS = ("id", "status", "terminationReason", "created", "documentIds")
app = typer.Typer(help="What was handed in and how far it is.", no_args_is_help=True)
JobIds = Annotated[list[str], typer.Argument(help="Ids of jobs.", show_default=False)]


@app.command("list")
def list_(
    company: Company = "", limit: Limit = 20, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """A company's jobs, newest first."""
    known = profile(api_url=api_url, api_key=api_key, company_id=company)
    if not known.company_id:
        raise CliError("Which company's jobs?", advice="--company ID, or BILLHOOK_COMPANY_ID.")
    found = Api.of(known).listed(f"/v2.2/job/company/{segment(known.company_id)}", limit=limit)
    Output(as_json).show(found, COLUMNS)


@app.command()
def get(job_ids: JobIds, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Jobs as they are now."""
    api = Api.of(profile(api_url=api_url, api_key=api_key))
    for job_id in job_ids:
        Output(as_json).one(api.get(f"/v2.2/job/{segment(job_id)}"))


@app.command()
def wait(
    job_ids: JobIds, timeout: Timeout = 300, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Wait until jobs are done. Exit code 1 when one FAILED, 5 when --timeout is over."""
    api, output = Api.of(profile(api_url=api_url, api_key=api_key)), Output(as_json)
    failed = False
    for job in finished_jobs(api, job_ids, timeout=timeout):
        failed = failed or job["status"] == "FAILED"
        output.show([job], COLUMNS)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)
