"""The public job."""

from collections.abc import Sequence
from typing import Any

from billhook.domain.document_status import Outcome
from billhook.domain.job import Job, JobEntry
from billhook.wire.values import json_fields, json_value


def job_json(job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """The job as returned by ``GET /v2.2/job/{jobId}``; ``entries`` are all of its documents, oldest first.

    Archives are left out; their unpacked files are documents.
    """
    entries = [entry for entry in entries if not entry.is_archive]
    duplicates = _ids(entries, Outcome.DUPLICATE)
    return {
        **json_fields(job, ("id", "site_id", "status", "created", "updated", "termination_reason")),
        "company": job.company_id,
        "documentIds": [entry.document_id for entry in entries],
        "parsedDocumentIds": _ids(entries, Outcome.PARSED),
        "duplicateDocumentIds": duplicates,
        "duplicates": len(duplicates),
        "nonUtilityDocumentIds": _ids(entries, Outcome.NON_UTILITY),
        "failedDocumentIds": _ids(entries, Outcome.FAILED),
        "info": json_value(job.info),
    }


def _ids(entries: Sequence[JobEntry], outcome: Outcome) -> list[str]:
    return [entry.document_id for entry in entries if entry.outcome is outcome]
