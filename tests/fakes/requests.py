"""Fakes of what is known of requests: how many there were, and how they were answered."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from billhook.domain.errors import StaleLease
from billhook.domain.ids import CompanyId, KeyId
from billhook.ports.limits import Spending, StoredResponse
from tests.fakes.memory import Memory


@dataclass(frozen=True)
class Record:
    run: str
    known: StoredResponse
    until: datetime
    expires: datetime


@dataclass
class FakeCounters:
    memory: Memory
    counted: dict[tuple[str, datetime], int] = field(default_factory=dict)

    def increment(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        with self.memory.lock:
            made = self.counted.get((key_id, minute), 0)
            if made >= limit:
                return False
            self.counted[key_id, minute] = made + 1
            return True


@dataclass
class FakeBudgets:
    memory: Memory
    spent: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    files: dict[tuple[str, str], int] = field(default_factory=dict)

    def get(self, company_id: CompanyId, at: datetime) -> Spending:
        day = at.astimezone(UTC).strftime("%Y-%m-%d")
        return Spending(self.spent.get((company_id, day[:7]), Decimal(0)), self.files.get((company_id, day), 0))

    def count_files(self, company_id: CompanyId, at: datetime, count: int, *, limit: int) -> bool:
        with self.memory.lock:
            day = (company_id, at.astimezone(UTC).strftime("%Y-%m-%d"))
            if self.files.get(day, 0) + count > limit:
                return False
            self.files[day] = self.files.get(day, 0) + count
            return True

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        with self.memory.lock:
            month = (company_id, at.astimezone(UTC).strftime("%Y-%m"))
            before = self.spent.get(month, Decimal(0))
            if before + amount > limit:
                return False
            self.spent[month] = before + amount
            return True


@dataclass
class FakeIdempotencyRecords:
    memory: Memory
    records: dict[str, Record] = field(default_factory=dict)

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> StoredResponse | None:
        with self.memory.lock:
            record = self.records.get(record_id)
            if record and record.run != run and not _is_over(record, now):
                return record.known
            self.records[record_id] = Record(run, StoredResponse(fingerprint), until, expires)
            return None

    def complete(self, record_id: str, *, run: str, response: str) -> None:
        with self.memory.lock:
            record = self._ours(record_id, run)
            if record is None:
                raise StaleLease("Another one has begun.")
            self.records[record_id] = replace(record, known=StoredResponse(record.known.fingerprint, response))

    def release(self, record_id: str, *, run: str) -> None:
        with self.memory.lock:
            if self._ours(record_id, run):
                del self.records[record_id]

    def _ours(self, record_id: str, run: str) -> Record | None:
        record = self.records.get(record_id)
        return record if record and record.run == run and record.known.response is None else None


@dataclass
class FakeCipher:
    """Encrypts visibly, but decrypts only with the same key."""

    def encrypt(self, content: bytes, *, key: bytes) -> str:
        return f"{b64encode(key).decode()}.{b64encode(content).decode()}"

    def decrypt(self, locked: str, *, key: bytes) -> bytes:
        locked_with, _, content = locked.partition(".")
        if b64decode(locked_with) != key:
            raise ValueError("The content was encrypted with another key.")
        return b64decode(content)


def _is_over(record: Record, now: datetime) -> bool:
    return record.expires <= now or (record.known.response is None and record.until <= now)
