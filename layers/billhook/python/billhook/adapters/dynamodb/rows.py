"""Rows of domain values: key, list and due attributes, and fields."""

from datetime import datetime

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.document_rows import fields_of_document
from billhook.adapters.dynamodb.items import fields_of
from billhook.adapters.dynamodb.table import Fields
from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.company import Account, ApiKey, Company, Site
from billhook.domain.delivery import Attempt, Delivery, Resend
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.drop import Drop
from billhook.domain.events import Event
from billhook.domain.ids import DeliveryId, JobId
from billhook.domain.job import Job, JobEntry
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery
from billhook.domain.sweep_delays import RETENTION
from billhook.names import TTL_ATTRIBUTE
from billhook.ports.sweeper import DueKind


def of_account(account: Account) -> Fields:
    return {**keys.account(account.id), **fields_of(account)}


def of_key(key: ApiKey) -> Fields:
    place = keys.listed(keys.keys_of(key.account_id), key.created, key.id)
    return {**keys.api_key(key.id), **place, **fields_of(key)}


def of_company(company: Company) -> Fields:
    """A deleted company is in no list."""
    place = keys.listed(keys.companies_of(company.account_id), company.created, company.id)
    due = keys.due(DueKind.COMPANY, company.id, company.due_at)
    return {**keys.company(company.id), **({} if company.deleted else place), **due, **fields_of(company)}


def of_site(site: Site) -> Fields:
    """A deleted site is in no list."""
    place = keys.listed(keys.sites_of(site.company_id), site.created, site.id)
    return {**keys.site(site.id), **({} if site.deleted else place), **fields_of(site)}


def of_job(job: Job) -> Fields:
    place = keys.listed(keys.jobs_of(job.company_id), job.created, job.id)
    return {**keys.job(job.id), **place, **keys.due(DueKind.JOB, job.id, job.due_at), **fields_of(job)}


def of_entry(job_id: JobId, entry: JobEntry) -> Fields:
    return {**keys.job_entry(job_id, entry.document_id), **fields_of(entry)}


def of_document(document: Document) -> Fields:
    """Archives and deleted documents are in no list."""
    place = keys.listed(keys.documents_of(document.company_id), document.created, document.id)
    hidden = document.file.is_archive or document.deleted
    due = keys.due(DueKind.DOCUMENT, document.id, document.lease.due_at)
    return {**keys.document(document.id), **({} if hidden else place), **due, **fields_of_document(document)}


def of_version(document: Document) -> Fields:
    """The head at this version, without the digest, which can be derived from the content."""
    fields = {name: field for name, field in fields_of_document(document).items() if name != "digest"}
    return {**keys.document_version(document.id, document.version), **fields}


def at_site(document: Document) -> Fields | None:
    """Return the row that puts a document into its site's list, or None without a site."""
    if document.site_id is None or document.file.is_archive:
        return None
    place = keys.listed(keys.documents_at(document.site_id), document.created, document.id)
    return {**keys.document_at_site(document.id), **place, "id": document.id}


def of_event(event: Event) -> Fields:
    """Internal events are in no list. Events are kept for 30 days."""
    place = keys.listed(keys.events_of(event.company_id), event.occurred, event.id) if event.type.is_public else {}
    due = keys.due(DueKind.EVENT, event.id, event.due_at)
    head = {**keys.event(event.subject_id, event.version, event.type.value), **place, **due}
    return {**head, **_expiry(event.occurred), **fields_of(event)}


def of_drop(drop: Drop) -> Fields:
    """A revoked drop is in no list."""
    place = keys.listed(keys.drops_of(drop.company_id), drop.created, drop.id)
    return {**keys.drop(drop.id), **({} if drop.revoked else place), **fields_of(drop)}


def of_destination(destination: Destination) -> Fields:
    """A deleted destination is in a list that only erasure reads."""
    list_of = keys.hidden_destinations_of if destination.deleted else keys.destinations_of
    place = keys.listed(list_of(destination.company_id), destination.created, destination.id)
    return {**keys.destination(destination.id), **place, **fields_of(destination)}


def of_delivery(delivery: Delivery) -> Fields:
    place = keys.listed(keys.deliveries_to(delivery.destination_id), delivery.created, delivery.id)
    due = keys.due(DueKind.DELIVERY, delivery.id, delivery.due_at)
    return {**keys.delivery(delivery.id), **place, **due, **_expiry(delivery.updated), **fields_of(delivery)}


def of_attempt(delivery_id: DeliveryId, attempt: Attempt, resend_id: str | None = None) -> Fields:
    """A manual attempt has the id of its resend request in its key."""
    number = attempt.number
    key = keys.manual_attempt(delivery_id, resend_id) if resend_id else keys.attempt(delivery_id, number)
    return {**key, **_expiry(attempt.at), **fields_of(attempt)}


def of_resend(resend: Resend) -> Fields:
    due = keys.due(DueKind.RESEND, resend.id, resend.due_at)
    last = resend.done or resend.due_at
    key = keys.resend(resend.delivery_id, resend.id)
    return {**key, **due, **(_expiry(last) if last else {}), **fields_of(resend)}


def of_circuit_breaker(breaker: CircuitBreaker) -> Fields:
    return {**keys.circuit_breaker(breaker.destination_id), **fields_of(breaker)}


def of_rate_limit(rate_limit: RateLimit) -> Fields:
    return {**keys.rate_limit(rate_limit.destination_id), **fields_of(rate_limit)}


def of_recovery(recovery: Recovery) -> Fields:
    due = keys.due(DueKind.RECOVERY, recovery.id, recovery.due_at)
    key = keys.recovery(recovery.destination_id, recovery.id)
    return {**key, **due, **_expiry(recovery.updated), **fields_of(recovery)}


def _expiry(last: datetime) -> Fields:
    """Return the TTL attribute: rows expire ``RETENTION`` after their last change."""
    return {TTL_ATTRIBUTE: int((last + RETENTION).timestamp())}
