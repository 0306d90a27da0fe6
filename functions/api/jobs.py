"""Jobs: submit files or URLs, and get their state."""

from typing import Any

from billhook.domain.document import Document
from billhook.domain.errors import Invalid, Problem, TooLarge
from billhook.domain.ids import CompanyId, JobId, SiteId
from billhook.domain.job import Job, entry_of
from billhook.domain.stored_file import safe_name
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.intake.submit_documents import RemoteFile, SubmissionOptions, SubmitDocuments, UploadedFile
from billhook.usecases.jobs.queries import GetJob, ListJobs
from billhook.wire.bodies import Form, parsed
from billhook.wire.document import job_json
from billhook.wire.requests import FILES_FIELD, MAX_FILES, BulkJob, JobFields

from .container import use_case
from .oversize import offered_names, offering_forms

routes = Routes()


@routes("listJobs")
def list_jobs(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(
        request,
        lambda part: use_case(ListJobs)(request.principal, company_id, part),
        lambda pair: job_json(*pair),
    )


@routes("submitFiles")
def submit_files(request: Request, company_id: CompanyId) -> dict[str, Any]:
    try:
        form = request.form()
    except TooLarge as refusal:
        site_id = request.refused_form.fields.get("siteId")
        file_names = offered_names(request, (FILES_FIELD,))
        raise offering_forms(refusal, request, company_id, file_names, SiteId(site_id) if site_id else None) from None
    options = _options(parsed(JobFields, form.fields))
    return _new_job(*use_case(SubmitDocuments)(request.principal, company_id, _uploaded_files(form), options))


@routes("submitUrls")
def submit_urls(request: Request, company_id: CompanyId) -> dict[str, Any]:
    bulk = request.json(BulkJob)
    linked = [RemoteFile(url, f"/documents/{position}") for position, url in enumerate(bulk.documents)]
    return _new_job(*use_case(SubmitDocuments)(request.principal, company_id, linked, _options(bulk)))


@routes("getJob")
def get_job(request: Request, job_id: JobId) -> dict[str, Any]:
    return job_json(*use_case(GetJob)(request.principal, job_id))


def _uploaded_files(form: Form) -> tuple[UploadedFile, ...]:
    """The files of a form, in order, without the empty part that browsers send when no file is chosen."""
    files = [part for part in form.files if part.field_name == FILES_FIELD and (part.file_name or part.content)]
    if not 1 <= len(files) <= MAX_FILES:
        detail = f"From 1 to {MAX_FILES} files in form fields named {FILES_FIELD!r}."
        raise Invalid("Form validation failed.", (Problem(f"/{FILES_FIELD}", detail),))
    return tuple(UploadedFile(safe_name(file.file_name), file.content, file.content_type) for file in files)


def _options(fields: JobFields | BulkJob) -> SubmissionOptions:
    return SubmissionOptions(
        site_id=SiteId(fields.site_id) if fields.site_id else None,
        notes=fields.notes or None,
        info=fields.info,
        allow_duplicate=bool(fields.allow_duplicate),
    )


def _new_job(job: Job, documents: tuple[Document, ...]) -> dict[str, Any]:
    """A job directly after its creation: all documents are still being processed."""
    return job_json(job, [entry_of(document) for document in documents])
