"""Callers of use cases: a key of the account, and one of another account."""

from billhook.domain.ids import AccountId, derived
from tests.builders import a_principal

CALLER = a_principal()
STRANGER = a_principal(account_id=AccountId(derived("test", "other account")))
"""May touch nothing of ``COMPANY``."""
