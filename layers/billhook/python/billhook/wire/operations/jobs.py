"""Operations of the main API on jobs, uploads and drops."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation
from billhook.wire.requests import BulkJob, JobFields
from billhook.wire.uploads import FileToDrop, NewDrop, NewUploads

JOBS = (
    Operation("listJobs", "GET", "/v2.2/job/company/{companyId}", "List a company's jobs", "JobList"),
    Operation(
        "submitFiles", "POST", "/v2.2/job/company/{companyId}", "Upload files of bills: PDF, PNG, JPEG",
        "Job", HTTPStatus.CREATED, JobFields, is_form=True, location="/v2.2/job/{id}", pending="PENDING",
    ),
    Operation(
        "submitUrls", "POST", "/v2.2/job/company/{companyId}/bulk", "Submit bills by URL",
        "Job", HTTPStatus.CREATED, BulkJob, location="/v2.2/job/{id}", pending="PENDING",
    ),
    Operation(
        "announceUploads", "POST", "/v2.2/job/company/{companyId}/upload",
        "Create pre-signed uploads of up to 50 MB each, which go to the bucket directly",
        "Uploads", HTTPStatus.CREATED, NewUploads, location="/v2.2/job/{job[id]}",
    ),
    Operation(
        "getJob", "GET", "/v2.2/job/{jobId}", "Get a job with the outcomes of its documents", "Job", pending="PENDING"
    ),
)  # fmt: skip

DROPS = (
    Operation("listDrops", "GET", "/v2.2/drop/company/{companyId}", "List a company's drops", "DropList"),
    Operation(
        "createDrop", "POST", "/v2.2/drop/company/{companyId}",
        "Create a drop, a link for uploads without an API key; only this response has the link",
        "DropWithLink", HTTPStatus.CREATED, NewDrop,
        has_optional_body=True, location="/v2.2/drop/{id}",
    ),
    Operation("getDrop", "GET", "/v2.2/drop/{dropId}", "Get a drop", "Drop"),
    Operation("revokeDrop", "DELETE", "/v2.2/drop/{dropId}", "Revoke a drop permanently", status=HTTPStatus.NO_CONTENT),
    Operation(
        "showDrop", "GET", "/drop/{token}", "Open a drop as a page that hands in files", is_public=True, is_page=True,
        fails=(HTTPStatus.GONE,),
    ),
    Operation(
        "fillDrop", "POST", "/drop/{token}", "Create a pre-signed upload of one file to a drop; the file becomes a job",
        "SignedForm", HTTPStatus.CREATED, FileToDrop, is_public=True, fails=(HTTPStatus.GONE,), has_optional_body=True,
    ),
)  # fmt: skip
