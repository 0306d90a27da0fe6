"""Implements ``ports.Documents``: head rows with leases and fencing tokens, and version rows."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.document_rows import document_of
from billhook.adapters.dynamodb.lists import fields_of_page, number_cursor, number_of_cursor, page_of
from billhook.adapters.dynamodb.table import ABSENT, LIVING, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.domain.job import entry_of
from billhook.names import LISTS_INDEX, LISTS_PK, LISTS_SK, PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

_STATES = {status.value.lower(): status.value for status in Status if not status.is_final}
_UNFINISHED = f"{PRESENT} AND #status IN ({', '.join(f':{name}' for name in _STATES)})"
_NOT_LEASED = "(attribute_not_exists(#claimed_until) OR #claimed_until <= :now)"
_UNCHANGED = "#fence = :fence AND #version = :version"
_TO_ERASE = "attribute_exists(#deleted) AND attribute_exists(#due_at)"
_BILLS_AT_ONCE = 19
"""Bills of a split per transaction of 100 writes: five writes each, and one for the guard."""


class DynamoDocuments:
    """See ``ports.Documents``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, document: Document, events: Sequence[Event]) -> None:
        self._table.write_all([Put(rows.of_document(document), when=ABSENT), *_rest_of_version(document, events)])

    def get(self, document_id: DocumentId) -> Document | None:
        item = self._table.get(keys.document(document_id))
        return document_of(item) if item else None

    def version(self, document_id: DocumentId, version: int) -> Document | None:
        item = self._table.get(keys.document_version(document_id, version))
        return document_of(item) if item else None

    def versions(self, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        """See ``ports.Documents``. A cursor is the number of the last returned version."""
        partition = keys.document(document_id)[PK]
        last = number_of_cursor(partition, part.cursor) if part.cursor is not None else None
        before = keys.document_version(document_id, last)[SK] if last is not None else keys.VERSIONS_END
        result = self._table.query({PK: partition}, before={SK: before}, limit=part.limit + 1, newest_first=True)
        versions = [document_of(item) for item in result.items if item[SK].startswith(keys.VERSION_PREFIX)]
        page = tuple(versions[: part.limit])
        return ListPage(page, number_cursor(partition, page[-1].version) if len(versions) > len(page) else None)

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        lease = {"claimed_until": keys.stamp(until), **_due(document_id, until)}
        change = Change(
            keys.document(document_id),
            f"{setting(lease)}, #fence = #fence + :one",
            when=f"{_UNFINISHED} AND {_NOT_LEASED}",
            values={**lease, **_STATES, "now": keys.stamp(now), "one": 1},
        )
        return document_of(self._table.write(change))

    def save(self, document: Document) -> None:
        expected = {"fence": document.lease.fence, **_STATES}
        self._table.write(Put(rows.of_document(document), when=f"{_UNFINISHED} AND #fence = :fence", values=expected))

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        """See ``ports.Documents``. The version suffices as a condition: a final head has that of its last commit."""
        head = Put(
            rows.of_document(document),
            when=f"{PRESENT} AND #fence = :fence AND #version = :before",
            values={"fence": document.lease.fence, "before": document.version - 1},
        )
        self._table.write_all([head, *_rest_of_version(document, events)])

    def split(self, document: Document, further: Sequence[tuple[Document, Event]]) -> None:
        """See ``ports.Documents``. A guard in each transaction checks the fence of the file's own document."""
        expected = {"fence": document.lease.fence, **_STATES}
        when = f"{_UNFINISHED} AND #fence = :fence"
        guard = Change(keys.document(document.id), "SET #fence = :fence", when=when, values=expected)
        bills = [(other, [Put(row, when=ABSENT) for row in _rows_of_bill(other, event)]) for other, event in further]
        for start in range(0, len(bills), _BILLS_AT_ONCE):
            batch = bills[start : start + _BILLS_AT_ONCE]
            try:
                self._table.write_all([guard, *(put for _, puts in batch for put in puts)])
            except StaleLease:
                for other, puts in batch:
                    self._split_off(guard, other, puts)

    def _split_off(self, guard: Change, other: Document, puts: list[Put]) -> None:
        try:
            self._table.write_all([guard, *puts])
        except StaleLease:
            if self.get(other.id) is None:
                raise

    def take_over(self, document: Document) -> Document:
        row = {**rows.of_document(document), "fence": document.lease.fence + 1}
        expected = {"fence": document.lease.fence, "version": document.version}
        self._table.write(Put(row, when=f"{LIVING} AND {_UNCHANGED}", values=expected))
        return document_of(row)

    def erase_versions(self, document: Document) -> None:
        """See ``ports.Documents``. The head is reduced last, so that an interrupted erasure stays due."""
        partition = {PK: keys.document(document.id)[PK]}
        self._table.delete_all(item for item in self._table.every(partition) if item[SK] != keys.HEAD)
        self._table.write(Put(rows.of_document(document), when=f"{PRESENT} AND attribute_exists(#deleted)"))

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """See ``ports.Documents``. A document that is final by now is not changed."""
        due = _due(document_id, due_at)
        when = f"({_UNFINISHED}) OR ({_TO_ERASE})"
        change = Change(keys.document(document_id), setting(due), when=when, values={**due, **_STATES})
        with suppress(StaleLease):
            self._table.write(change)

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        items = self._table.get_many([keys.document(document_id) for document_id in dict.fromkeys(document_ids)])
        heads = {item["id"]: document_of(item) for item in items}
        return tuple(heads[document_id] for document_id in document_ids if document_id in heads)

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Document]:
        return page_of(self._table, keys.documents_of(company_id), part, document_of)

    def handed_in_before(self, company_id: CompanyId, time: datetime, *, limit: int) -> tuple[Document, ...]:
        """See ``ports.Documents``. The list's rows may be old: the heads are read."""
        partition = {LISTS_PK: keys.documents_of(company_id)}
        listed = self._table.query(partition, index=LISTS_INDEX, before={LISTS_SK: keys.stamp(time)}, limit=limit)
        return self.get_many([DocumentId(item["id"]) for item in listed.items])

    def page_of_site(self, site_id: SiteId, part: PageRequest) -> ListPage[Document]:
        """See ``ports.Documents``. The list holds ids; the heads are read for current fields and current site."""
        items, cursor = fields_of_page(self._table, keys.documents_at(site_id), part)
        heads = self.get_many([DocumentId(item["id"]) for item in items])
        hidden = {document.id for document in heads if document.deleted or document.file.is_archive}
        shown = (document for document in heads if document.site_id == site_id and document.id not in hidden)
        return ListPage(tuple(shown), cursor)


def _rows_of_bill(document: Document, event: Event) -> list[Fields]:
    entry = [rows.of_entry(document.job_id, entry_of(document))] if document.job_id else []
    return [rows.of_document(document), *entry, *(put.item for put in _rest_of_version(document, (event,)))]


def _rest_of_version(document: Document, events: Sequence[Event]) -> list[Put]:
    """Return the rows that a new version has besides its head: version, entry in the site's list, events."""
    at_site = rows.at_site(document)
    version = [rows.of_version(document), *([at_site] if at_site else [])]
    return [Put(row) for row in (*version, *map(rows.of_event, events))]


def _due(document_id: DocumentId, due_at: datetime) -> Fields:
    return {"due_at": keys.stamp(due_at), **keys.due(DueKind.DOCUMENT, document_id, due_at)}
