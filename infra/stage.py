"""Stages: the settings that differ between the local cloud, development and production."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from billhook import names

VISIBILITY_FACTOR = 6
"""AWS's rule for a queue that feeds a function: Lambda retries a throttled batch within the visibility timeout."""

LEASE_MARGIN_SECONDS = 10
"""Seconds by which a lease outlives its function's timeout, so that two never process one document."""

_AWS_TIMEOUTS = {
    names.AUTHORIZE: 10,
    names.API: 29,
    names.FETCH_URL: 60,
    names.UNPACK_ARCHIVE: 60,
    names.ENQUEUE_FILE: 15,
    names.PARSE_DOCUMENT: 90,
    names.FINISH_READING: 90,
    names.PUBLISH_EVENTS: 30,
    names.PLAN_DELIVERIES: 30,
    names.DELIVER: 30,
    names.SWEEP: 30,
    names.ERASE: 60,
    names.ADMIN: 30,
}
_LOCAL_TIMEOUTS = {
    **dict.fromkeys(_AWS_TIMEOUTS, 15),
    names.FETCH_URL: 40,  # a fetch may take 28 s
    names.UNPACK_ARCHIVE: 60,  # 200 files, one by one
    names.PARSE_DOCUMENT: 90,
    names.FINISH_READING: 90,
    names.DELIVER: 20,  # a receiver may take 15 s
    names.SWEEP: 30,
    names.ERASE: 60,  # two hundred documents of a company, one by one
}


@dataclass(frozen=True)
class Machine:
    """Settings of the local stage only: addresses on this machine, and shortcuts for its journeys.

    ``allowed_hosts`` opens the egress guard for the listed ``host:port``; ``retry_schedule``,
    ``retry_floor`` and ``first_probe`` are in seconds.
    """

    endpoint_url: str = "http://127.0.0.1:4566"
    textract_url: str = ""
    allowed_hosts: str = ""
    retry_schedule: str = ""
    retry_floor: str = ""
    first_probe: str = ""


@dataclass(frozen=True)
class Issuer:
    """Issuer of access tokens, if it is not the stack's own user pool.

    ``url`` is the ``iss`` claim, ``audience`` the accepted ``aud`` claims, comma-separated, ``jwks_url`` the address
    of the keys. ``account_claim`` and ``companies_claim`` name the claims with the caller's account and companies.
    """

    url: str = ""
    audience: str = ""
    jwks_url: str = ""
    account_claim: str = ""
    companies_claim: str = ""


@dataclass(frozen=True)
class Domain:
    """A host name for the API, with the ARN of its certificate, or the id of the Route 53 zone for its records."""

    name: str = ""
    certificate: str = ""
    zone_id: str = ""


@dataclass(frozen=True)
class Stage:
    """The settings of one stage. Timeouts are in seconds by function; concurrency by function, at least 2."""

    name: str
    timeouts: Mapping[str, int]
    concurrency: Mapping[str, int]
    log_days: int
    archive_days: int | None
    noncurrent_days: int
    requests_per_second: int
    request_burst: int
    ocr_per_second: int
    """Synchronous OCR requests of all workers; at most the quota of the account in its region."""

    is_protected: bool
    """Whether data and stack have deletion protection."""
    reserved: Mapping[str, int] = field(default_factory=dict)
    """Concurrency by function that no other function of the account can use up, and that it never exceeds."""

    machine: Machine | None = None
    has_schema_registry: bool = True
    alarm_email: str = ""
    subscribers: tuple[str, ...] = ()
    """ARNs of buses in trusted accounts that receive every company's events."""
    issuer: Issuer = Issuer()
    cors_origins: tuple[str, ...] = ()
    """Origins of web pages that may call the API and fill signed forms, or ``*``."""
    domain: Domain = Domain()
    has_web_acl: bool = False
    monthly_budget: int = 0
    """USD a month at which the alarm topic hears of the stage's cost; 0 for no budget."""

    @property
    def is_local(self) -> bool:
        return self.machine is not None

    def timeout_of(self, function: str) -> int:
        return self.timeouts[function]

    def visibility_of(self, function: str) -> int:
        """Visibility timeout of the queue of ``function``, in seconds."""
        return VISIBILITY_FACTOR * self.timeouts[function]

    def lease_of(self, function: str) -> int:
        """Lease of ``function`` on a document or delivery, in seconds."""
        return self.timeouts[function] + LEASE_MARGIN_SECONDS


LOCAL = Stage(
    name="local",
    timeouts=_LOCAL_TIMEOUTS,
    concurrency={
        names.FETCH_URL: 2,
        names.UNPACK_ARCHIVE: 2,
        names.ENQUEUE_FILE: 2,
        names.PARSE_DOCUMENT: 2,
        names.FINISH_READING: 2,
        names.PLAN_DELIVERIES: 2,
        names.ERASE: 2,
        names.DELIVER: 4,
    },
    log_days=7,
    archive_days=None,  # the emulator has no archives
    has_schema_registry=False,  # the emulator has none
    noncurrent_days=7,
    requests_per_second=1_000,
    request_burst=1_000,
    ocr_per_second=20,
    is_protected=False,
    machine=Machine(),
)
DEV = Stage(
    name="dev",
    timeouts=_AWS_TIMEOUTS,
    concurrency={
        names.FETCH_URL: 5,
        names.UNPACK_ARCHIVE: 5,
        names.ENQUEUE_FILE: 5,
        names.PARSE_DOCUMENT: 10,
        names.FINISH_READING: 5,
        names.PLAN_DELIVERIES: 5,
        names.ERASE: 2,
        names.DELIVER: 10,
    },
    log_days=14,
    archive_days=7,
    noncurrent_days=7,
    requests_per_second=50,
    request_burst=100,
    ocr_per_second=5,
    is_protected=False,
)
PROD = replace(
    DEV,
    name="prod",
    concurrency={
        names.FETCH_URL: 20,
        names.UNPACK_ARCHIVE: 10,
        names.ENQUEUE_FILE: 20,
        names.PARSE_DOCUMENT: 50,
        names.FINISH_READING: 20,
        names.PLAN_DELIVERIES: 10,
        names.ERASE: 5,
        names.DELIVER: 50,
    },
    log_days=90,
    archive_days=90,
    noncurrent_days=30,
    requests_per_second=200,
    request_burst=400,
    is_protected=True,
    reserved={names.AUTHORIZE: 50, names.PUBLISH_EVENTS: 50, names.SWEEP: 20},
)
STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}

