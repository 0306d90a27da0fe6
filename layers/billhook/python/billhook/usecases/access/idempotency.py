"""Execute a request once per idempotency key; repeats get the stored response of the first."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from billhook.domain.company import Principal
from billhook.domain.errors import Conflict, KeyReused, Retryable, StaleLease, StillRunning
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Accounts
from billhook.ports.crypto import Cipher, Hmacs
from billhook.ports.limits import IdempotencyRecords, StoredResponse
from billhook.ports.parameters import LeaseDuration

KEPT = timedelta(hours=24)
RETRY_AFTER_SECONDS = 2
RECORD_PURPOSE, ANSWER_PURPOSE = "idempotency-record", "idempotency-answer"

MAX_KEPT = 300_000
"""Length of an encrypted response that fits into a row."""

TOO_LONG = "too long"
"""Stored instead of a longer response: the request is not executed again, but its response cannot be repeated."""


@dataclass(frozen=True)
class IdempotentRequest:
    """One request: its route, the ids in its path, the caller's key, and a fingerprint of its content."""

    route: str
    subjects: tuple[str, ...]
    key: str = field(repr=False)
    fingerprint: str


@dataclass(frozen=True)
class Idempotency:
    """Stores successful responses only: a refused request can be corrected and sent with the same key.

    A record is scoped by account, route, ids in the path, and the companies that the caller's key may access: another
    key of the account finds only responses that it could have produced itself. Responses are encrypted with the
    caller's idempotency key and ours, so the table alone reveals none. If the process dies mid-request the record is
    locked for ``lease``; then a repeat is executed.
    """

    idempotency_records: IdempotencyRecords
    accounts: Accounts
    hmacs: Hmacs
    cipher: Cipher
    clock: Clock
    ids: Ids
    lease: LeaseDuration

    def __call__(self, principal: Principal, ask: IdempotentRequest, act: Callable[[], str]) -> tuple[str, bool]:
        """The response, and whether it is a stored one. Raises KeyReused or StillRunning, and what ``act`` raises."""
        owner = self._owner(principal)
        record_id = self.hmacs.digest(RECORD_PURPOSE, _joined(*owner, ask.route, *ask.subjects, ask.key)).hex()
        opener = self.hmacs.digest(ANSWER_PURPOSE, _joined(record_id, ask.key))
        run, now = self.ids.new(), self.clock.now()
        known = self.idempotency_records.begin(
            record_id, run=run, fingerprint=ask.fingerprint, now=now, until=now + self.lease, expires=now + KEPT
        )
        if known:
            return self._repeated(known, ask, opener), True
        return self._carried_out(record_id, run, opener, act), False

    def _owner(self, principal: Principal) -> tuple[str, ...]:
        """Account and accessible companies of the caller; a rotated key has those of its predecessor."""
        key = self.accounts.key(principal.key_id)
        companies = principal.companies or (key.companies if key else ())
        default = (key.default_company if key else None) or ""
        return (principal.account_id, str(principal.all_companies), default, *sorted(companies))

    def _repeated(self, known: StoredResponse, ask: IdempotentRequest, opener: bytes) -> str:
        if not hmac.compare_digest(known.fingerprint, ask.fingerprint):
            raise KeyReused("This Idempotency-Key was used with a different request.")
        if known.response is None:
            raise StillRunning("A request with this Idempotency-Key is in progress.", retry_after=RETRY_AFTER_SECONDS)
        if known.response == TOO_LONG:
            raise Conflict("The request was completed before; its response was too large to store.")
        return self.cipher.decrypt(known.response, key=opener).decode()

    def _carried_out(self, record_id: str, run: str, opener: bytes, act: Callable[[], str]) -> str:
        try:
            answer = act()
        except Exception:
            with suppress(Retryable):
                self.idempotency_records.release(record_id, run=run)
            raise
        locked = self.cipher.encrypt(answer.encode(), key=opener)
        with suppress(StaleLease, Retryable):  # it is done, whether or not that can be noted
            self.idempotency_records.complete(
                record_id, run=run, response=locked if len(locked) <= MAX_KEPT else TOO_LONG
            )
        return answer


def _joined(*parts: str) -> bytes:
    """Parts as one unambiguous text."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
