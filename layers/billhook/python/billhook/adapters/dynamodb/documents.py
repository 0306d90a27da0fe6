"""Implements ``ports.Documents`` on the table: heads, leases with fences, the one transaction that makes a version."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import fields_of_page, opened_number, page_of, sealed_number
from billhook.adapters.dynamodb.table import ABSENT, LIVING, PRESENT, Change, Delete, Fields, Put, Table, setting
from billhook.domain.document import Document, Status
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.domain.job import entry_of
from billhook.names import PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

_STATES = {status.value.lower(): status.value for status in Status if not status.is_final}
_UNFINISHED = f"{PRESENT} AND #status IN ({', '.join(f':{name}' for name in _STATES)})"
_FREE = "(attribute_not_exists(#claimed_until) OR #claimed_until <= :now)"
_AS_READ = "#fence = :fence AND #version = :version"
_TO_REMOVE = "attribute_exists(#deleted) AND attribute_exists(#due_at)"
_AT_ONCE = 100
_BORN_AT_ONCE = 19
"""Of the 100 writes of a transaction, a document that is final from birth needs five, and the guard one."""


class DynamoDocuments:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, document: Document, events: Sequence[Event]) -> None:
        self._table.write_all([Put(rows.of_document(document), when=ABSENT), *_rest_of_version(document, events)])

    def get(self, document_id: DocumentId) -> Document | None:
        found = self._table.get(keys.document(document_id))
        return _document(found) if found else None

    def version(self, document_id: DocumentId, version: int) -> Document | None:
        found = self._table.get(keys.document_version(document_id, version))
        return _document(found) if found else None

    def versions(self, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        """See ``ports.Documents``. A cursor is the number of the version that was shown last."""
        partition = keys.document(document_id)[PK]
        shown = opened_number(partition, part.cursor) if part.cursor is not None else None
        before = keys.document_version(document_id, shown)[SK] if shown is not None else keys.VERSIONS_END
        found = self._table.query({PK: partition}, before={SK: before}, limit=part.limit + 1, newest_first=True)
        every = [_document(item) for item in found.items if item[SK].startswith(keys.VERSION_PREFIX)]
        some = tuple(every[: part.limit])
        return ListPage(some, sealed_number(partition, some[-1].version) if len(every) > len(some) else None)

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        lease = {"claimed_until": keys.stamp(until), **_due(document_id, until)}
        change = Change(
            keys.document(document_id),
            f"{setting(lease)}, #fence = #fence + :one, #attempts = #attempts + :one",
            when=f"{_UNFINISHED} AND {_FREE}",
            values={**lease, **_STATES, "now": keys.stamp(now), "one": 1},
        )
        return _document(self._table.write(change))

    def save(self, document: Document) -> None:
        mine = {"fence": document.fence, **_STATES}
        self._table.write(Put(rows.of_document(document), when=f"{_UNFINISHED} AND #fence = :fence", values=mine))

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        """See ``ports.Documents``. Fence and version say it all: a final head has the version of its last commit."""
        head = Put(
            rows.of_document(document),
            when=f"{PRESENT} AND #fence = :fence AND #version = :before",
            values={"fence": document.fence, "before": document.version - 1},
        )
        self._table.write_all([head, *_rest_of_version(document, events)])

    def split(self, document: Document, others: Sequence[tuple[Document, Event]]) -> None:
        """See ``ports.Documents``. Each transaction asks anew whether the file's own document is ours."""
        mine = {"fence": document.fence, **_STATES}
        guard = Change(
            keys.document(document.id), "SET #fence = :fence", when=f"{_UNFINISHED} AND #fence = :fence", values=mine
        )
        births = [(other, [Put(row, when=ABSENT) for row in _rows_of_birth(other, event)]) for other, event in others]
        for start in range(0, len(births), _BORN_AT_ONCE):
            some = births[start : start + _BORN_AT_ONCE]
            try:
                self._table.write_all([guard, *(row for _, rows_of_one in some for row in rows_of_one)])
            except StaleLease:
                for other, rows_of_one in some:
                    self._split_off(guard, other, rows_of_one)

    def _split_off(self, guard: Change, other: Document, its_rows: list[Put]) -> None:
        try:
            self._table.write_all([guard, *its_rows])
        except StaleLease:
            if self.get(other.id) is None:
                raise

    def take_over(self, document: Document) -> Document:
        seized = document.model_copy(update={"fence": document.fence + 1})
        read = {"fence": document.fence, "version": document.version}
        self._table.write(Put(rows.of_document(seized), when=f"{LIVING} AND {_AS_READ}", values=read))
        return seized

    def erase_versions(self, document: Document) -> None:
        """See ``ports.Documents``. The head is stripped last: what was cut short is due still."""
        partition = {PK: keys.document(document.id)[PK]}
        doomed = [
            Delete({PK: item[PK], SK: item[SK]}) for item in self._table.every(partition) if item[SK] != keys.HEAD
        ]
        for start in range(0, len(doomed), _AT_ONCE):
            self._table.write_all(doomed[start : start + _AT_ONCE])
        self._table.write(Put(rows.of_document(document), when=f"{PRESENT} AND attribute_exists(#deleted)"))

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """See ``ports.Documents``. A document that ended meanwhile stays as it is."""
        due = _due(document_id, due_at)
        when = f"({_UNFINISHED}) OR ({_TO_REMOVE})"
        change = Change(keys.document(document_id), setting(due), when=when, values={**due, **_STATES})
        with suppress(StaleLease):
            self._table.write(change)

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        found = self._table.get_many([keys.document(one) for one in dict.fromkeys(document_ids)])
        heads = {head["id"]: _document(head) for head in found}
        return tuple(heads[one] for one in document_ids if one in heads)

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Document]:
        return page_of(self._table, keys.documents_of(company_id), part, _document)

    def page_of_site(self, site_id: SiteId, part: PageRequest) -> ListPage[Document]:
        """See ``ports.Documents``. The list says which documents; their heads say what they are, and where now."""
        found, cursor = fields_of_page(self._table, keys.documents_at(site_id), part)
        heads = self.get_many([DocumentId(item["id"]) for item in found])
        hidden = {document.id for document in heads if document.deleted or document.is_archive}
        here = (document for document in heads if document.site_id == site_id and document.id not in hidden)
        return ListPage(tuple(here), cursor)


def _rows_of_birth(document: Document, event: Event) -> list[Fields]:
    entry = [rows.of_entry(document.job_id, entry_of(document))] if document.job_id else []
    return [rows.of_document(document), *entry, *(put.item for put in _rest_of_version(document, (event,)))]


def _rest_of_version(document: Document, events: Sequence[Event]) -> list[Put]:
    """What is written with a head that makes a version: the version, its place at a site, its events."""
    at_site = rows.at_site(document)
    beside = [rows.of_version(document), *([at_site] if at_site else [])]
    return [Put(row) for row in (*beside, *map(rows.of_event, events))]


def _due(document_id: DocumentId, due_at: datetime) -> Fields:
    return {"due_at": keys.stamp(due_at), **keys.due(DueKind.DOCUMENT, document_id, due_at)}


def _document(fields: Fields) -> Document:
    return value_of(Document, fields)
