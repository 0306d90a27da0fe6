"""Access tokens of an OpenID Connect issuer: their shape, and the principal of their claims.

The issuer identifies the user; a claim names the Billhook account.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billhook.domain.company import Principal
from billhook.domain.errors import Unauthorized
from billhook.domain.ids import AccountId, CompanyId, KeyId, derived, is_id

MAX_LENGTH = 8_192
MAX_COMPANIES = 50
MAX_EMAIL_LENGTH = 254
EVERY_COMPANY = "all"

_SHAPE = re.compile(r"[\w-]{2,}\.[\w-]+\.[\w-]+", re.ASCII)


def is_token(text: str) -> bool:
    """Whether ``text`` has the shape of a signed JWT; an unsigned one has no third part."""
    return len(text) <= MAX_LENGTH and _SHAPE.fullmatch(text) is not None


@dataclass(frozen=True)
class ClaimMapping:
    """Names of the claims with the account and, optionally, its companies.

    The account claim is an account id, or a list (such as Cognito's groups) in which exactly one string is an account
    id. The companies claim is a list of ids, a string of ids separated by spaces, or "all". If it is configured, a
    token without it is refused.
    """

    account: str = "cognito:groups"
    companies: str = ""

    def principal_of(self, claims: Mapping[str, Any]) -> Principal:
        """The principal of ``claims``. Raises Unauthorized without an account, or without the companies claim."""
        companies = self._companies(claims)
        return Principal(
            account_id=self._account(claims),
            key_id=KeyId(derived("token", claims["iss"], claims["sub"])),
            email=_email_of(claims),
            all_companies=companies is None,
            companies=companies or (),
        )

    def _account(self, claims: Mapping[str, Any]) -> AccountId:
        named = [text for text in _texts(claims.get(self.account)) if is_id(text)]
        if len(named) != 1:
            raise Unauthorized("The token has no account claim.")
        return AccountId(named[0])

    def _companies(self, claims: Mapping[str, Any]) -> tuple[CompanyId, ...] | None:
        """The companies of the claim; None means all companies of the account."""
        if not self.companies:
            return None
        values = _texts(claims.get(self.companies))
        if values == [EVERY_COMPANY]:
            return None
        named = tuple(CompanyId(value) for value in values if is_id(value))
        if not 1 <= len(named) <= MAX_COMPANIES or len(named) < len(values):
            raise Unauthorized("The token has no companies claim.")
        return named


def _texts(claim: Any) -> list[str]:
    parts = claim.split() if isinstance(claim, str) else claim
    return [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []


def _email_of(claims: Mapping[str, Any]) -> str:
    """Name of the user, stored as the sender of uploaded documents."""
    names = (claims.get(name) for name in ("email", "username", "preferred_username", "sub"))
    return next(str(name) for name in names if name)[:MAX_EMAIL_LENGTH]
