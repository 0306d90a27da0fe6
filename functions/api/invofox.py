"""The Invofox front door: imports of files by form or by URL, and their results."""

from collections.abc import Sequence
from typing import Any

from billhook.domain.company import Company
from billhook.domain.errors import Invalid, NotFound, Problem, TooLarge, UnknownReference
from billhook.domain.ids import CompanyId, DocumentId, JobId
from billhook.domain.stored_file import name_in_url, safe_name
from billhook.runtime.http import Routes
from billhook.runtime.request import Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.intake.submit_documents import (
    RemoteFile,
    SubmissionOptions,
    SubmitDocuments,
    SubmittedFile,
    UploadedFile,
)
from billhook.usecases.jobs.queries import GetFile, GetImport, ListImports
from billhook.wire.bodies import FilePart
from billhook.wire.invofox import (
    FILE_FIELDS,
    MAX_IMPORTS,
    MAX_SKIP,
    USUAL_IMPORTS,
    ImportByUrl,
    ImportMetadata,
    fields_of,
    file_json,
    import_json,
    listed_import_json,
    whole_import_json,
)
from billhook.wire.requests import MAX_FILES

from .container import use_case
from .oversize import offered_names, offering_forms

routes = Routes()


@routes("ingestUploads")
def ingest_uploads(request: Request) -> dict[str, Any]:
    try:
        form = request.form()
    except TooLarge as refusal:
        metadata = ImportMetadata.of(fields_of(request.refused_form).info)
        company, file_names = _company(request, metadata.company), offered_names(request, FILE_FIELDS)
        raise offering_forms(refusal, request, company.id, file_names, metadata.site) from None
    files = [part for part in form.files if part.field_name in FILE_FIELDS and (part.file_name or part.content)]
    fields = fields_of(form)
    metadata = ImportMetadata.of(fields.info)
    names = [safe_name(file.file_name) for file in files] + [name_in_url(url) for url in fields.urls]
    if not any(name.lower().endswith(".zip") for name in names):  # what is inside may be meant
        metadata.check_names(names)
    submitted: list[SubmittedFile] = [_uploaded_file(file, metadata) for file in files]
    for position, url in enumerate(fields.urls):
        submitted.append(RemoteFile(url, f"/urls/{position}", metadata.of_file(name_in_url(url))))
    return _imported(request, submitted, metadata)


@routes("ingestByUrl")
def ingest_by_url(request: Request) -> dict[str, Any]:
    body = request.json(ImportByUrl)
    every = [body.info, *(file.info for file in body.files)]
    metadata = ImportMetadata.of([info for info in every if info])
    defaults = ImportMetadata((body.info,) if body.info else ())
    submitted = [
        RemoteFile(file.url, f"/files/{position}/url", defaults.of_file(name_in_url(file.url), file.info))
        for position, file in enumerate(body.files)
    ]
    return _imported(request, submitted, metadata)


@routes("listImports")
def list_imports(request: Request) -> dict[str, Any]:
    company_id = _company(request, request.query("company")).id
    skip = request.number("skip", default=0, least=0, most=MAX_SKIP)
    limit = request.number("limit", default=USUAL_IMPORTS, least=1, most=MAX_IMPORTS)
    jobs = use_case(ListImports)(request.principal, company_id, skip=skip, limit=limit)
    imports = [listed_import_json(request.principal.account_id, job, entries) for job, entries in jobs]
    return {"imports": imports, "skip": skip, "limit": limit}


@routes("getImport")
def get_import(request: Request, import_id: JobId) -> dict[str, Any]:
    return whole_import_json(request.principal.account_id, *use_case(GetImport)(request.principal, import_id))


@routes("getFile")
def get_file(request: Request, file_id: DocumentId) -> dict[str, Any]:
    return file_json(request.principal.account_id, *use_case(GetFile)(request.principal, file_id))


def _uploaded_file(part: FilePart, metadata: ImportMetadata) -> UploadedFile:
    name = safe_name(part.file_name)
    return UploadedFile(name, part.content, part.content_type, metadata.of_file(name))


def _imported(request: Request, submitted: Sequence[SubmittedFile], metadata: ImportMetadata) -> dict[str, Any]:
    if not 1 <= len(submitted) <= MAX_FILES:
        raise Invalid("Request validation failed.", (Problem("/files", f"From 1 to {MAX_FILES} files and URLs."),))
    company = _company(request, metadata.company)
    site_id = use_case(AccessPolicy).site_of(company, metadata.site, pointer="/info/siteId")
    job, documents = use_case(SubmitDocuments)(request.principal, company.id, submitted, SubmissionOptions(site_id))
    return import_json(request.principal.account_id, job, documents)


def _company(request: Request, requested: str | None) -> Company:
    """The requested company, else the key's default company. Raises Invalid, UnknownReference."""
    company_id = CompanyId(requested) if requested else use_case(AccessPolicy).usual_company(request.principal)
    if company_id is None:
        problem = Problem("/info/company", "Give info.company, or use an API key with a default company.")
        raise Invalid("No company given.", (problem,), code="company-required")
    try:
        return use_case(AccessPolicy)(request.principal, company_id)
    except NotFound:
        problem = Problem("/info/company", "No such company.")
        raise UnknownReference("Unknown reference.", (problem,)) from None
