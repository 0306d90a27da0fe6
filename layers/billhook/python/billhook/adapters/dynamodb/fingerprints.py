"""Implements ``ports.Fingerprints``: a conditional put of a company's file hash; the first one wins."""

from contextlib import suppress

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Delete, Put, Table
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import CompanyId, DocumentId
from billhook.names import PK, SK

_TRIES = 3
"""A hash that is freed between put and read is put again."""


class DynamoFingerprints:
    """See ``ports.Fingerprints``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> DocumentId:
        """See ``ports.Fingerprints``. Raises Contended when concurrent claims and releases use up the tries."""
        key = keys.fingerprint(company_id, sha256)
        for _ in range(_TRIES):
            with suppress(StaleLease):
                self._table.write(Put({**key, "document_id": document_id}, when=ABSENT))
                return document_id
            item = self._table.get(key)
            if item:
                return DocumentId(item["document_id"])
        raise Contended("The file hash is claimed and released concurrently.")

    def release(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> None:
        key = keys.fingerprint(company_id, sha256)
        with suppress(StaleLease):
            self._table.write(Delete(key, when="#document_id = :owner", values={"owner": document_id}))

    def add_waiting(self, original: DocumentId, duplicate: DocumentId) -> None:
        self._table.write(Put({**keys.waiting_duplicate(original, duplicate), "document_id": duplicate}))

    def waiting(self, original: DocumentId) -> tuple[DocumentId, ...]:
        items = self._table.every({PK: keys.document(original)[PK]}, starts={SK: keys.WAITING_PREFIX})
        return tuple(DocumentId(item["document_id"]) for item in items)
