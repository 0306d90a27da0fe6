"""What each function is told by its environment; the only place that reads ``os.environ``.

CDK writes exactly what the code reads: both sides use ``FUNCTION_SETTINGS``, so a name that is missing
or unknown fails at synth, not at night.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from billhook import names

_PREFIX = "BILLHOOK_"


class SettingsError(Exception):
    """A setting that a function needs is missing, or one is set that it does not know."""


@dataclass(frozen=True)
class Settings:
    """Every setting; a function is given those that ``FUNCTION_SETTINGS`` lists for it, the rest are empty.

    ``allowed_hosts`` is a comma-separated list of ``host:port`` that the egress guard lets through although
    they are not public; only the local stage can set it. ``retry_schedule`` is a comma-separated list of seconds,
    ``retry_floor`` the least wait after a time-out or 429, ``first_probe`` the first wait of one that is down.
    ``dispatcher_role`` is the ARN of the role that puts events on customers' buses, ``reserved_buses`` a list of
    patterns, with commas, of bus ARNs that it never touches.
    ``token_issuer`` is trusted to sign access tokens for one of the ``token_audience`` (comma-separated), with the keys
    at ``token_jwks_url``; the claims that name the account and, if any, its companies are named by the other two.
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
    allowed_hosts: str = ""
    retry_schedule: str = ""
    retry_floor: str = ""
    first_probe: str = ""
    dispatcher_role: str = ""
    reserved_buses: str = ""

    token_issuer: str = ""
    token_audience: str = ""
    token_jwks_url: str = ""
    token_account_claim: str = ""
    token_companies_claim: str = ""

    @classmethod
    def from_environment(cls, function: str) -> "Settings":
        """The settings of ``function``; raises SettingsError naming what is missing."""
        wanted = FUNCTION_SETTINGS[function]
        found = {name: os.environ.get(_PREFIX + name.upper(), "") for name in wanted}
        missing = sorted(name for name in wanted - OPTIONAL if not found[name])
        if missing:
            raise SettingsError(f"{function} lacks {', '.join(_PREFIX + name.upper() for name in missing)}")
        return cls(**found)


OPTIONAL = frozenset({"allowed_hosts", "retry_schedule", "token_companies_claim", "retry_floor", "first_probe"})
_ALWAYS = {"stage", "table"}

FUNCTION_SETTINGS: dict[str, frozenset[str]] = {
    function: frozenset(_ALWAYS | more)
    for function, more in {
        names.AUTHORIZE: {
            "signing_secret", "token_issuer", "token_audience", "token_jwks_url", "token_account_claim",
            "token_companies_claim",
        },
        names.API: {
            "bucket", "fetch_queue", "parse_queue", "deliver_queue", "erase_queue", "signing_secret", "secrets_key",
            "lease_seconds", "allowed_hosts", "dispatcher_role", "reserved_buses",
        },
        names.FETCH_URL: {"bucket", "lease_seconds", "allowed_hosts"},
        names.UNPACK_ARCHIVE: {"bucket", "parse_queue", "lease_seconds"},
        names.PARSE_DOCUMENT: {
            "bucket", "parse_queue", "unpack_queue", "lease_seconds", "textract_topic", "textract_role",
        },
        names.FINISH_READING: {"bucket", "parse_queue", "lease_seconds", "textract_topic", "textract_role"},
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
    """The environment of ``function`` from all that the stack knows; raises SettingsError for what is missing."""
    wanted = FUNCTION_SETTINGS[function]
    missing = sorted(name for name in wanted - OPTIONAL if not values.get(name))
    unknown = sorted(set(values) - {field.name for field in fields(Settings)})
    if missing or unknown:
        raise SettingsError(f"{function}: missing {missing}, unknown {unknown}")
    return {_PREFIX + name.upper(): values[name] for name in sorted(wanted) if values.get(name)}


@dataclass(frozen=True)
class CliSettings:
    """What the command line is told by the environment; empty means that nothing is said."""

    api_url: str = ""
    api_key: str = ""
    company_id: str = ""
    home: str = ""

    @classmethod
    def from_environment(cls) -> "CliSettings":
        return cls(**{field.name: os.environ.get(_PREFIX + field.name.upper(), "") for field in fields(cls)})
