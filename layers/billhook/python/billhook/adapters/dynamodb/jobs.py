"""Implements ``ports.Jobs``: a head row per job, and one entry row per document."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import ABSENT, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.document import Document
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, JobId
from billhook.domain.job import Job, JobEntry, JobStatus, entry_of, in_order
from billhook.names import PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

CHUNK = 25
"""Documents per transaction: three rows each, of at most 100."""

TRIES = 5
"""A reservation is retried when a concurrent one changed the row between read and write."""

_IS_PENDING = f"{PRESENT} AND #status = :pending"


class DynamoJobs:
    """See ``ports.Jobs``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, job: Job, documents: Sequence[Document]) -> None:
        """See ``ports.Jobs``. Stored rows are not changed: a repeat completes an interrupted call."""
        self._add([rows.of_job(job)])
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            self._add([row for document in chunk for row in _rows_of_document(job.id, document)])

    def get(self, job_id: JobId) -> Job | None:
        item = self._table.get(keys.job(job_id))
        return _job(item) if item else None

    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        items = self._table.every({PK: keys.job(job_id)[PK]}, starts={SK: keys.ENTRY_PREFIX})
        return in_order(value_of(JobEntry, item) for item in items)

    def reserve_job_capacity(
        self, job_id: JobId, owner: DocumentId, requested: int, *, limit: int, minimum: int
    ) -> int:
        """See ``ports.Jobs``. All reservations of a job are in one row, changed by a conditional write."""
        attribute = f"of_{owner.replace('-', '_')}"
        for _ in range(TRIES):
            row = self._table.get(keys.job_capacity(job_id)) or {}
            before, taken = int(row.get(attribute, 0)), int(row.get("taken", 0))
            more = min(requested - before, limit - taken)
            if more <= 0 or before + more < minimum:
                return min(before, requested)
            with suppress(StaleLease):
                self._table.write(_reservation(job_id, attribute, before, more, most_taken=limit - more))
                return before + more
        raise Contended("The job's capacity is reserved concurrently.")

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        """See ``ports.Jobs``."""
        when = "" if entry.outcome else "attribute_not_exists(#outcome)"
        with suppress(StaleLease):
            self._table.write(Put(rows.of_entry(job_id, entry), when=when))

    def close(self, job: Job, event: Event) -> None:
        head = Put(rows.of_job(job), when=_IS_PENDING, values={"pending": JobStatus.PENDING.value})
        self._table.write_all([head, Put(rows.of_event(event))])

    def postpone(self, job_id: JobId, due_at: datetime) -> None:
        """See ``ports.Jobs``. A job that is closed by now is not changed."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.JOB, job_id, due_at)}
        values = {**due, "pending": JobStatus.PENDING.value}
        with suppress(StaleLease):
            self._table.write(Change(keys.job(job_id), setting(due), when=_IS_PENDING, values=values))

    def erase_info(self, job_id: JobId) -> None:
        with suppress(StaleLease):
            self._table.write(Change(keys.job(job_id), "REMOVE #info"))

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Job]:
        return page_of(self._table, keys.jobs_of(company_id), part, _job)

    def _add(self, new_rows: list[Fields]) -> None:
        try:
            self._table.write_all([Put(row, when=ABSENT) for row in new_rows])
        except StaleLease:
            for row in new_rows:
                with suppress(StaleLease):
                    self._table.write(Put(row, when=ABSENT))


def _reservation(job_id: JobId, attribute: str, before: int, more: int, *, most_taken: int) -> Change:
    unchanged = f"#{attribute} = :before" if before else f"attribute_not_exists(#{attribute})"
    return Change(
        keys.job_capacity(job_id),
        f"ADD #{attribute} :more, #taken :more",
        when=f"{unchanged} AND (attribute_not_exists(#taken) OR #taken <= :most_taken)",
        values={"more": more, "most_taken": most_taken, **({"before": before} if before else {})},
    )


def _rows_of_document(job_id: JobId, document: Document) -> list[Fields]:
    at_site = rows.at_site(document)
    entry = rows.of_entry(job_id, entry_of(document))
    return [rows.of_document(document), entry, *([at_site] if at_site else [])]


def _job(fields: Fields) -> Job:
    return value_of(Job, fields)
