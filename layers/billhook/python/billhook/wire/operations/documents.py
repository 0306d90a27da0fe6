"""Main door: what became of bills."""

from http import HTTPStatus

from billhook.wire.filters import FILTERS, USAGE_FILTERS
from billhook.wire.operations.operation import Operation
from billhook.wire.patch_requests import DocumentChange, NewDocument

_DOCUMENT = "/v2.2/document/{documentId}"
DOCUMENTS = (
    Operation(
        "listDocuments", "GET", "/v2.2/document/company/{companyId}", "A company's documents", "DocumentSummaryList",
        query=FILTERS,
    ),
    Operation(
        "enterDocument", "POST", "/v2.2/document/company/{companyId}", "Enter a document by hand, without a file",
        "Document", HTTPStatus.CREATED, NewDocument, location="/v2.2/document/{id}", has_etag=True,
    ),
    Operation(
        "listSiteDocuments", "GET", "/v2.2/document/site/{siteId}", "A site's documents", "DocumentSummaryList",
        query=FILTERS,
    ),
    Operation(
        "getDocument", "GET", _DOCUMENT, "One document with its evidence, as it is or as it was", "Document",
        has_etag=True, query=("version",),
    ),
    Operation(
        "correctDocument", "PATCH", _DOCUMENT, "Correct a document; what is not named stays, with its evidence",
        "Document", body=DocumentChange, has_etag=True, needs_version=True,
    ),
    Operation(
        "removeDocument", "DELETE", _DOCUMENT, "Delete a document, its file and every version of both",
        status=HTTPStatus.NO_CONTENT,
    ),
    Operation(
        "reprocessDocument", "POST", f"{_DOCUMENT}/reprocess", "Have its file read again", "Document",
        HTTPStatus.ACCEPTED, has_etag=True, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation("listVersions", "GET", f"{_DOCUMENT}/version", "Its versions", "VersionList"),
    Operation("getDocumentUsage", "GET", "/v2.2/usage/document/{documentId}", "What a document says of usage",
        "UsageList"),
    Operation(
        "listSiteUsage", "GET", "/v2.2/usage/site/{siteId}",
        "A site's usage; `limit` is how many documents' usage a part has", "UsageList", query=USAGE_FILTERS,
    ),
)  # fmt: skip
