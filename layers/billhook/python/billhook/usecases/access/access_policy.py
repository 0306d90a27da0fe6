"""Access policy: whether a company, site, job, document, destination or delivery belongs to the caller."""

from dataclasses import dataclass
from typing import TypeVar

from billhook.domain.company import Company, Principal, Site, default_site
from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination, DestinationType
from billhook.domain.document import Document
from billhook.domain.errors import NotFound, Problem, UnknownReference
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, DocumentId, JobId, SiteId, is_id
from billhook.domain.job import Job
from billhook.ports.companies import Accounts, Companies
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.documents import Documents, Jobs

Owned = TypeVar("Owned", Site, Job, Document, Destination, Delivery)


@dataclass(frozen=True)
class AccessPolicy:
    """Load things for a caller; raises NotFound for everything that is foreign, absent or deleted."""

    accounts: Accounts
    companies: Companies
    jobs: Jobs
    documents: Documents
    destinations: Destinations
    deliveries: Deliveries

    def __call__(self, principal: Principal, company_id: CompanyId) -> Company:
        """The company, if it is the account's, if it lives, and if the key may touch it."""
        company = self.companies.get(company_id) if is_id(company_id) else None
        if company is None or company.account_id != principal.account_id or company.deleted:
            raise NotFound
        limits = self.limits(principal)
        if limits is not None and company.id not in limits:
            raise NotFound
        return company

    def limits(self, principal: Principal) -> tuple[CompanyId, ...] | None:
        """The companies that the key or token is limited to; None when it may touch all of the account's."""
        if principal.all_companies:
            return None
        if principal.companies:
            return principal.companies
        key = self.accounts.key(principal.key_id)
        return key.companies if key else ()

    def site(self, principal: Principal, site_id: SiteId) -> Site:
        site = self.companies.site(site_id) if is_id(site_id) else None
        return self._owned(principal, None if site is None or site.deleted else site)

    def site_at(self, principal: Principal, company_id: CompanyId, site_id: SiteId) -> Site:
        """A site in a path that names its company as well: it must be that company's.

        The company's own id is that of its default site, of all bills without a site.
        """
        company = self(principal, company_id)
        if site_id == SiteId(company.id):
            return default_site(company)
        site = self.companies.site(site_id) if is_id(site_id) else None
        if site is None or site.company_id != company.id or site.deleted:
            raise NotFound
        return site

    def site_of(self, company: Company, site_id: SiteId | None, *, pointer: str = "/siteId") -> SiteId | None:
        """A site that a body names at ``pointer``: it must belong to the company. Raises UnknownReference."""
        if site_id is None:
            return None
        site = self.companies.site(site_id) if is_id(site_id) else None
        if site is None or site.company_id != company.id or site.deleted:
            problem = Problem(pointer, "The company has no site with this id.")
            raise UnknownReference("Unknown reference.", (problem,))
        return site.id

    def job(self, principal: Principal, job_id: JobId) -> Job:
        return self._owned(principal, self.jobs.get(job_id) if is_id(job_id) else None)

    def document(self, principal: Principal, document_id: DocumentId) -> Document:
        """A document; an archive is none."""
        found = self.file(principal, document_id)
        if found.file.is_archive:
            raise NotFound
        return found

    def file(self, principal: Principal, file_id: DocumentId) -> Document:
        """An uploaded file, also an archive, unless it is deleted."""
        found = self.documents.get(file_id) if is_id(file_id) else None
        return self._owned(principal, None if found is None or found.deleted else found)

    def usual_company(self, principal: Principal) -> CompanyId | None:
        """The company that is meant when a request names none: the key's default."""
        key = self.accounts.key(principal.key_id)
        return key.default_company if key else None

    def destination(self, principal: Principal, destination_id: DestinationId) -> Destination:
        found = self.destinations.get(destination_id) if is_id(destination_id) else None
        return self._owned(principal, None if found is None or found.deleted else found)

    def callback(self, principal: Principal, company_id: CompanyId, destination_id: DestinationId) -> Destination:
        """A callback in a path that names its company as well; other destinations are not to be had that way."""
        company = self(principal, company_id)
        found = self.destinations.get(destination_id) if is_id(destination_id) else None
        if (
            found is None
            or found.company_id != company.id
            or found.deleted
            or found.type is not DestinationType.CALLBACK
        ):
            raise NotFound
        return found

    def delivery(self, principal: Principal, delivery_id: DeliveryId) -> Delivery:
        return self._owned(principal, self.deliveries.get(delivery_id) if is_id(delivery_id) else None)

    def _owned(self, principal: Principal, thing: Owned | None) -> Owned:
        if thing is None:
            raise NotFound
        self(principal, thing.company_id)
        return thing
