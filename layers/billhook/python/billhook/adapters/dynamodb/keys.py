"""All keys of the table: one function per kind of item, and one per list.

Items are found by id. A list is a partition of the ``lists`` index, ordered by creation time. Items that are due for
the sweeper are in a shard of the ``due`` index, ordered by time.
"""

from datetime import UTC, datetime
from zlib import crc32

from billhook.domain.ids import (
    AccountId,
    CompanyId,
    DeliveryId,
    DestinationId,
    DocumentId,
    DropId,
    JobId,
    KeyId,
    SiteId,
)
from billhook.names import DUE_PK, DUE_SHARDS, DUE_SK, LISTS_PK, LISTS_SK, OUTBOX_KEY_PREFIX, PK, SK
from billhook.ports.sweeper import DueKind

Key = dict[str, str]
"""Key attributes and their values."""

HEAD = "HEAD"
ENTRY_PREFIX = "DOC#"
ATTEMPT_PREFIX = "AT#"
WAITING_PREFIX = "WAIT#"
DESTINATION_PREFIX = "DST#"
VERSION_PREFIX, VERSIONS_END = "V#", "V$"


def stamp(at: datetime) -> str:
    """Format a time as text of fixed width; text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# Items.


def account(account_id: AccountId) -> Key:
    return _key(f"ACC#{account_id}")


def api_key(key_id: KeyId) -> Key:
    return _key(f"KEY#{key_id}")


def company(company_id: CompanyId) -> Key:
    return _key(f"CO#{company_id}")


def site(site_id: SiteId) -> Key:
    return _key(f"SITE#{site_id}")


def spending_of(company_id: CompanyId) -> str:
    """The partition of all months of ``spending`` and all days of ``files_of_day``."""
    return f"SPENT#{company_id}"


def job(job_id: JobId) -> Key:
    return _key(f"JOB#{job_id}")


def job_entry(job_id: JobId, document_id: DocumentId) -> Key:
    return _key(f"JOB#{job_id}", f"{ENTRY_PREFIX}{document_id}")


def job_capacity(job_id: JobId) -> Key:
    """Reservations of a job's capacity by its archives and multi-bill files."""
    return _key(f"JOB#{job_id}", "PLACES")


def document(document_id: DocumentId) -> Key:
    return _key(f"DOC#{document_id}")


def document_version(document_id: DocumentId, version: int) -> Key:
    return _key(f"DOC#{document_id}", f"{VERSION_PREFIX}{version:08d}")


def document_at_site(document_id: DocumentId) -> Key:
    """The row that lists a document at its site: the head itself can be in one list only, its company's."""
    return _key(f"DOC#{document_id}", "SITE")


def waiting_duplicate(original: DocumentId, duplicate: DocumentId) -> Key:
    return _key(f"DOC#{original}", f"{WAITING_PREFIX}{duplicate}")


def fingerprint(company_id: CompanyId, sha256: str) -> Key:
    return _key(f"HASH#{company_id}#{sha256}")


def event(subject_id: str, version: int, kind: str) -> Key:
    return _key(f"{OUTBOX_KEY_PREFIX}{subject_id}", f"{version:08d}#{kind}")


def destination(destination_id: DestinationId) -> Key:
    return _key(f"{DESTINATION_PREFIX}{destination_id}")


def drop(drop_id: DropId) -> Key:
    return _key(f"DROP#{drop_id}")


def scan_cursor(name: str) -> Key:
    return _key(f"MARK#{name}")


def delivery(delivery_id: DeliveryId) -> Key:
    return _key(f"DLV#{delivery_id}")


def attempt(delivery_id: DeliveryId, number: int) -> Key:
    return _key(f"DLV#{delivery_id}", f"{ATTEMPT_PREFIX}{number:04d}")


def request_counter(key_id: KeyId, minute: datetime) -> Key:
    return _key(f"RATE#{key_id}", stamp(minute))


def spending(company_id: CompanyId, at: datetime) -> Key:
    """OCR cost of a company in the month (UTC) of ``at``."""
    return _key(spending_of(company_id), at.astimezone(UTC).strftime("%Y-%m"))


def files_of_day(company_id: CompanyId, at: datetime) -> Key:
    """Files that a company handed in on the day (UTC) of ``at``."""
    return _key(spending_of(company_id), at.astimezone(UTC).strftime("%Y-%m-%d"))


def idempotency_record(record_id: str) -> Key:
    return _key(f"ONCE#{record_id}")


def resend(delivery_id: DeliveryId, resend_id: str) -> Key:
    return _key(f"DLV#{delivery_id}", f"RESEND#{resend_id}")


def manual_attempt(delivery_id: DeliveryId, resend_id: str) -> Key:
    return _key(f"DLV#{delivery_id}", f"{ATTEMPT_PREFIX}{resend_id}")


def circuit_breaker(destination_id: DestinationId) -> Key:
    return _key(f"DST#{destination_id}", "HEALTH")


def rate_limit(destination_id: DestinationId) -> Key:
    return _key(f"DST#{destination_id}", "PACE")


def processing_circuit() -> Key:
    return _key("CIRCUIT#processing")


def ocr_rate() -> Key:
    return _key("RATE#ocr")


def recovery(destination_id: DestinationId, recovery_id: str) -> Key:
    return _key(f"DST#{destination_id}", f"RECOVERY#{recovery_id}")


# Lists.


def keys_of(account_id: AccountId) -> str:
    return f"ACC#{account_id}#KEY"


def companies_of(account_id: AccountId) -> str:
    return f"ACC#{account_id}#CO"


def sites_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#SITE"


def jobs_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#JOB"


def documents_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#DOC"


def documents_at(site_id: SiteId) -> str:
    return f"SITE#{site_id}#DOC"


def events_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#EVT"


def destinations_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#DST"


def hidden_destinations_of(company_id: CompanyId) -> str:
    """Deleted destinations, whose deliveries are erased with the company."""
    return f"CO#{company_id}#DST#HIDDEN"


def drops_of(company_id: CompanyId) -> str:
    return f"CO#{company_id}#DROP"


def deliveries_to(destination_id: DestinationId) -> str:
    return f"DST#{destination_id}#DLV"


def listed(partition: str, created: datetime, item_id: str) -> Key:
    """Return the attributes that put an item into a list, ordered by creation time and id."""
    return {LISTS_PK: partition, LISTS_SK: f"{stamp(created)}#{item_id}"}


# Due items.


def due_shard(kind: DueKind, number: int) -> str:
    """Each kind has its own partitions: a backlog of one does not hide items of another, and writes are spread."""
    return f"DUE#{kind.value}#{number}"


def due(kind: DueKind, item_id: str, due_at: datetime | None) -> Key:
    """Return the attributes that make an item due for the sweeper; none when ``due_at`` is None."""
    if due_at is None:
        return {}
    shard = crc32(item_id.encode()) % DUE_SHARDS
    return {DUE_PK: due_shard(kind, shard), DUE_SK: f"{stamp(due_at)}#{kind.value}#{item_id}"}


def due_kind(sort_key: str) -> DueKind:
    """Return the kind in a sort key of the ``due`` index."""
    return DueKind(sort_key.split("#")[1])


def _key(partition: str, sort: str = HEAD) -> Key:
    return {PK: partition, SK: sort}
