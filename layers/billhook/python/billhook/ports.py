"""What the use cases need from the world, as protocols; adapters and test fakes implement them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from billhook.domain.company import Account, ActiveBillPolicy, ApiKey, Company, Site
from billhook.domain.delivery import Attempt, Delivery, Resend
from billhook.domain.destination import Destination
from billhook.domain.document import Content, Document
from billhook.domain.drop import Drop
from billhook.domain.errors import Rejection
from billhook.domain.events import Event, EventType
from billhook.domain.health import Health
from billhook.domain.ids import (
    AccountId,
    CompanyId,
    DeliveryId,
    DestinationId,
    DocumentId,
    DropId,
    EventId,
    JobId,
    KeyId,
    SiteId,
)
from billhook.domain.job import Job, JobEntry
from billhook.domain.pace import Pace
from billhook.domain.reading import Reading, Sight
from billhook.domain.recovery import Recovery

T = TypeVar("T")

# Time and ids.


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


class Ids(Protocol):
    def new(self) -> str:
        """A fresh UUIDv7: sorts by time of birth."""

    def secret(self, size: int) -> bytes:
        """``size`` cryptographically random bytes."""

    def jitter(self, span: timedelta) -> timedelta:
        """A random share of ``span``, from 0 to all of it."""


# Reading files.


class FileKind(StrEnum):
    """What a file is by its bytes; the value is its content type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    GIF = "image/gif"
    WEBP = "image/webp"
    ZIP = "application/zip"


@dataclass(frozen=True)
class PageImage:
    """One page as a picture for OCR: PNG bytes, upright as displayed."""

    number: int
    png: bytes


class OpenFile(Protocol):
    """A file that passed inspection. Its text layer is read; pages whose layer failed the gate have no words."""

    kind: FileKind
    layer: Reading
    unread: tuple[int, ...]
    """Numbers of the pages that need OCR."""

    def images(self, pages: Sequence[int]) -> Iterator[PageImage]:
        """The named pages rendered at 200 dpi, one at a time. Raises Rejection."""

    def cut(self, pages: Sequence[int]) -> bytes:
        """A PDF of the named pages alone. Raises Rejection."""


class FileOpener(Protocol):
    def open(self, content: bytes) -> AbstractContextManager[OpenFile]:
        """Inspect and read a file inside the killable child.

        Raises Rejection with unsupported_type, encrypted, corrupt, unsafe, too_large, too_many_pages or timeout.
        """


@dataclass(frozen=True)
class ArchiveEntry:
    """One file of an archive: its bytes lie at ``path``, or ``fault`` says why they are not taken.

    ``number`` is its place in the archive and ``name`` what the archive calls it; a path is never made of it.
    """

    number: int
    name: str
    path: Path | None
    fault: Rejection | None = None


class Unpacker(Protocol):
    def unpack(self, content: bytes, into: Path) -> tuple[ArchiveEntry, ...]:
        """The files of an archive, in its order, folders and what operating systems add left out.

        Raises Rejection (corrupt, unsafe, too_large, unreadable) for an archive that is refused as a whole.
        """


class Recognizer(Protocol):
    def detect(self, image: bytes) -> Sight:
        """The words of one picture (PNG or JPEG). Raises Throttled, Unavailable or Rejection."""


class Analyst(Protocol):
    def analyze(self, image: bytes) -> Sight:
        """What the fields of one picture mean, beside its words: at seven times the price. Raises as Recognizer."""


class Ocr(Recognizer, Protocol):
    def start(self, *, object_key: str, token: str, tag: str) -> str:
        """Begin reading a stored PDF; answers the OCR job's id. The same token starts it once. Raises Throttled."""

    def collect(self, ocr_job_id: str) -> Sequence[Sight] | None:
        """What was seen of each page of a started job, or None while it runs. Raises Rejection when it failed."""


# The table. A store never answers a thing that is not the caller's: use cases pass the scope.


@dataclass(frozen=True)
class Slice:
    """Which part of a list: at most ``limit`` items after the opaque ``cursor``."""

    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True)
