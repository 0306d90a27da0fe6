"""Companies and their sites."""

from typing import Any

from billhook.domain.ids import CompanyId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.request import Request
from billhook.wire.main import company_json, listed, site_json
from billhook.wire.requests import NewCompany, NewSite

from .uses import uses

routes = Routes()


@routes("listCompanies")
def list_companies(request: Request) -> dict[str, Any]:
    found = uses().list_companies(request.principal, request.part)
    return listed(found.items, found.cursor, company_json)


@routes("createCompany")
def create_company(request: Request) -> dict[str, Any]:
    new = request.json(NewCompany)
    return company_json(uses().register_company(request.principal, **dict(new)))


@routes("getCompany")
def get_company(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return company_json(uses().scope(request.principal, company_id))


@routes("listSites")
def list_sites(request: Request, company_id: CompanyId) -> dict[str, Any]:
    found = uses().list_sites(request.principal, company_id, request.part)
    return listed(found.items, found.cursor, site_json)


@routes("createSite")
def create_site(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewSite)
    return site_json(uses().add_site(request.principal, company_id, **dict(new)))


@routes("getSite")
def get_site(request: Request, site_id: SiteId) -> dict[str, Any]:
    return site_json(uses().scope.site(request.principal, site_id))
