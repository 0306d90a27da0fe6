"""Companies and their sites."""

from typing import Any

from billhook.domain.ids import CompanyId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.companies.add_site import AddSite
from billhook.usecases.companies.queries import GetConsumption, GetQuota, ListCompanies, ListSites
from billhook.usecases.companies.register_company import RegisterCompany
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.companies.remove_site import RemoveSite
from billhook.usecases.companies.restore_company import RestoreCompany
from billhook.usecases.companies.update_company import UpdateCompany
from billhook.usecases.companies.update_site import UpdateSite
from billhook.wire.document_views import consumption_json
from billhook.wire.main import company_json, quota_json, site_json
from billhook.wire.patch_requests import CompanyChange, SiteChange
from billhook.wire.requests import NewCompany, NewSite

from .container import use_case

routes = Routes()


@routes("listCompanies")
def list_companies(request: Request) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListCompanies)(request.principal, part), company_json)


@routes("createCompany")
def create_company(request: Request) -> dict[str, Any]:
    new = request.json(NewCompany)
    return company_json(use_case(RegisterCompany)(request.principal, **dict(new)))


@routes("getCompany")
def get_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return company_json(use_case(AccessPolicy)(request.principal, company_id))


@routes("getQuota")
def get_quota(request: Request, company_id: CompanyId) -> dict[str, Any]:
    quota = use_case(GetQuota)(request.principal, company_id)
    return quota_json(quota.company, quota.at, files=quota.spending.files, usd=quota.spending.usd)


@routes("reviseCompany")
def update_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    change = request.json(CompanyChange)
    return company_json(use_case(UpdateCompany)(request.principal, company_id, change.patch))


@routes("removeCompany")
def remove_company(request: Request, company_id: CompanyId) -> None:
    use_case(RemoveCompany)(request.principal, company_id)


@routes("restoreCompany")
def restore_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return company_json(use_case(RestoreCompany)(request.principal, company_id))


@routes("listSites")
def list_sites(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListSites)(request.principal, company_id, part), site_json)


@routes("createSite")
def create_site(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewSite)
    return site_json(use_case(AddSite)(request.principal, company_id, **dict(new)))


@routes("getSite")
def get_site(request: Request, site_id: SiteId) -> dict[str, Any]:
    return site_json(use_case(AccessPolicy).site(request.principal, site_id))


@routes("reviseSite")
def update_site(request: Request, site_id: SiteId) -> dict[str, Any]:
    change = request.json(SiteChange)
    return site_json(use_case(UpdateSite)(request.principal, site_id, change.patch))


@routes("removeSite")
def remove_site(request: Request, site_id: SiteId) -> None:
    use_case(RemoveSite)(request.principal, site_id)


@routes("getConsumption")
def get_consumption(request: Request, site_id: SiteId) -> dict[str, Any]:
    consumption = use_case(GetConsumption)(request.principal, site_id)
    return consumption_json(consumption.site, consumption.document, consumption.currency, consumption.months)