class Listed(Generic[T]):
    """Part of a list, newest first; ``cursor`` leads to the next part, None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None


class Accounts(Protocol):
    """``add`` raises Conflict when another one has the id; ``save_key`` raises Lost if it would undo a revocation."""

    def add(self, account: Account) -> None: ...
    def get(self, account_id: AccountId) -> Account | None: ...
    def add_key(self, key: ApiKey) -> None: ...
    def key(self, key_id: KeyId) -> ApiKey | None: ...
    def keys(self, account_id: AccountId) -> tuple[ApiKey, ...]: ...
    def save_key(self, key: ApiKey) -> None: ...


class Companies(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was deleted; lists hide it then.

    With ``seen``, ``save`` also raises Lost when it was changed since that ``updated``.
    """

    def add(self, company: Company) -> None: ...
    def get(self, company_id: CompanyId) -> Company | None: ...
    def save(self, company: Company, *, seen: datetime | None = None) -> None: ...
    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        """Move the sweeper's next look at a deleted company that is due."""

    def page(self, account_id: AccountId, part: Slice) -> Listed[Company]: ...
    def add_site(self, site: Site) -> None: ...
    def site(self, site_id: SiteId) -> Site | None: ...
    def save_site(self, site: Site, *, seen: datetime | None = None) -> None:
        """Write what people may change; the active bill and its policy are left as they are."""

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        """Make a document the site's active bill if ``rank`` sorts after the present one's.

        False when it does not, or when the site's policy is another one by now.
        """

    def replace_active(
        self, site: Site, policy: ActiveBillPolicy, document_id: DocumentId | None, *, rank: str | None
    ) -> None:
        """Write policy and active bill, if both and the rank still are what ``site`` says. Raises Lost."""

    def sites(self, company_id: CompanyId, part: Slice) -> Listed[Site]: ...


class Jobs(Protocol):
    def add(self, job: Job, documents: Sequence[Document]) -> None:
        """The job's head, then its entries and the documents' heads in chunks of 25 documents."""

    def get(self, job_id: JobId) -> Job | None: ...
    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        """One per document, oldest first, the bills of one file behind each other; read consistently."""

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        """Write an entry's outcome. Idempotent; one without an outcome never takes the place of one that has one."""

    def close(self, job: Job, event: Event) -> None:
        """The closed head and its outbox row in one transaction, if still PENDING. Raises Lost otherwise."""

    def postpone(self, job_id: JobId, due_at: datetime) -> None: ...
    def page(self, company_id: CompanyId, part: Slice) -> Listed[Job]: ...


class Documents(Protocol):
    """Heads, and a row of each version that was committed: the head as it was then, without its digest.

    Lists hide what is deleted and what is an archive; ``get`` does not.
    """

    def add(self, document: Document, events: Sequence[Event]) -> None:
        """A document that is final from birth, with its outbox rows. Raises Lost when the id is taken."""

    def get(self, document_id: DocumentId) -> Document | None: ...
    def version(self, document_id: DocumentId, version: int) -> Document | None: ...
    def versions(self, document_id: DocumentId, part: Slice) -> Listed[Document]:
        """Newest first."""

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        """Take an unfinished document whose lease is free: fence + 1, attempts + 1, due_at = until.

        Raises Lost when it is final, absent or somebody else's until later.
        """

    def save(self, document: Document) -> None:
        """Write an unfinished document's head if its fence is still ours. Raises Lost."""

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        """The final head, its version and its outbox rows, all or nothing, if fence and version - 1 are still ours.

        Raises Lost.
        """

    def split(self, document: Document, others: Sequence[tuple[Document, Event]]) -> None:
        """The further bills of a held document's file, while its fence is ours: final documents, each with its version,
        its entry in the job and its event, all or nothing. Those that are there already stay. Raises Lost.
        """

    def seize(self, document: Document) -> Document:
        """Write a head that was read with this fence and version, with the next fence: whoever holds it loses it.

        Raises Lost when either has changed, or when it was deleted.
        """

    def forget(self, document: Document) -> None:
        """Remove the versions of a deleted document; ``document`` is what stays of its head."""

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """Move the sweeper's next look at an unfinished document, or at a deleted one that is not removed yet."""

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        """Those that there are, in the order in which they are asked for; archives too."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Document]: ...
    def page_of_site(self, site_id: SiteId, part: Slice) -> Listed[Document]: ...


class Drops(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was revoked; lists hide it then."""

    def add(self, drop: Drop) -> None: ...
    def get(self, drop_id: DropId) -> Drop | None: ...
    def save(self, drop: Drop) -> None: ...
    def page(self, company_id: CompanyId, part: Slice) -> Listed[Drop]: ...


