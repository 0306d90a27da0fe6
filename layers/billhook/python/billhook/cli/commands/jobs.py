"""``billhook jobs``: submitted jobs and their progress."""

import typer

from billhook.cli.client import ApiClient
from billhook.cli.company_resources import list_of
from billhook.cli.faults import Exit
from billhook.cli.options import ApiKey, ApiUrl, Json, Timeout
from billhook.cli.output import Output
from billhook.cli.profile import profile
from billhook.cli.resource_by_id import Ids, get_of
from billhook.cli.waiting import finished_jobs

COLUMNS = ("id", "status", "terminationReason", "created", "documentIds")
app = typer.Typer(no_args_is_help=True)


app.command("list")(list_of("job", COLUMNS, "A company's jobs, newest first."))
app.command("get")(get_of("job", "Show jobs."))


@app.command()
def wait(
    job_ids: Ids, timeout: Timeout = 300, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = ""
) -> None:
    """Wait until jobs are done. Exit code 1 when one FAILED, 5 on timeout."""
    api, output = ApiClient.of(profile(api_url=api_url, api_key=api_key)), Output(as_json)
    failed = False
    for job in finished_jobs(api, job_ids, timeout=timeout):
        failed = failed or job["status"] == "FAILED"
        output.show([job], COLUMNS)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)
