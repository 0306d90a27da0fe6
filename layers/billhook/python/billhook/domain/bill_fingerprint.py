"""Fingerprints of a bill: equal issuer, account, period and total are a near duplicate; without total, a revision."""

import hashlib
import re

from billhook.domain.bill import Bill

_WORD = re.compile(r"[^\W_]+")


def same_bill_fingerprint(bill: Bill) -> str | None:
    """Equal for bills of one issuer and account, over one period, of one total; None when the bill lacks one of them.

    A bill that prints no period has that of its date.
    """
    period = _period(bill) or (bill.bill_date.isoformat() if bill.bill_date else None)
    if bill.total_charges is None or period is None:
        return None
    return _mark("bill", _issuer(bill), _account(bill), period, f"{bill.total_charges.normalize():f}")


def same_period_fingerprint(bill: Bill) -> str | None:
    """Equal for bills of one issuer and account over one period for the same meters, with any total."""
    meters = sorted({_plain(meter.value) or "" for usage in bill.usage_data for meter in usage.identifiers})
    kinds = sorted({usage.datasource_type.value for usage in bill.usage_data})
    return _mark("period", _issuer(bill), _account(bill), _period(bill), " ".join([*kinds, *meters]))


def _issuer(bill: Bill) -> str | None:
    return _plain(bill.utility_name)


def _account(bill: Bill) -> str | None:
    return _plain(bill.account_number)


def _period(bill: Bill) -> str | None:
    starts = [usage.start_date for usage in bill.usage_data if usage.start_date]
    ends = [usage.end_date for usage in bill.usage_data if usage.end_date]
    return f"{min(starts)}/{max(ends)}" if starts and ends else None


def _plain(text: str | None) -> str | None:
    """Letters and digits only: prints differ in spaces, dashes and case."""
    return "".join(_WORD.findall((text or "").casefold())) or None


def _mark(kind: str, *parts: str | None) -> str | None:
    """Hashed, because account numbers must not be in keys."""
    if not all(parts):
        return None
    return f"{kind}-{hashlib.sha256(chr(31).join(part or '' for part in parts).encode()).hexdigest()}"
