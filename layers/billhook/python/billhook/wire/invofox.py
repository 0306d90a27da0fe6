"""Request and response bodies of the Invofox API.

Its environment is a company, its import a job, its file a document or archive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import AccountId, CompanyId, SiteId
from billhook.domain.job import Job, JobEntry, JobStatus
from billhook.wire.bodies import Body, Form, json_of, parsed
from billhook.wire.requests import MAX_FILES, Flag, Info, Reference, Text, Url
from billhook.wire.values import json_value

FILE_FIELDS = ("files", "files[]")
URL_FIELDS = ("urls", "urls[]")
BY_NAME = "_filename"
MAX_IMPORTS, USUAL_IMPORTS, MAX_SKIP = 15, 5, 100

_STATES = {
    Status.AWAITING_UPLOAD: "pending",
    Status.PROCESSING: "processing",
    Status.WAITING_OCR: "processing",
    Status.REJECTED: "rejected",
}
_ERRORS = {StatusReason.UNSUPPORTED_TYPE: "ERR_UNSUPPORTED_FILE_FORMAT"}


def _from_text(value: Any) -> Any:
    """Parse ``info`` of a form: JSON text of one object or a list of objects."""
    if value is None or value == "":
        return []
    value = json_of(value) if isinstance(value, str) else value
    return [value] if isinstance(value, dict) else value


class FileInfo(Body):
    """Metadata of the file named by ``_filename``, or of all files without it.

    ``data`` and ``clientData`` may also be lists with one entry per file, each with ``_filename``.
    """

    filename: Annotated[str | None, Field(alias=BY_NAME)] = None
    company: Reference | None = None
    site_id: Reference | None = None
    type: Text | None = None
    data: Any = None
    client_data: Any = None
    use_splitter: Flag | None = None
    use_classifier: Flag | None = None

    def metadata_of(self, file_name: str) -> dict[str, Any]:
        """Return the metadata of one file, as stored and echoed."""
        metadata = {
            "type": self.type,
            "data": _entry_of_file(self.data, file_name),
            "clientData": _entry_of_file(self.client_data, file_name),
            "useSplitter": self.use_splitter,
            "useClassifier": self.use_classifier,
        }
        return {name: value for name, value in metadata.items() if value is not None}


class _StoredInfo(Body):
    info: Info | None = None


class ImportFields(Body):
    """The fields of an upload form besides its files."""

    info: Annotated[list[FileInfo], BeforeValidator(_from_text), Field(max_length=MAX_FILES + 1)] = Field(
        default_factory=list
    )
    urls: Annotated[list[Url], Field(max_length=MAX_FILES)] = Field(default_factory=list)


class FileByUrl(Body):
    url: Url
    info: FileInfo | None = None


class ImportByUrl(Body):
    files: Annotated[list[FileByUrl], Field(min_length=1, max_length=MAX_FILES)]
    info: FileInfo | None = None


@dataclass(frozen=True)
class ImportMetadata:
    """The company, site and file metadata of an import request."""

    infos: tuple[FileInfo, ...] = field(repr=False)
    company: str | None = None
    site_id: str | None = None

    @classmethod
    def of(cls, infos: Sequence[FileInfo]) -> Self:
        """Collect a request's infos. Raises Invalid when they name several companies or sites."""
        company = _common("company", (info.company for info in infos))
        return cls(tuple(infos), company, _common("siteId", (info.site_id for info in infos)))

    @property
    def site(self) -> SiteId | None:
        return SiteId(self.site_id) if self.site_id else None

    def of_file(self, file_name: str, file_info: FileInfo | None = None) -> dict[str, Any] | None:
        """Return the metadata of a file; its specific info overrides the general one. Raises Invalid."""
        general = [info for info in self.infos if info.filename is None]
        specific = [info for info in self.infos if info.filename == file_name]
        metadata: dict[str, Any] = {}
        for info in (*general, *specific, *([file_info] if file_info else [])):
            metadata |= info.metadata_of(file_name)
        return parsed(_StoredInfo, {"info": metadata}).info if metadata else None

    def check_names(self, names: Sequence[str]) -> None:
        """Check that each ``_filename`` is the name of a file of the request. Raises Invalid."""
        unknown = [at for at, info in enumerate(self.infos) if info.filename and info.filename not in names]
        if unknown:
            problems = tuple(
                Problem(f"/info/{at}/{BY_NAME}", "The request has no file of this name.") for at in unknown
            )
            raise Invalid("Request validation failed.", problems)


