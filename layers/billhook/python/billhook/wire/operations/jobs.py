"""Main door: the ways in of bills, with and without a key."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation
from billhook.wire.requests import BulkJob, JobFields
from billhook.wire.uploads import FileToDrop, NewDrop, NewUploads

JOBS = (
    Operation("listJobs", "GET", "/v2.2/job/company/{companyId}", "A company's jobs", "JobList"),
    Operation(
        "submitFiles", "POST", "/v2.2/job/company/{companyId}", "Hand in files of bills: PDF, PNG, JPEG",
        "Job", HTTPStatus.CREATED, JobFields, is_form=True, location="/v2.2/job/{id}",
    ),
    Operation(
        "submitUrls", "POST", "/v2.2/job/company/{companyId}/bulk", "Hand in bills by URL",
        "Job", HTTPStatus.CREATED, BulkJob, location="/v2.2/job/{id}",
    ),
    Operation(
        "announceUploads", "POST", "/v2.2/job/company/{companyId}/upload",
        "Announce files; each gets a signed form that takes up to 50 MB past the API",
        "Uploads", HTTPStatus.CREATED, NewUploads, location="/v2.2/job/{job[id]}",
    ),
    Operation("getJob", "GET", "/v2.2/job/{jobId}", "One job and what became of its documents", "Job"),
)  # fmt: skip

DROPS = (
    Operation("listDrops", "GET", "/v2.2/drop/company/{companyId}", "A company's drops", "DropList"),
    Operation(
        "createDrop", "POST", "/v2.2/drop/company/{companyId}",
        "A link by which people without a key hand in bills; it is shown this once",
        "DropWithLink", HTTPStatus.CREATED, NewDrop,
        has_optional_body=True, location="/v2.2/drop/{id}",
    ),
    Operation("getDrop", "GET", "/v2.2/drop/{dropId}", "One drop", "Drop"),
    Operation("revokeDrop", "DELETE", "/v2.2/drop/{dropId}", "Close a drop for good", status=HTTPStatus.NO_CONTENT),
    Operation(
        "fillDrop", "POST", "/drop/{token}", "A signed form for one file; what lands becomes a job of its own",
        "SignedForm", HTTPStatus.CREATED, FileToDrop, is_public=True, fails=(HTTPStatus.GONE,), has_optional_body=True,
    ),
)  # fmt: skip
