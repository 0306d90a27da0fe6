"""Direct uploads to S3: presigned forms, and drops for people without an API key."""

from http import HTTPStatus
from typing import Any

from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import CompanyId, DropId, SiteId
from billhook.domain.job import entry_of
from billhook.domain.stored_file import safe_name
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Page, Request
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.create_presigned_uploads import CreatePresignedUploads, Upload
from billhook.usecases.intake.queries import FindOpenDrop, GetDrop, ListDrops
from billhook.usecases.intake.revoke_drop import RevokeDrop
from billhook.usecases.intake.submit_documents import PendingUpload, SubmissionOptions
from billhook.usecases.intake.upload_to_drop import UploadToDrop
from billhook.wire.document import job_json
from billhook.wire.uploads import FileToDrop, NewDrop, NewUploads, drop_json, form_json

from .container import use_case

routes = Routes()


@routes("announceUploads")
def create_presigned_uploads(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewUploads)
    announced = [PendingUpload(safe_name(file.file_name), file.content_type) for file in new.files]
    options = SubmissionOptions(
        site_id=SiteId(new.site_id) if new.site_id else None,
        notes=new.notes or None,
        info=new.info,
        allow_duplicate=bool(new.allow_duplicate),
    )
    job, documents, uploads = use_case(CreatePresignedUploads)(request.principal, company_id, announced, options)
    forms = [_form(upload) for upload in uploads]
    return {"job": job_json(job, [entry_of(document) for document in documents]), "uploads": forms}


@routes("listDrops")
def list_drops(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListDrops)(request.principal, company_id, part), drop_json)


@routes("createDrop")
def create_drop(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDrop) if request.has_body else NewDrop()
    site_id = SiteId(new.site_id) if new.site_id else None
    drop, token = use_case(CreateDrop)(request.principal, company_id, name=new.name, site_id=site_id)
    return drop_json(drop, api_url=request.api_url, token=token)


@routes("getDrop")
def get_drop(request: Request, drop_id: DropId) -> dict[str, Any]:
    return drop_json(use_case(GetDrop)(request.principal, drop_id))


@routes("revokeDrop")
def revoke_drop(request: Request, drop_id: DropId) -> None:
    use_case(RevokeDrop)(request.principal, drop_id)


@routes("showDrop")
def show_drop(request: Request, token: str) -> Page:
    from billhook.wire.drop_page import closed_page, content_policy, open_page  # noqa: PLC0415  few requests want it

    languages = request.header("accept-language") or ""
    try:
        use_case(FindOpenDrop)(token)
    except (Gone, NotFound) as error:
        is_known = isinstance(error, Gone)
        status = HTTPStatus.GONE if is_known else HTTPStatus.NOT_FOUND
        return Page(closed_page(languages, is_known=is_known), content_policy(), status)
    return Page(open_page(languages), content_policy())


@routes("fillDrop")
def upload_to_drop(request: Request, token: str) -> dict[str, Any]:
    file = request.json(FileToDrop) if request.has_body else FileToDrop()
    return _form(use_case(UploadToDrop)(token, file_name=safe_name(file.file_name), content_type=file.content_type))


def _form(upload: Upload) -> dict[str, Any]:
    return form_json(
        upload.document_id,
        url=upload.post.url,
        fields=upload.post.fields,
        expires_at=upload.expires_at,
        max_bytes=upload.max_bytes,
    )