def fields_of(form: Form) -> ImportFields:
    """Parse the fields of an upload form. Raises Invalid with pointers."""
    urls = [url for name in URL_FIELDS for text in form.values.get(name, ()) for url in _urls(text)]
    return parsed(ImportFields, {"info": form.fields.get("info"), "urls": urls})


def import_json(account_id: AccountId, job: Job, documents: Sequence[Document]) -> dict[str, Any]:
    """The response to an upload."""
    files = [{**_file_ids(document), "documentId": _document_id(document)} for document in documents]
    return {**_owner_ids(account_id, job.company_id), "importId": job.id, "files": files}


def whole_import_json(account_id: AccountId, job: Job, documents: Sequence[Document]) -> dict[str, Any]:
    """An import with all of its files, unpacked ones included."""
    files = [
        {
            **_file_ids(document),
            "documentId": _document_id(document),
            "parentFileId": document.identity.archive_id,
            "status": status_of(document),
            "error": error_of(document),
        }
        for document in documents
    ]
    file_ids = [document.id for document in documents]
    return {**listed_import_json(account_id, job, ()), "files": files, "fileIds": file_ids}


def listed_import_json(account_id: AccountId, job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """An import in lists."""
    return {
        **_owner_ids(account_id, job.company_id),
        "importId": job.id,
        "status": "processing" if job.status is JobStatus.PENDING else "processed",
        "creation": json_value(job.created),
        "fileIds": [entry.document_id for entry in entries],
    }


def file_json(account_id: AccountId, file: Document, siblings: Sequence[Document]) -> dict[str, Any]:
    """One file; ``others`` are the files of an archive and the further bills split from a document."""
    splits = [document.id for document in siblings if document.identity.split_from == file.id]
    children = [document for document in siblings if document.identity.archive_id == file.id]
    info = file.submission.info or {}
    return {
        **_owner_ids(account_id, file.company_id),
        "importId": file.job_id,
        "id": file.id,
        "filename": file.file.file_name,
        "mimeType": file.file.content_type,
        "compressed": file.file.is_archive,
        "parentFileId": file.identity.archive_id,
        "documentIds": [] if file.file.is_archive else [file.id, *splits],
        "files": [{**_file_ids(child), "documentId": child.id} for child in children if file.file.is_archive],
        "status": status_of(file),
        "error": error_of(file),
        "type": info.get("type"),
        "data": info.get("data"),
        "clientData": info.get("clientData"),
        "creation": json_value(file.created),
    }


def status_of(file: Document) -> str:
    return _STATES.get(file.status, "processed")


def error_of(file: Document) -> str | None:
    """Return a rejected file's error code in that API's notation, such as ``ERR_ENCRYPTED``."""
    if file.status is not Status.REJECTED or file.verdict.status_reason is None:
        return None
    return error_code(file.verdict.status_reason)


def error_code(reason: StatusReason) -> str:
    return _ERRORS.get(reason, f"ERR_{reason.value.upper()}")


def _file_ids(document: Document) -> dict[str, Any]:
    return {"filename": document.file.file_name, "id": document.id}


def _document_id(document: Document) -> str | None:
    return None if document.file.is_archive else document.id


def _owner_ids(account_id: AccountId, company_id: CompanyId) -> dict[str, Any]:
    return {"accountId": account_id, "environmentId": company_id}


def _common(name: str, values: Iterable[str | None]) -> str | None:
    """Return the one value that all of an import's infos share. Raises Invalid when they differ."""
    distinct = {value for value in values if value}
    if len(distinct) > 1:
        problem = Problem(f"/info/{name}", f"All files of an import must have the same {name}.")
        raise Invalid("Request validation failed.", (problem,))
    return next(iter(distinct), None)


def _entry_of_file(value: Any, file_name: str) -> Any:
    """Return the file's entry of a per-file list, without its ``_filename``; any other value unchanged."""
    if not (isinstance(value, list) and value and all(isinstance(entry, dict) and BY_NAME in entry for entry in value)):
        return value
    entry = next((entry for entry in value if entry[BY_NAME] == file_name), None)
    return None if entry is None else {name: part for name, part in entry.items() if name != BY_NAME}


def _urls(text: str) -> list[Any]:
    """Parse a form field of one URL or a JSON list of URLs."""
    urls = json_of(text) if text.lstrip().startswith("[") else [text]
    return urls if isinstance(urls, list) else [urls]
