"""Main door: companies, their sites, and what a site uses."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation
from billhook.wire.patch_requests import CompanyChange, SiteChange
from billhook.wire.requests import NewCompany, NewSite

COMPANIES = (
    Operation("listCompanies", "GET", "/v2.2/company", "The account's companies", "CompanyList"),
    Operation(
        "createCompany", "POST", "/v2.2/company", "Add a company", "Company", HTTPStatus.CREATED, NewCompany,
        fails=(HTTPStatus.FORBIDDEN,), location="/v2.2/company/{id}",
    ),
    Operation("getCompany", "GET", "/v2.2/company/{companyId}", "One company", "Company"),
    Operation(
        "reviseCompany", "PATCH", "/v2.2/company/{companyId}", "Change a company; null takes away", "Company",
        body=CompanyChange,
    ),
    Operation(
        "removeCompany", "DELETE", "/v2.2/company/{companyId}", "Delete a company with all that it has",
        status=HTTPStatus.NO_CONTENT,
    ),
    Operation("listSites", "GET", "/v2.2/site/company/{companyId}", "A company's sites", "SiteList"),
    Operation(
        "createSite", "POST", "/v2.2/site/company/{companyId}", "Add a site", "Site", HTTPStatus.CREATED, NewSite,
        location="/v2.2/site/{id}",
    ),
    Operation("getSite", "GET", "/v2.2/site/{siteId}", "One site", "Site"),
    Operation("reviseSite", "PATCH", "/v2.2/site/{siteId}", "Change a site; null takes away", "Site", body=SiteChange),
    Operation(
        "removeSite", "DELETE", "/v2.2/site/{siteId}", "Delete a site; its documents stay the company's",
        status=HTTPStatus.NO_CONTENT,
    ),
    Operation(
        "getConsumption", "GET", "/v2.2/site/{siteId}/consumption",
        "Twelve months of kWh and cost by the site's active bill; estimates are marked", "Consumption",
    ),
)  # fmt: skip
