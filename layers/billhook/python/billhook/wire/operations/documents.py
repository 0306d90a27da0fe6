"""Operations of the main API on documents, versions and usage."""

from http import HTTPStatus

from billhook.wire.filters import FILTERS, USAGE_FILTERS
from billhook.wire.operations.operation import Operation
from billhook.wire.patch_requests import DocumentChange, NewDocument

_DOCUMENT = "/v2.2/document/{documentId}"
DOCUMENTS = (
    Operation(
        "listDocuments", "GET", "/v2.2/document/company/{companyId}", "List a company's documents",
        "DocumentSummaryList",
        query=FILTERS,
    ),
    Operation(
        "enterDocument", "POST", "/v2.2/document/company/{companyId}", "Create a document by hand, without a file",
        "Document", HTTPStatus.CREATED, NewDocument, location="/v2.2/document/{id}", has_etag=True,
    ),
    Operation(
        "listSiteDocuments", "GET", "/v2.2/document/site/{siteId}", "List a site's documents", "DocumentSummaryList",
        query=FILTERS,
    ),
    Operation(
        "getDocument", "GET", _DOCUMENT, "Get a document with its evidence, in its current or an earlier version",
        "Document",
        has_etag=True, query=("version",), pending="PROCESSING",
    ),
    Operation(
        "correctDocument", "PATCH", _DOCUMENT, "Correct a document; fields that are not given keep value and evidence",
        "Document", body=DocumentChange, has_etag=True, needs_version=True,
    ),
    Operation(
        "removeDocument", "DELETE", _DOCUMENT, "Delete a document and its file with all versions",
        status=HTTPStatus.NO_CONTENT, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "reprocessDocument", "POST", f"{_DOCUMENT}/reprocess", "Process a document's file again", "Document",
        HTTPStatus.ACCEPTED, has_etag=True, pending="PROCESSING", fails=(HTTPStatus.CONFLICT,),
    ),
    Operation("listVersions", "GET", f"{_DOCUMENT}/version", "List a document's versions", "VersionList"),
    Operation("getDocumentUsage", "GET", "/v2.2/usage/document/{documentId}", "Get a document's usage",
        "UsageList"),
    Operation(
        "listSiteUsage", "GET", "/v2.2/usage/site/{siteId}",
        "List a site's usage; `limit` counts documents", "UsageList", query=USAGE_FILTERS,
    ),
)  # fmt: skip
