"""Every operation of the API, once: what routes are registered from, what 405 knows, what OpenAPI says."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from http import HTTPStatus

from billhook.wire.amendments import CompanyChange, DocumentChange, NewDocument, SiteChange
from billhook.wire.aurora import NewWebhook, WebhookChange
from billhook.wire.destinations import DestinationChange, NewDestination, RecoveryWish, Rotation, Sample, Verification
from billhook.wire.filters import FILTERS, USAGE_FILTERS
from billhook.wire.invofox import ImportByUrl, ImportFields
from billhook.wire.requests import FILES_FIELD, Body, BulkJob, JobFields, NewCompany, NewSite
from billhook.wire.uploads import FileToDrop, NewDrop, NewUploads

LISTED = "List"
"""An answer ``CompanyList`` is a part of a list of ``Company``."""


class BodyKind(Enum):
    """In what form a request brings what it brings."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    BYTES = "bytes"


@dataclass(frozen=True)
class Operation:
    """``answer`` names a schema of ``wire.schemas``; "" means that there is no JSON in the answer.

    ``location`` is the path of what was made, filled from the answer; ``has_etag`` tells that the answer's version is
    its entity tag; ``takes_bytes`` that the body is a file as it is. ``statuses`` are a door's own: what is elsewhere
    answered with the first is answered with the second here.
    """

    id: str
    method: str
    path: str
    summary: str
    answer: str = ""
    status: HTTPStatus = HTTPStatus.OK
    body: type[Body] | None = None
    is_form: bool = False
    is_public: bool = False
    query: tuple[str, ...] = ()
    fails: tuple[HTTPStatus, ...] = ()
    location: str = ""
    has_etag: bool = False
    needs_version: bool = False
    takes_bytes: bool = False
    has_optional_body: bool = False
    files_field: str = FILES_FIELD
    statuses: tuple[tuple[HTTPStatus, HTTPStatus], ...] = ()

    def status_of(self, status: HTTPStatus) -> HTTPStatus:
        """The status of a problem as this operation answers it."""
        return dict(self.statuses).get(status, status)

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    @property
    def body_kind(self) -> BodyKind:
        if self.takes_bytes:
            return BodyKind.BYTES
        if self.body is None:
            return BodyKind.NONE
        return BodyKind.FORM if self.is_form else BodyKind.JSON

    @property
    def is_list(self) -> bool:
        return self.answer.endswith(LISTED)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the path's parameters."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the paths of this operation, below the stage, with or without a slash at the end."""
        fixed = self.path.replace(".", r"\.")
        return re.compile(re.sub(r"{\w+}", "[^/]+", fixed) + "/*")


CREATED, NO_CONTENT, FOUND = HTTPStatus.CREATED, HTTPStatus.NO_CONTENT, HTTPStatus.FOUND
ACCEPTED, CONFLICT = HTTPStatus.ACCEPTED, HTTPStatus.CONFLICT
FORBIDDEN, GONE = HTTPStatus.FORBIDDEN, HTTPStatus.GONE

SERVICE = (
    Operation("ping", "GET", "/v2.2/ping", "Whether the API answers, and its version", "Ping", is_public=True),
    Operation("getOpenApi", "GET", "/openapi.json", "This description", "OpenApi", is_public=True),
    Operation(
        "openFile", "GET", "/file/{documentId}", "The file behind a document's `url`: leads to its bytes",
        status=FOUND, is_public=True, query=("exp", "sig"), fails=(GONE,),
    ),
)  # fmt: skip

COMPANIES = (
    Operation("listCompanies", "GET", "/v2.2/company", "The account's companies", "CompanyList"),
    Operation(
        "createCompany", "POST", "/v2.2/company", "Add a company", "Company", CREATED, NewCompany, fails=(FORBIDDEN,),
        location="/v2.2/company/{id}",
    ),
    Operation("getCompany", "GET", "/v2.2/company/{companyId}", "One company", "Company"),
    Operation(
        "reviseCompany", "PATCH", "/v2.2/company/{companyId}", "Change a company; null takes away", "Company",
        body=CompanyChange,
    ),
    Operation(
        "removeCompany", "DELETE", "/v2.2/company/{companyId}", "Delete a company with all that it has",
        status=NO_CONTENT,
    ),
    Operation("listSites", "GET", "/v2.2/site/company/{companyId}", "A company's sites", "SiteList"),
    Operation(
        "createSite", "POST", "/v2.2/site/company/{companyId}", "Add a site", "Site", CREATED, NewSite,
        location="/v2.2/site/{id}",
    ),
    Operation("getSite", "GET", "/v2.2/site/{siteId}", "One site", "Site"),
    Operation("reviseSite", "PATCH", "/v2.2/site/{siteId}", "Change a site; null takes away", "Site", body=SiteChange),
    Operation(
        "removeSite", "DELETE", "/v2.2/site/{siteId}", "Delete a site; its documents stay the company's",
        status=NO_CONTENT,
    ),
    Operation(
        "getConsumption", "GET", "/v2.2/site/{siteId}/consumption",
        "Twelve months of kWh and cost by the site's active bill; estimates are marked", "Consumption",
    ),
)  # fmt: skip

