"""``make demo``: upload sample bills and show their results from the API and from verified webhooks.

Each run creates a new company, so that a second run processes all files again instead of finding duplicates.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billhook.cli.client import ApiClient, place
from billhook.cli.commands.destinations import create_webhook
from billhook.cli.company_resources import CompanyResource
from billhook.cli.faults import CliError
from billhook.cli.output import Output, say
from billhook.cli.waiting import documents_of, finished_jobs

if TYPE_CHECKING:
    from billhook.local.cloud import LocalCloud
    from billhook.local.receiver import Received, Receiver
    from billhook.local.samples import Sample

READING_SECONDS = 240.0
WEBHOOK_SECONDS = 90.0
COLUMNS = ("file", "state", "totalCharges", "chargesUnits", "dueDate", "confidence", "checks", "told")


@dataclass(frozen=True)
class Shown:
    """A sample and its document."""

    sample: "Sample"
    position: int
    job_id: str
    document: dict[str, Any]

    @property
    def state(self) -> str:
        if self.document["duplicateOf"]:
            return "DUPLICATE"
        status, reason = self.document["status"], self.document["statusReason"]
        return f"{status}:{reason}" if status == "REJECTED" else str(status)

    @property
    def subjects(self) -> set[str]:
        """Ids of the document and job for which webhooks are expected; a duplicate has its job only."""
        return {self.job_id} if self.document["duplicateOf"] else {self.job_id, self.document["id"]}

    def record(self, received: Iterable["Received"]) -> dict[str, Any]:
        types = sorted({got.type for got in received if got.verified and got.body.get("id") in self.subjects})
        return {
            "file": self.sample.name,
            "state": self.state,
            "wanted": self.sample.expected,
            "totalCharges": self.document["totalCharges"],
            "chargesUnits": self.document["chargesUnits"],
            "dueDate": self.document["dueDate"],
            "confidence": _confidence(self.document),
            "checks": _checks(self.document),
            "told": f"{len(types)} verified",
            "webhooks": types,
            "documentId": self.document["id"],
            "jobId": self.job_id,
        }


@dataclass(frozen=True)
class Demo:
    """Runs the demo and returns whether every sample has its expected state."""

    output: Output

    def __call__(self) -> bool:
        """Raises CliError or LocalCloudError when the local cloud fails."""
        from billhook.local import cloud  # noqa: PLC0415
        from billhook.local.receiver import Receiver  # noqa: PLC0415
        from billhook.local.samples import write_samples  # noqa: PLC0415

        running = cloud.up(say=say)
        api = ApiClient(running.api_url, running.api_key)
        company = api.post("/v2.2/company", {"name": "Demo"})["id"]
        with Receiver() as receiver, _destination(api, company, receiver), tempfile.TemporaryDirectory() as folder:
            say(f"Webhook receiver: {receiver.url}\n")
            shown = list(self._upload(api, company, write_samples(Path(folder))))
            subjects = set().union(*(result.subjects for result in shown))
            is_complete = receiver.wait_for(
                lambda received: subjects <= _verified_ids(received), timeout=WEBHOOK_SECONDS
            )
            records = [result.record(receiver.received) for result in sorted(shown, key=lambda result: result.position)]
            forged = [got for got in receiver.received if not got.verified]
        self.output.show(records, COLUMNS)
        _print_next_steps(running, shown)
        is_fine = _verdict(shown, is_complete=is_complete, forged=len(forged))
        say(f"\nOpen the console (this link works once): {cloud.console_link()}")
        return is_fine

    def _upload(self, api: ApiClient, company: str, samples: Sequence["Sample"]) -> Iterator[Shown]:
        """Upload each sample as one job; duplicates are uploaded after the originals are processed."""
        duplicates = [sample for sample in samples if sample.expected == "DUPLICATE"]
        originals = [sample for sample in samples if sample not in duplicates]
        for batch in (originals, duplicates):
            say(f"Uploading {', '.join(sample.name for sample in batch)}")
            jobs = {_submit(api, company, sample): sample for sample in batch}
            for job in finished_jobs(api, jobs, timeout=READING_SECONDS):
                sample = jobs[job["id"]]
                shown = Shown(sample, samples.index(sample), job["id"], documents_of(api, job)[0])
                say(f"  {shown.sample.name}: {shown.state}")
                yield shown


@contextmanager
def _destination(api: ApiClient, company: str, receiver: "Receiver") -> Iterator[None]:
    made = create_webhook(CompanyResource(api, company), receiver.url, {})
    receiver.secret = made["secret"]
    try:
        yield
    finally:
        try:
            api.delete(place("destination", made["id"]))
        except CliError as error:
            say(f"The demo's destination could not be deleted: {error}")


def _submit(api: ApiClient, company: str, sample: "Sample") -> str:
    job = api.submit(company, [(sample.name, sample.path.read_bytes())], {"info": '{"from": "make demo"}'})
    return str(job["id"])


def _verified_ids(received: Iterable["Received"]) -> set[str]:
    return {str(got.body.get("id")) for got in received if got.verified}


def _confidence(document: dict[str, Any]) -> str | None:
    """The lowest confidence of a document's values, with the field."""
    confidences = {pointer: evidence["confidence"] for pointer, evidence in document["evidence"].items()}
    least = min(confidences, key=lambda pointer: confidences[pointer], default=None)
    return f"{confidences[least]:.0%} {least}" if least else None


def _checks(document: dict[str, Any]) -> str | None:
    checks = document["checks"]
    return f"{sum(check['holds'] for check in checks)}/{len(checks)} hold" if checks else None


def _verdict(shown: Sequence[Shown], *, is_complete: bool, forged: int) -> bool:
    wrong = [result for result in shown if result.state != result.sample.expected]
    for result in wrong:
        say(f"{result.sample.name}: expected {result.sample.expected}, got {result.state}.")
    if not is_complete:
        say(f"Some webhooks did not arrive within {WEBHOOK_SECONDS:.0f} s.")
    if forged:
        say(f"{forged} webhooks had no valid signature.")
    fine = not wrong and is_complete and not forged
    if fine:
        say("All samples have the expected state, and all webhooks were verified.")
    return fine


def _print_next_steps(running: "LocalCloud", shown: Sequence[Shown]) -> None:
    parsed = next((result for result in shown if result.state == "PARSED"), shown[0])
    say(
        "\nThe local cloud keeps running. Inspect a document:\n"
        f"  .venv/bin/billhook documents get {parsed.document['id']}\n"
        f'  curl -H "X-API-Key: {running.api_key}" {running.api_url}/v2.2/document/{parsed.document["id"]}\n'
        "Upload your own bill:\n"
        "  .venv/bin/billhook upload bill.pdf --wait\n"
        f'  curl -H "X-API-Key: {running.api_key}" -F document=@bill.pdf \\\n'
        f"    {running.api_url}/v2.2/job/company/{running.company_id}\n"
        "Stop the local cloud: make down\n"
    )
