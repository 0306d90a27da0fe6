"""A drop: a durable link for uploading files of one company without an API key, until it is revoked."""

from datetime import datetime, timedelta

from billhook.domain.api_key import checked_text, is_checked_text
from billhook.domain.ids import CompanyId, DropId, SiteId
from billhook.domain.value import Value

PREFIX = "bd_"
LIFETIME = timedelta(days=90)
HMAC_PURPOSE = "drop"


class Drop(Value):
    """A drop. Its id is derived from the HMAC of its token; the token is never stored."""

    id: DropId
    company_id: CompanyId
    site_id: SiteId | None = None
    name: str | None = None
    email: str = ""
    created: datetime
    expires: datetime
    revoked: datetime | None = None

    def revoked_at(self, time: datetime) -> "Drop":
        """Closed, without the name and address of its sender."""
        return self.model_copy(update={"revoked": time, "name": None, "email": ""})

    def is_open(self, now: datetime) -> bool:
        return self.revoked is None and now < self.expires


def token_of(seed: bytes) -> str:
    """The token of ``api_key.SEED_BYTES`` random bytes, like an API key with another prefix."""
    return checked_text(PREFIX, seed)


def is_token(text: str) -> bool:
    return is_checked_text(PREFIX, text)


def link(api_url: str, token: str) -> str:
    """The URL whose POST returns a pre-signed form for one file."""
    return f"{api_url.rstrip('/')}/drop/{token}"