JOBS = (
    Operation("listJobs", "GET", "/v2.2/job/company/{companyId}", "A company's jobs", "JobList"),
    Operation(
        "submitFiles", "POST", "/v2.2/job/company/{companyId}", "Hand in files of bills: PDF, PNG, JPEG",
        "Job", CREATED, JobFields, is_form=True, location="/v2.2/job/{id}",
    ),
    Operation(
        "submitUrls", "POST", "/v2.2/job/company/{companyId}/bulk", "Hand in bills by URL",
        "Job", CREATED, BulkJob, location="/v2.2/job/{id}",
    ),
    Operation(
        "announceUploads", "POST", "/v2.2/job/company/{companyId}/upload",
        "Announce files; each gets a signed form that takes up to 50 MB past the API", "Uploads", CREATED, NewUploads,
    ),
    Operation("getJob", "GET", "/v2.2/job/{jobId}", "One job and what became of its documents", "Job"),
)  # fmt: skip

DROPS = (
    Operation("listDrops", "GET", "/v2.2/drop/company/{companyId}", "A company's drops", "DropList"),
    Operation(
        "createDrop", "POST", "/v2.2/drop/company/{companyId}",
        "A link by which people without a key hand in bills; it is shown this once", "DropWithLink", CREATED, NewDrop,
        has_optional_body=True,
    ),
    Operation("getDrop", "GET", "/v2.2/drop/{dropId}", "One drop", "Drop"),
    Operation("revokeDrop", "DELETE", "/v2.2/drop/{dropId}", "Close a drop for good", status=NO_CONTENT),
    Operation(
        "fillDrop", "POST", "/drop/{token}", "A signed form for one file; what lands becomes a job of its own",
        "SignedForm", CREATED, FileToDrop, is_public=True, fails=(GONE,), has_optional_body=True,
    ),
)  # fmt: skip

_DOCUMENT = "/v2.2/document/{documentId}"
DOCUMENTS = (
    Operation(
        "listDocuments", "GET", "/v2.2/document/company/{companyId}", "A company's documents", "DocumentSummaryList",
        query=FILTERS,
    ),
    Operation(
        "enterDocument", "POST", "/v2.2/document/company/{companyId}", "Enter a document by hand, without a file",
        "Document", CREATED, NewDocument, location="/v2.2/document/{id}", has_etag=True,
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
        status=NO_CONTENT,
    ),
    Operation(
        "reprocessDocument", "POST", f"{_DOCUMENT}/reprocess", "Have its file read again", "Document", ACCEPTED,
        has_etag=True, fails=(CONFLICT,),
    ),
    Operation("listVersions", "GET", f"{_DOCUMENT}/version", "Its versions", "VersionList"),
    Operation("getDocumentUsage", "GET", "/v2.2/usage/document/{documentId}", "What a document says of usage",
        "UsageList"),
    Operation(
        "listSiteUsage", "GET", "/v2.2/usage/site/{siteId}",
        "A site's usage; `limit` is how many documents' usage a part has", "UsageList", query=USAGE_FILTERS,
    ),
)  # fmt: skip

_DESTINATION = "/v2.2/destination/{destinationId}"
DESTINATIONS = (
    Operation(
        "listDestinations", "GET", "/v2.2/destination/company/{companyId}", "Where a company's events go",
        "DestinationList",
    ),
    Operation(
        "createDestination", "POST", "/v2.2/destination/company/{companyId}",
        "Send a company's events to a webhook, whose secret the answer holds this once, or to an EventBridge bus",
        "DestinationWithSecret", CREATED, NewDestination, location="/v2.2/destination/{id}",
    ),
    Operation(
        "getDestination", "GET", _DESTINATION, "One destination, and how it is doing", "DestinationWithHealth"
    ),
    Operation(
        "updateDestination", "PATCH", _DESTINATION, "Change, stop or start a destination", "Destination",
        body=DestinationChange,
    ),
    Operation(
        "deleteDestination", "DELETE", _DESTINATION, "Send nothing there any more", status=NO_CONTENT
    ),
    Operation(
        "rotateSecret", "POST", f"{_DESTINATION}/rotate-secret",
        "Give a webhook a new secret; the old one signs beside it for a while",
        "DestinationWithSecret", body=Rotation, has_optional_body=True, fails=(CONFLICT,),
    ),
    Operation(
        "verifyDestination", "POST", f"{_DESTINATION}/verify",
        "Give back the token that a bus was challenged with: from now on it is told events",
        "Destination", body=Verification, fails=(CONFLICT,),
    ),
    Operation(
        "challengeDestination", "POST", f"{_DESTINATION}/challenge",
        "Challenge a bus anew; tokens of before are void", "DeliverySummary", ACCEPTED, fails=(CONFLICT,),
    ),
    Operation(
        "getTrust", "GET", "/v2.2/trust/company/{companyId}",
        "What the policy of an EventBridge bus has to admit to get a company's events", "Trust",
    ),
    Operation(
        "testDestination", "POST", f"{_DESTINATION}/test", "Send a destination a sample of an event",
        "DeliverySummary", ACCEPTED, Sample, has_optional_body=True, fails=(CONFLICT,),
    ),
    Operation(
        "recoverDestination", "POST", f"{_DESTINATION}/recover",
        "Deliver what did not arrive since a time, at most 14 days ago",
        "Recovery", ACCEPTED, RecoveryWish, fails=(CONFLICT,),
    ),
    Operation(
        "listDeliveries", "GET", "/v2.2/delivery/destination/{destinationId}", "What was sent to a destination",
        "DeliverySummaryList",
    ),
    Operation("getDelivery", "GET", "/v2.2/delivery/{deliveryId}", "One delivery and its attempts", "Delivery"),
    Operation(
        "resendDelivery", "POST", "/v2.2/delivery/{deliveryId}/resend", "Make one more attempt now", "DeliverySummary",
        ACCEPTED, fails=(CONFLICT,),
    ),
    Operation(
        "listEvents", "GET", "/v2.2/event/company/{companyId}", "What a company was told of, for 30 days", "EventList"
    ),
)  # fmt: skip

