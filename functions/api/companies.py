"""Companies and their sites."""

from typing import Any

from billhook.domain.ids import CompanyId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.wire.document_views import consumption_json
from billhook.wire.main import company_json, site_json
from billhook.wire.patch_requests import CompanyChange, SiteChange
from billhook.wire.requests import NewCompany, NewSite

from .uses import uses

routes = Routes()


@routes("listCompanies")
def list_companies(request: Request) -> dict[str, Any]:
    return page(request, lambda part: uses().list_companies(request.principal, part), company_json)


@routes("createCompany")
def create_company(request: Request) -> dict[str, Any]:
    new = request.json(NewCompany)
    return company_json(uses().register_company(request.principal, **dict(new)))


@routes("getCompany")
def get_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return company_json(uses().scope(request.principal, company_id))


@routes("reviseCompany")
def update_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    change = request.json(CompanyChange)
    return company_json(uses().update_company(request.principal, company_id, change.given))


@routes("removeCompany")
def remove_company(request: Request, company_id: CompanyId) -> None:
    uses().remove_company(request.principal, company_id)


@routes("listSites")
def list_sites(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: uses().list_sites(request.principal, company_id, part), site_json)


@routes("createSite")
def create_site(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewSite)
    return site_json(uses().add_site(request.principal, company_id, **dict(new)))


@routes("getSite")
def get_site(request: Request, site_id: SiteId) -> dict[str, Any]:
    return site_json(uses().scope.site(request.principal, site_id))


@routes("reviseSite")
def update_site(request: Request, site_id: SiteId) -> dict[str, Any]:
    change = request.json(SiteChange)
    return site_json(uses().update_site(request.principal, site_id, change.given))


@routes("removeSite")
def remove_site(request: Request, site_id: SiteId) -> None:
    uses().remove_site(request.principal, site_id)


@routes("getConsumption")
def get_consumption(request: Request, site_id: SiteId) -> dict[str, Any]:
    found = uses().get_consumption(request.principal, site_id)
    return consumption_json(found.site, found.document, found.currency, found.months)
