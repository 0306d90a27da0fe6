"""A customer's program with a generated client: API URL, key, company, site and file in; what it read as JSON out."""

import json
import sys
import time
from pathlib import Path
from uuid import UUID

from billhook_client import AuthenticatedClient
from billhook_client.api.document import get_document
from billhook_client.api.job import get_job, submit_files
from billhook_client.api.tenants import get_utility_bill, run_utility_bill_upload
from billhook_client.models import SubmitFilesBody
from billhook_client.types import File

POLLS = 150
"""Polls of a job, a second apart."""


def main(api_url: str, api_key: str, company: str, site: str, path: str) -> None:
    client = AuthenticatedClient(base_url=api_url, token=api_key, raise_on_unexpected_status=True)
    with Path(path).open("rb") as file:
        job = submit_files.sync(UUID(company), client=client, body=SubmitFilesBody(document=[File(file, "bill.pdf")]))
    for _ in range(POLLS):
        if job.status != "PENDING":
            break
        time.sleep(1)
        job = get_job.sync(job.id, client=client)
    document = get_document.sync(job.parsed_document_ids[0], client=client)
    with Path(path).open("rb") as file:
        run = run_utility_bill_upload.sync(UUID(company), UUID(site), client=client, body=File(file))
    bill = get_utility_bill.sync(UUID(company), UUID(site), run.utility_bill_id, client=client)
    read = {"status": document.status, "totalCharges": document.total_charges, "job": str(document.job_id)}
    sys.stdout.write(json.dumps({**read, "bill": str(bill.job_id), "run": str(run.job_id)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
