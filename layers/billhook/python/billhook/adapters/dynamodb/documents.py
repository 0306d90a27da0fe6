"""Implements ``ports.Documents`` on the table: heads, leases with fences, the one transaction that ends a reading."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import fields_of_page, page_of
from billhook.adapters.dynamodb.table import PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.document import Document, Status
from billhook.domain.errors import Lost
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports import DueKind, Listed, Slice

_STATES = {status.value.lower(): status.value for status in Status if not status.is_final}
_UNFINISHED = f"{PRESENT} AND #status IN ({', '.join(f':{name}' for name in _STATES)})"
_FREE = "(attribute_not_exists(#claimed_until) OR #claimed_until <= :now)"


class DynamoDocuments:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, document_id: DocumentId) -> Document | None:
        found = self._table.get(keys.document(document_id))
        return _document(found) if found else None

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
        at_site = rows.at_site(document)
        self._table.write_all(
            [head, *([Put(at_site)] if at_site else []), *(Put(rows.of_event(event)) for event in events)]
        )

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """See ``ports.Documents``. A document that ended meanwhile stays as it is."""
        due = _due(document_id, due_at)
        change = Change(keys.document(document_id), setting(due), when=_UNFINISHED, values={**due, **_STATES})
        with suppress(Lost):
            self._table.write(change)

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Document]:
        return page_of(self._table, keys.documents_of(company_id), part, _document)

    def page_of_site(self, site_id: SiteId, part: Slice) -> Listed[Document]:
        """See ``ports.Documents``. The list says which documents; their heads say what they are, and where now."""
        found, cursor = fields_of_page(self._table, keys.documents_at(site_id), part)
        order = [item["id"] for item in found]
        heads = [_document(head) for head in self._table.get_many([keys.document(DocumentId(one)) for one in order])]
        here = [document for document in heads if document.site_id == site_id]
        return Listed(tuple(sorted(here, key=lambda document: order.index(document.id))), cursor)


def _due(document_id: DocumentId, due_at: datetime) -> Fields:
    return {"due_at": keys.stamp(due_at), **keys.due(DueKind.DOCUMENT, document_id, due_at)}


def _document(fields: Fields) -> Document:
    return value_of(Document, fields)
