"""The Aurora front door: upload of one bill, its status, a project's bills."""

from typing import Any

from billhook.domain.company import Site
from billhook.domain.document import Document
from billhook.domain.errors import Invalid, Problem, TooLarge, UnsupportedMediaType
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.stored_file import safe_name
from billhook.runtime.http import Routes
from billhook.runtime.request import MAX_BODY_BYTES, Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.create_file_link import CreateFileLink
from billhook.usecases.intake.submit_raw_bill import SubmitRawBill
from billhook.usecases.jobs.queries import GetBillOfSite, GetUpload, ListBillsOfSite
from billhook.wire.aurora import bill_json, status_json, upload_json

from .container import use_case
from .oversize import offering_forms

routes = Routes()

_FORM = (
    "The body must be the file itself, without a form around it, and its name in Content-Disposition: "
    "curl --data-binary @bill.pdf instead of -F."
)


@routes("runUtilityBillUpload")
def run_upload(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    name = safe_name(request.file_name)
    try:
        content = _file(request)
    except TooLarge:
        refusal = Invalid(
            f"A file has at most {MAX_BODY_BYTES:,} bytes here; uploads has a form.", code="file-too-large"
        )
        site = use_case(AccessPolicy).site_at(request.principal, tenant_id, project_id)
        site_id = None if site.is_default else site.id
        raise offering_forms(refusal, request, tenant_id, [name], site_id) from None
    return upload_json(use_case(SubmitRawBill)(request.principal, tenant_id, project_id, name, content))


@routes("getUtilityBillUploadStatus")
def get_status(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    job_id = request.query("job_id")
    if not job_id:
        raise Invalid("Request validation failed.", (Problem("job_id", "job_id is required."),))
    return status_json(*use_case(GetUpload)(request.principal, tenant_id, project_id, JobId(job_id)))


@routes("listUtilityBills")
def list_bills(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    site, documents = use_case(ListBillsOfSite)(request.principal, tenant_id, project_id)
    return {"utility_bills": [_bill(document, site, request) for document in documents]}


@routes("getUtilityBill")
def get_bill(request: Request, tenant_id: CompanyId, project_id: SiteId, utility_bill_id: DocumentId) -> dict[str, Any]:
    site, document = use_case(GetBillOfSite)(request.principal, tenant_id, project_id, utility_bill_id)
    return _bill(document, site, request)


def _file(request: Request) -> bytes:
    """The body. Aurora answers 422 (failed precheck) for an empty one; a form is none. Raises TooLarge."""
    if (request.header("content-type") or "").strip().lower().startswith("multipart/"):
        raise UnsupportedMediaType(_FORM)
    content = request.raw()
    if not content:
        raise Invalid("The request body is empty; it must be the file.", code="empty-file")
    return content


def _bill(document: Document, site: Site, request: Request) -> dict[str, Any]:
    return bill_json(document, site, file_url=use_case(CreateFileLink)(document, request.api_url))
