"""Operations of the main API on companies, sites and consumption."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation
from billhook.wire.patch_requests import CompanyChange, SiteChange
from billhook.wire.requests import NewCompany, NewSite

COMPANIES = (
    Operation("listCompanies", "GET", "/v2.2/company", "List the account's companies", "CompanyList"),
    Operation(
        "createCompany", "POST", "/v2.2/company", "Create a company", "Company", HTTPStatus.CREATED, NewCompany,
        fails=(HTTPStatus.FORBIDDEN,), location="/v2.2/company/{id}",
    ),
    Operation("getCompany", "GET", "/v2.2/company/{companyId}", "Get a company", "Company"),
    Operation(
        "getQuota", "GET", "/v2.2/company/{companyId}/quota",
        "Get the files of the day and the OCR cost of the month beside their limits", "Quota",
    ),
    Operation(
        "reviseCompany", "PATCH", "/v2.2/company/{companyId}", "Update a company; null removes a value", "Company",
        body=CompanyChange, fails=(HTTPStatus.FORBIDDEN,),
    ),
    Operation(
        "removeCompany", "DELETE", "/v2.2/company/{companyId}",
        "Delete a company with all of its data; seven days later finally",
        status=HTTPStatus.NO_CONTENT, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "restoreCompany", "POST", "/v2.2/company/{companyId}/restore",
        "Restore a company within seven days of its deletion", "Company", fails=(HTTPStatus.GONE,),
    ),
    Operation("listSites", "GET", "/v2.2/site/company/{companyId}", "List a company's sites", "SiteList"),
    Operation(
        "createSite", "POST", "/v2.2/site/company/{companyId}", "Create a site", "Site", HTTPStatus.CREATED, NewSite,
        location="/v2.2/site/{id}",
    ),
    Operation("getSite", "GET", "/v2.2/site/{siteId}", "Get a site", "Site"),
    Operation(
        "reviseSite", "PATCH", "/v2.2/site/{siteId}", "Update a site; null removes a value", "Site", body=SiteChange,
    ),
    Operation(
        "removeSite", "DELETE", "/v2.2/site/{siteId}", "Delete a site; its documents stay with the company",
        status=HTTPStatus.NO_CONTENT,
    ),
    Operation(
        "getConsumption", "GET", "/v2.2/site/{siteId}/consumption",
        "Get twelve months of kWh and cost by the site's active bill, with estimates marked", "Consumption",
    ),
)  # fmt: skip