_BUS_ARN = re.compile(r"arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus/[A-Za-z0-9._-]{1,256}", re.ASCII)

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.ASCII)

_HOST_NAME = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)

_MACHINE_CONTEXT = {
    "endpointUrl": "endpoint_url",
    "textractUrl": "textract_url",
    "allowedHosts": "allowed_hosts",
    "retrySchedule": "retry_schedule",
    "retryFloor": "retry_floor",
    "firstProbe": "first_probe",
}

_DOMAIN_CONTEXT = {"domain": "name", "certificate": "certificate", "hostedZone": "zone_id"}

_ISSUER_CONTEXT = {
    "tokenIssuer": "url",
    "tokenAudience": "audience",
    "tokenJwksUrl": "jwks_url",
    "tokenAccountClaim": "account_claim",
    "tokenCompaniesClaim": "companies_claim",
}


def stage_of(context: Callable[[str], Any]) -> Stage:
    """The stage named by the CDK context (``stage``, default dev), with the settings of the context.

    Raises ValueError for an unknown stage, and for a setting of the local stage on another one: exceptions of the
    egress guard must not be deployable to AWS.
    """
    name = context("stage") or DEV.name
    if name not in STAGES:
        raise ValueError(f"There is no stage {name!r}; there are {', '.join(STAGES)}.")
    stage = replace(
        STAGES[name],
        alarm_email=context("alarmEmail") or "",
        ocr_per_second=int(context("ocrPerSecond") or STAGES[name].ocr_per_second),
        issuer=_issuer_of(context),
        subscribers=_subscribers_of(context),
        cors_origins=_cors_origins_of(context),
        domain=_domain_of(context),
        has_web_acl=context("webAcl") == "1",
        monthly_budget=int(context("monthlyBudget") or 0),
        reserved={} if context("reservedConcurrency") == "0" else STAGES[name].reserved,
    )
    if stage.is_local and (stage.domain.name or stage.has_web_acl or stage.monthly_budget):
        raise ValueError("The local stage has no domain, no webAcl and no monthlyBudget.")
    settings = {field: value for key, field in _MACHINE_CONTEXT.items() if (value := context(key))}
    if settings and stage.machine is None:
        raise ValueError(f"Only the local stage has the settings {', '.join(sorted(settings))}; this is {name}.")
    return replace(stage, machine=replace(stage.machine, **settings)) if stage.machine and settings else stage


def _subscribers_of(context: Callable[[str], Any]) -> tuple[str, ...]:
    """The comma-separated buses of the context. Raises ValueError for an invalid ARN."""
    buses = tuple(dict.fromkeys(arn.strip() for arn in (context("subscriberBuses") or "").split(",") if arn.strip()))
    for arn in buses:
        if not _BUS_ARN.fullmatch(arn):
            raise ValueError(f"subscriberBuses: {arn!r} is no ARN of an event bus.")
    return buses


def _cors_origins_of(context: Callable[[str], Any]) -> tuple[str, ...]:
    """The origins that the context names, with commas between them. Raises ValueError for what is none."""
    named = (context("corsOrigins") or "").split(",")
    origins = tuple(dict.fromkeys(origin.strip() for origin in named if origin.strip()))
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise ValueError(f"corsOrigins: {origin!r} is no origin such as https://app.example.com.")
    return origins


def _domain_of(context: Callable[[str], Any]) -> Domain:
    """The domain of the context. Raises ValueError for an invalid name, and where no certificate can be had."""
    domain = Domain(**{field: str(context(key) or "") for key, field in _DOMAIN_CONTEXT.items()})
    if domain.name and not _HOST_NAME.fullmatch(domain.name):
        raise ValueError(f"domain: {domain.name!r} is no host name such as bills.example.com.")
    if bool(domain.name) != bool(domain.certificate or domain.zone_id):
        raise ValueError("domain needs certificate (an ARN) or hostedZone (an id) beside it, and they need domain.")
    return domain


def _issuer_of(context: Callable[[str], Any]) -> Issuer:
    """The issuer of the context. Raises ValueError if it is incomplete, or if its keys are not served over https."""
    issuer = Issuer(**{field: str(context(key) or "") for key, field in _ISSUER_CONTEXT.items()})
    if issuer.url and not (issuer.audience and issuer.jwks_url and issuer.account_claim):
        raise ValueError("tokenIssuer needs tokenAudience, tokenJwksUrl and tokenAccountClaim beside it.")
    if issuer.url and not issuer.jwks_url.startswith("https://"):
        raise ValueError("tokenJwksUrl must start with https://.")
    return issuer
