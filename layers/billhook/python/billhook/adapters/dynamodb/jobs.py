"""Implements ``ports.Jobs`` on the table: a head, and one entry per document below it."""

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
from billhook.domain.job import Job, JobEntry, JobStatus, entry_of
from billhook.domain.split import in_order
from billhook.names import PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

CHUNK = 25
"""Documents of one transaction: three rows each, of the 100 that DynamoDB takes."""

TRIES = 5
"""A place that is taken in between is the only thing that can be in the way of who takes one."""

_PENDING = f"{PRESENT} AND #status = :pending"


class DynamoJobs:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, job: Job, documents: Sequence[Document]) -> None:
        """See ``ports.Jobs``. Rows that are there already stay: adding again completes what was cut short."""
        self._add([rows.of_job(job)])
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            self._add([row for document in chunk for row in _rows_of_one(job.id, document)])

    def get(self, job_id: JobId) -> Job | None:
        found = self._table.get(keys.job(job_id))
        return _job(found) if found else None

    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        head = keys.job(job_id)
        found = self._table.every({PK: head[PK]}, starts={SK: keys.ENTRY_PREFIX})
        return in_order(value_of(JobEntry, item) for item in found)

    def reserve_job_capacity(self, job_id: JobId, owner: DocumentId, wanted: int, *, limit: int, minimum: int) -> int:
        """See ``ports.Jobs``. One conditional write of one row: nobody's places are lost to another's."""
        own = f"of_{owner.replace('-', '_')}"
        for _ in range(TRIES):
            row = self._table.get(keys.job_capacity(job_id)) or {}
            had, taken = int(row.get(own, 0)), int(row.get("taken", 0))
            more = min(wanted - had, limit - taken)
            if more <= 0 or had + more < minimum:
                return min(had, wanted)
            with suppress(StaleLease):
                self._table.write(_taking(job_id, own, had, more, room=limit - more))
                return had + more
        raise Contended("Others take places in the job.")

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        """See ``ports.Jobs``."""
        when = "" if entry.outcome else "attribute_not_exists(#outcome)"
        with suppress(StaleLease):
            self._table.write(Put(rows.of_entry(job_id, entry), when=when))

    def close(self, job: Job, event: Event) -> None:
        head = Put(rows.of_job(job), when=_PENDING, values={"pending": JobStatus.PENDING.value})
        self._table.write_all([head, Put(rows.of_event(event))])

    def postpone(self, job_id: JobId, due_at: datetime) -> None:
        """See ``ports.Jobs``. A job that was closed meanwhile stays as it is."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.JOB, job_id, due_at)}
        values = {**due, "pending": JobStatus.PENDING.value}
        with suppress(StaleLease):
            self._table.write(Change(keys.job(job_id), setting(due), when=_PENDING, values=values))

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Job]:
        return page_of(self._table, keys.jobs_of(company_id), part, _job)

    def _add(self, fresh: list[Fields]) -> None:
        try:
            self._table.write_all([Put(row, when=ABSENT) for row in fresh])
        except StaleLease:
            for row in fresh:
                with suppress(StaleLease):
                    self._table.write(Put(row, when=ABSENT))


def _taking(job_id: JobId, own: str, had: int, more: int, *, room: int) -> Change:
    as_read = f"#{own} = :had" if had else f"attribute_not_exists(#{own})"
    return Change(
        keys.job_capacity(job_id),
        f"ADD #{own} :more, #taken :more",
        when=f"{as_read} AND (attribute_not_exists(#taken) OR #taken <= :room)",
        values={"more": more, "room": room, **({"had": had} if had else {})},
    )


def _rows_of_one(job_id: JobId, document: Document) -> list[Fields]:
    at_site = rows.at_site(document)
    entry = rows.of_entry(job_id, entry_of(document))
    return [rows.of_document(document), entry, *([at_site] if at_site else [])]


def _job(fields: Fields) -> Job:
    return value_of(Job, fields)
