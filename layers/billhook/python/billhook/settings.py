"""Settings of functions and CLI from environment variables; the only place that reads ``os.environ``.

CDK and the functions both use ``FUNCTION_SETTINGS``, so that a missing or unknown name fails at synth.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from billhook import names

_PREFIX = "BILLHOOK_"


class SettingsError(Exception):
    """A required setting is missing, or a setting is unknown."""


@dataclass(frozen=True)
class Settings:
    """All settings; a function has those that ``FUNCTION_SETTINGS`` lists for it, the others are empty.

    ``allowed_hosts``: comma-separated ``host:port`` that the egress guard allows although they are not public; only
    the local stage can set it. ``retry_schedule``: comma-separated seconds. ``retry_floor``: least wait after a timeout
    or 429. ``first_probe``: first wait of an open circuit. ``dispatcher_role``: ARN of the role that puts events on
    customers' buses. ``reserved_buses``: comma-separated patterns of bus ARNs that are never used as destinations.
    ``cors_origins``: comma-separated origins of web pages that may call the API, or ``*``.
    ``token_issuer`` signs access tokens for one of the comma-separated ``token_audience`` with the keys at
    ``token_jwks_url``; ``token_account_claim`` and ``token_companies_claim`` name the claims.
    """

    stage: str = ""
    table: str = ""
    bucket: str = ""
    bus: str = ""
    fetch_queue: str = ""
    unpack_queue: str = ""
    parse_queue: str = ""
    deliver_queue: str = ""
    erase_queue: str = ""
    signing_secret: str = ""
    secrets_key: str = ""
    api_url: str = ""
    textract_topic: str = ""
    textract_role: str = ""
    lease_seconds: str = ""
    ocr_per_second: str = ""
    allowed_hosts: str = ""
    retry_schedule: str = ""
    retry_floor: str = ""
    first_probe: str = ""
    dispatcher_role: str = ""
    reserved_buses: str = ""
    cors_origins: str = ""

    token_issuer: str = ""
    token_audience: str = ""
    token_jwks_url: str = ""
    token_account_claim: str = ""
    token_companies_claim: str = ""

    @classmethod
    def from_environment(cls, function: str) -> "Settings":
        """Read the settings of ``function``. Raises SettingsError with the missing names."""
        names_of_function = FUNCTION_SETTINGS[function]
        values = {name: os.environ.get(_PREFIX + name.upper(), "") for name in names_of_function}
        missing = sorted(name for name in names_of_function - OPTIONAL if not values[name])
        if missing:
            raise SettingsError(f"{function} lacks {', '.join(_PREFIX + name.upper() for name in missing)}")
        return cls(**values)

    def require(self, name: str) -> str:
        """The value of a setting; raises SettingsError naming it when it is empty."""
        value: str = getattr(self, name)
        if not value:
            raise SettingsError(f"{_PREFIX}{name.upper()} is not set")
        return value


OPTIONAL = frozenset(
    {"allowed_hosts", "cors_origins", "retry_schedule", "token_companies_claim", "retry_floor", "first_probe"}
)
_COMMON = {"stage", "table"}

FUNCTION_SETTINGS: dict[str, frozenset[str]] = {
    function: frozenset(_COMMON | specific)
    for function, specific in {
        names.AUTHORIZE: {
            "signing_secret", "token_issuer", "token_audience", "token_jwks_url", "token_account_claim",
            "token_companies_claim",
        },
        names.API: {
            "bucket", "fetch_queue", "parse_queue", "deliver_queue", "erase_queue", "signing_secret", "secrets_key",
            "lease_seconds", "allowed_hosts", "dispatcher_role", "reserved_buses", "cors_origins",
        },
        names.FETCH_URL: {"bucket", "fetch_queue", "lease_seconds", "allowed_hosts"},
        names.UNPACK_ARCHIVE: {"bucket", "parse_queue", "lease_seconds"},
        names.ENQUEUE_FILE: {"parse_queue"},
        names.PARSE_DOCUMENT: {
            "bucket", "parse_queue", "unpack_queue", "lease_seconds", "textract_topic", "textract_role",
            "ocr_per_second",
        },
        names.FINISH_READING: {
            "bucket", "parse_queue", "lease_seconds", "textract_topic", "textract_role", "ocr_per_second",
        },
        names.PUBLISH_EVENTS: {"bucket", "bus", "api_url", "signing_secret"},
        names.PLAN_DELIVERIES: {"deliver_queue"},
        names.DELIVER: {
            "bucket", "deliver_queue", "secrets_key", "signing_secret", "api_url",
            "lease_seconds", "allowed_hosts", "retry_schedule", "retry_floor", "first_probe",
        },
        names.SWEEP: {
            "bucket", "bus", "parse_queue", "fetch_queue", "deliver_queue", "erase_queue", "api_url", "signing_secret",
        },
        names.ERASE: {"bucket", "erase_queue"},
        names.ADMIN: {"signing_secret"},
    }.items()
}  # fmt: skip


def as_environment(function: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of ``function``. Raises SettingsError for missing or unknown names."""
    names_of_function = FUNCTION_SETTINGS[function]
    missing = sorted(name for name in names_of_function - OPTIONAL if not values.get(name))
    unknown = sorted(set(values) - {field.name for field in fields(Settings)})
    if missing or unknown:
        raise SettingsError(f"{function}: missing {missing}, unknown {unknown}")
    return {_PREFIX + name.upper(): values[name] for name in sorted(names_of_function) if values.get(name)}


@dataclass(frozen=True)
class CliSettings:
    """Settings of the command line; empty when not set."""

    api_url: str = ""
    api_key: str = ""
    company_id: str = ""
    home: str = ""

    @classmethod
    def from_environment(cls) -> "CliSettings":
        return cls(**{field.name: os.environ.get(_PREFIX + field.name.upper(), "") for field in fields(cls)})