_TENANT = "/tenants/{tenant_id}"
_PROJECT = f"{_TENANT}/projects/{{project_id}}"
_WEBHOOK = f"{_TENANT}/webhooks/{{webhook_id}}"

AURORA = (
    Operation(
        "runUtilityBillUpload", "POST", f"{_PROJECT}/utility_bill_upload/run",
        "Hand in one bill as raw bytes, its name in Content-Disposition: PDF, JPG, JPEG, PNG, GIF, WEBP",
        "UtilityBillUpload", ACCEPTED, takes_bytes=True,
    ),
    Operation(
        "getUtilityBillUploadStatus", "GET", f"{_PROJECT}/utility_bill_upload/status", "Where an upload stands",
        "UtilityBillUploadStatus", query=("job_id",), fails=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    Operation(
        "listUtilityBills", "GET", f"{_PROJECT}/utility_bills", "Every bill ever uploaded for a project, newest first",
        "UtilityBills",
    ),
    Operation(
        "getUtilityBill", "GET", f"{_PROJECT}/utility_bills/{{utility_bill_id}}", "One bill, with a fresh file_url",
        "UtilityBill",
    ),
    Operation("listWebhooks", "GET", f"{_TENANT}/webhooks", "A tenant's webhooks", "Webhooks"),
    Operation(
        "createWebhook", "POST", f"{_TENANT}/webhooks", "Be called with GET when a bill is done",
        "Webhook", CREATED, NewWebhook,
    ),
    Operation("getWebhook", "GET", _WEBHOOK, "One webhook", "Webhook"),
    Operation("updateWebhook", "PATCH", _WEBHOOK, "Change a webhook", "Webhook", body=WebhookChange),
    Operation("replaceWebhook", "PUT", _WEBHOOK, "Put a webhook in the place of another", "Webhook", body=NewWebhook),
    Operation("deleteWebhook", "DELETE", _WEBHOOK, "Call nobody there any more", status=NO_CONTENT),
)  # fmt: skip

_BAD_REQUEST = (
    (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST),
    (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.BAD_REQUEST),
)
"""Every bad request is 400 at the Invofox door."""

INVOFOX = (
    Operation(
        "ingestUploads", "POST", "/v1/ingest/uploads", "Import files (zips too) and URLs, each with what is said of it",
        "Import", CREATED, ImportFields, is_form=True, files_field="files", statuses=_BAD_REQUEST,
    ),
    Operation(
        "ingestByUrl", "POST", "/v1/ingest/by-url", "Import files by URL", "Import", CREATED, ImportByUrl,
        statuses=_BAD_REQUEST,
    ),
    Operation(
        "listImports", "GET", "/v1/ingest/imports", "The newest imports of a company", "Imports",
        query=("company", "skip", "limit"), fails=(HTTPStatus.BAD_REQUEST,), statuses=_BAD_REQUEST,
    ),
    Operation(
        "getImport", "GET", "/v1/ingest/imports/{importId}", "One import with all of its files", "WholeImport",
        statuses=_BAD_REQUEST,
    ),
    Operation(
        "getFile", "GET", "/v1/ingest/files/{fileId}", "One file, an archive or not", "File", statuses=_BAD_REQUEST
    ),
)  # fmt: skip

OPERATIONS = (*SERVICE, *COMPANIES, *JOBS, *DROPS, *DOCUMENTS, *DESTINATIONS, *AURORA, *INVOFOX)


def operation_of(method: str, path: str) -> Operation | None:
    """The operation that a request means; ``path`` is without the stage."""
    return next((one for one in _at(path) if one.method == method.upper()), None)


def methods_of(path: str) -> tuple[str, ...]:
    """The methods that ``path`` knows, sorted; none when there is no such path."""
    return tuple(sorted({one.method for one in _at(path)}))


def _at(path: str) -> tuple[Operation, ...]:
    return tuple(one for one in OPERATIONS if one.pattern.fullmatch(path))
