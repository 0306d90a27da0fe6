"""Access tokens of an OpenID Connect issuer: how they look, and whom their claims mean.

The issuer identifies the user; a claim must name an account of Billhook.
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
    """Which claims name the account and, where that is wanted, its companies.

    The account's claim is its id, or a list (such as Cognito's groups) in which exactly one text is an account's id.
    The companies' claim is a list of ids, or their text with spaces between them, or "all". Where such a claim is
    wanted, a token without it is let in nowhere.
    """

    account: str = "cognito:groups"
    companies: str = ""

    def principal_of(self, claims: Mapping[str, Any]) -> Principal:
        """The principal of ``claims``. Raises Unauthorized when they name none."""
        companies = self._companies(claims)
        return Principal(
            account_id=self._account(claims),
            key_id=KeyId(derived("token", claims["iss"], claims["sub"])),
            email=_email_of(claims),
            all_companies=companies is None,
            companies=companies or (),
        )

    def _account(self, claims: Mapping[str, Any]) -> AccountId:
        named = [one for one in _texts(claims.get(self.account)) if is_id(one)]
        if len(named) != 1:
            raise Unauthorized("The token has no account claim.")
        return AccountId(named[0])

    def _companies(self, claims: Mapping[str, Any]) -> tuple[CompanyId, ...] | None:
        """None means all of the account's."""
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
    return [one for one in parts if isinstance(one, str)] if isinstance(parts, list) else []


def _email_of(claims: Mapping[str, Any]) -> str:
    """The sender of documents that are uploaded with the token."""
    names = (claims.get(name) for name in ("email", "username", "preferred_username", "sub"))
    return next(str(name) for name in names if name)[:MAX_EMAIL_LENGTH]