class Bookmarks(Protocol):
    """How far somebody came who walks on from time to time."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, place: str | None) -> None: ...


class Fingerprints(Protocol):
    """Which document of a company first had certain bytes."""

    def claim(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> DocumentId:
        """The first claimer's id: ours when we are the first (or were before)."""

    def release(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> None:
        """Give the bytes free again, if they were claimed by this document."""

    def wait(self, winner: DocumentId, loser: DocumentId) -> None:
        """Note that ``loser`` waits for what ``winner`` becomes. Idempotent."""

    def waiting(self, winner: DocumentId) -> tuple[DocumentId, ...]: ...


class Outbox(Protocol):
    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None: ...
    def published(self, event: Event, *, now: datetime, due_at: datetime | None) -> None:
        """Mark it published; the sweeper looks at it again at ``due_at``, if it is not planned by then."""

    def planned(self, subject_id: str, version: int, kind: EventType, *, now: datetime) -> None:
        """Mark it planned, and thereby published: the sweeper no longer looks at it."""

    def postpone(self, event: Event, due_at: datetime) -> None:
        """Move the sweeper's next look at an event that is not planned."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Event]: ...


class Destinations(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was deleted; lists hide it then.

    ``save`` raises Lost as well when we disabled it meanwhile: its owner's change must not undo that unseen.
    """

    def add(self, destination: Destination) -> None: ...
    def get(self, destination_id: DestinationId) -> Destination | None: ...
    def save(self, destination: Destination) -> None: ...
    def disable(self, destination: Destination, event: Event) -> None:
        """The disabled destination and the event that tells of it, both or none. Raises Lost when it is not enabled."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Destination]: ...


class Healths(Protocol):
    def get(self, destination_id: DestinationId) -> Health:
        """How a destination is doing; one that nothing is known of is fine."""

    def save(self, health: Health) -> None:
        """Write it, if what is kept is of the revision before. Raises Lost."""


class Paces(Protocol):
    """The same for the lines in front of destinations with a rate."""

    def get(self, destination_id: DestinationId) -> Pace: ...
    def save(self, pace: Pace) -> None: ...


class Recoveries(Protocol):
    def add(self, recovery: Recovery) -> None: ...
    def save(self, recovery: Recovery) -> None:
        """Write how far it is, if what is kept is of the revision before. Raises Lost."""


class Deliveries(Protocol):
    def add(self, delivery: Delivery) -> bool:
        """Put it if absent; False when it was planned before."""

    def get(self, delivery_id: DeliveryId) -> Delivery | None: ...
    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]: ...
    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        """Take a pending delivery for try number ``attempt``, if it is time and no lease is live. Raises Lost."""

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        """The attempt's row, the head and its due row in one transaction, if the attempt is new. Raises Lost."""

    def ask(self, resend: Resend) -> None:
        """Note that somebody wants one more attempt."""

    def claim_resend(self, delivery_id: DeliveryId, resend_id: str, *, now: datetime, until: datetime) -> Delivery:
        """Take the wish for an attempt, if no lease on it is live: whatever state the delivery is in. Raises Lost."""

    def record_resend(self, delivery_id: DeliveryId, resend_id: str, attempt: Attempt | None, *, now: datetime) -> None:
        """The manual attempt's row, and the wish is done. A success makes the delivery DELIVERED and ends its schedule,
        a failure leaves it as it is. Raises Lost when this was recorded before.
        """

    def postpone_resend(self, resend: Resend, due_at: datetime) -> None:
        """Move the sweeper's next look at a wish."""

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        """Move the sweeper's next look at a pending delivery; a lease stays as it is."""

    def page(self, destination_id: DestinationId, part: Slice) -> Listed[Delivery]: ...


class Tallies(Protocol):
    """How many requests each key made in each minute."""

    def count(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        """One more in the minute that begins then; False, and nothing counted, when there were ``limit`` already."""


class Budgets(Protocol):
    """What was spent on each company in each calendar month (UTC)."""

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        """``amount`` (USD) more in the month of ``at``; False, and nothing spent, when that were over ``limit``."""


@dataclass(frozen=True)
class Remembered:
    """A request that was begun before: what was asked, and the sealed answer once there is one."""

    fingerprint: str
    answer: str | None = None


class Replays(Protocol):
    """Requests that carry a key by which their repeats are known. A record is gone when its time is over."""

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> Remembered | None:
        """None when it is ours to carry out, as the one named ``run``; else what is known of the run before.

        A run without an answer holds the record until ``until``; the record itself ends at ``expires``.
        """

    def finish(self, record_id: str, *, run: str, answer: str) -> None:
        """Keep the answer of a run. Raises Lost when the run took too long and another one has begun."""

    def forget(self, record_id: str, *, run: str) -> None:
        """Let the next one carry it out, if the run is still ours."""


class DueKind(StrEnum):
    DOCUMENT = "document"
    JOB = "job"
    EVENT = "event"
    DELIVERY = "delivery"
    RESEND = "resend"
    RECOVERY = "recovery"
    COMPANY = "company"


@dataclass(frozen=True)
class Due:
    """Something that the sweeper should look at."""

    kind: DueKind
    id: str
    value: Document | Job | Event | Delivery | Resend | Recovery | Company


class DueIndex(Protocol):
    def due(self, now: datetime, limit: int) -> Iterator[Due]:
        """What was due before ``now``, oldest first within each shard."""


# Bytes.


@dataclass(frozen=True)
class StoredObject:
    """An object as it lies in the bucket; ``metadata`` names company, document, job and file name."""

    key: str
    version: str | None
    size: int
    content_type: str
    metadata: Mapping[str, str]


@dataclass(frozen=True)
class SignedPost:
    """A form that puts one object: POST ``fields`` and then the field ``file`` to ``url``."""

    url: str
    fields: Mapping[str, str]


class Files(Protocol):
    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """Store bytes under a new key (If-None-Match); answers the version. An existing key keeps its first bytes."""

    def upload(self, key: str, path: Path, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """The same from a file on disk."""

    def head(self, key: str, version: str | None = None) -> StoredObject | None: ...
    def get(self, key: str, version: str | None = None) -> bytes:
        """The bytes of an object. Raises FileNotFoundError."""

    def link(self, key: str, *, version: str | None, file_name: str, content_type: str, expires: timedelta) -> str:
        """A pre-signed SigV4 GET that downloads as ``file_name``."""

    def signed_post(
        self, key: str, *, content_type: str, metadata: Mapping[str, str], largest: int, expires: timedelta
    ) -> SignedPost:
        """Lets its holder put 1 to ``largest`` bytes under exactly this key, with exactly this type and metadata."""

    def keys_after(self, prefix: str, after: str | None, limit: int) -> Sequence[tuple[str, datetime]]:
        """Keys below ``prefix`` that sort behind ``after``, in order, each with when it was last written."""

    def delete_all_versions(self, key: str) -> None: ...
    def delete_all_below(self, prefix: str) -> None:
        """The same for every key that begins with ``prefix``."""


class Contents(Protocol):
    """What documents say, version by version and attempt by attempt, as gzip JSON beside the files."""

    def put(self, company_id: CompanyId, content: Content, reading: Reading | None) -> None:
        """Store it under its id; what is stored under an id never changes."""

    def get(self, document: Document) -> Content | None:
        """What a document says in the version that this head (or version) is."""

    def reading(self, document: Document) -> Reading | None: ...
    def left(self, document: Document) -> Content | None:
        """What an earlier holder read for the next version and did not live to commit; of several the last."""

    def erase(self, company_id: CompanyId, document_id: DocumentId | None = None) -> None:
        """Remove everything that was ever stored of a document, or of all, old versions of objects included."""


# Messages, events, the outside.


class Queue(Protocol):
    def send(self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0)) -> None:
        """Put a JSON message on the queue; ``delay`` is at most 15 minutes."""


@dataclass(frozen=True)
class BusEntry:
    """One event as it goes on the bus: source ``billhook.{companyId}``, detail-type, JSON detail."""

    event_id: EventId
    source: str
    detail_type: str
    detail: str


class Bus(Protocol):
    def publish(self, entries: Sequence[BusEntry]) -> Mapping[EventId, str]:
        """Publish in tens; answers the error code of each entry that was refused."""


@dataclass(frozen=True)
class Answer:
    """What a receiver said. ``error`` is a class (dns_error, refused, timeout, tls_error, reset, blocked)."""

    status_code: int | None
    error: str | None
    body: str
    retry_after: str | None
    duration_ms: int


@dataclass(frozen=True)
class Parcel:
    """What one attempt carries: the body of an event, for one destination, as both are at that time."""

    destination: Destination
    delivery: Delivery
    body: Mapping[str, Any]
    at: datetime


class Courier(Protocol):
    def __call__(self, parcel: Parcel) -> Answer:
        """Take it there, once, in the manner of one type of destination. Only trouble of our own is raised."""


class Buses(Protocol):
    """Buses of customers, in any account and region of our partition."""

    def put(self, bus_arn: str, entry: BusEntry) -> Answer:
        """One PutEvents. ``error`` is a class: access_denied, no_such_bus, throttled, too_large, unreachable, timeout,
        receiver_failed or refused.
        """


class Postman(Protocol):
    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """One POST through the egress guard: address pinned, no redirects, 15 s in all, 4 KB of answer kept."""

    def get(self, url: str, *, headers: Mapping[str, str]) -> Answer:
        """One GET in the same manner."""


class Watch(Protocol):
    def after(self, delay: timedelta, act: Callable[[], None]) -> AbstractContextManager[None]:
        """If the block takes longer than ``delay``, do ``act`` meanwhile, once, in another thread."""


class Fetcher(Protocol):
    def fetch(self, url: str, into: Path) -> str | None:
        """Stream a URL to a file through the egress guard; answers the server's file name, if it gave one.

        Raises EgressRefused, Rejection (fetch_failed, too_large) or Retryable.
        """


class Sealer(Protocol):
    """Encryption of destination secrets under our KMS key."""

    def seal(self, secret: bytes, *, context: str) -> str: ...
    def unseal(self, sealed: str, *, context: str) -> bytes: ...


class Vault(Protocol):
    """Encryption under a key that its user brings; without it, what is stored says nothing."""

    def lock(self, content: bytes, *, key: bytes) -> str:
        """``content`` compressed and encrypted as text; ``key`` has 32 bytes."""

    def unlock(self, locked: str, *, key: bytes) -> bytes:
        """The content. Raises ValueError for another key, or when it was changed."""


class Tokens(Protocol):
    def claims(self, token: str) -> Mapping[str, Any]:
        """What a living access token of the trusted issuer claims.

        Raises Unauthorized for every other text, Unavailable while the issuer's keys cannot be had.
        """


class Hmacs(Protocol):
    """Keyed hashes with the stack's own secret: key ids, file links, what opens kept answers."""

    def digest(self, purpose: str, message: bytes) -> bytes:
        """HMAC-SHA256 of ``message`` under a key derived for ``purpose``; 32 bytes."""
