"""The Invofox door: imports of files, in that API's own words. Its files are our documents and archives.

Account, environment, import, file, document are our account, company, job, document (or archive), document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import AccountId, CompanyId
from billhook.domain.job import Job, JobEntry, JobStatus
from billhook.wire.multipart import Form
from billhook.wire.requests import MAX_FILES, Body, Info, Reference, Text, Url, json_of, parsed
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
    """``info`` is JSON text in a form: one object, or a list of them."""
    if value is None or value == "":
        return []
    value = json_of(value) if isinstance(value, str) else value
    return [value] if isinstance(value, dict) else value


class FileInfo(Body):
    """What is said about files: about one of them by ``_filename``, else about all.

    ``data`` and ``clientData`` may also be lists with an entry for each file, by ``_filename``.
    """

    filename: Annotated[str | None, Field(alias=BY_NAME)] = None
    company: Reference | None = None
    site_id: Reference | None = None
    type: Text | None = None
    data: Any = None
    client_data: Any = None
    use_splitter: bool | None = None
    use_classifier: bool | None = None

    def kept(self, file_name: str) -> dict[str, Any]:
        """What of it is about the file, as it is echoed."""
        said = {
            "type": self.type,
            "data": _of_one(self.data, file_name),
            "clientData": _of_one(self.client_data, file_name),
            "useSplitter": self.use_splitter,
            "useClassifier": self.use_classifier,
        }
        return {name: value for name, value in said.items() if value is not None}


class _Kept(Body):
    info: Info | None = None


class ImportFields(Body):
    """The form's fields beside its files."""

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
    """What a request says about its files: whose they are, of which site, and what is kept with each."""

    infos: tuple[FileInfo, ...] = field(repr=False)
    company: str | None = None
    site_id: str | None = None

    @classmethod
    def of(cls, infos: Sequence[FileInfo]) -> Self:
        """Raises Invalid when files are said to be of several companies or sites."""
        company = _only("company", (info.company for info in infos))
        return cls(tuple(infos), company, _only("siteId", (info.site_id for info in infos)))

    def about(self, file_name: str, own: FileInfo | None = None) -> dict[str, Any] | None:
        """What is kept with the file; what is said of it alone goes before what is said of all. Raises Invalid."""
        general = [info for info in self.infos if info.filename is None]
        special = [info for info in self.infos if info.filename == file_name]
        whole: dict[str, Any] = {}
        for info in (*general, *special, *([own] if own else [])):
            whole |= info.kept(file_name)
        return parsed(_Kept, {"info": whole}).info if whole else None

    def check_names(self, names: Sequence[str]) -> None:
        """Each ``_filename`` is that of a file of the request. Raises Invalid."""
        unknown = [at for at, info in enumerate(self.infos) if info.filename and info.filename not in names]
        if unknown:
            problems = tuple(Problem(f"/info/{at}/{BY_NAME}", "The request has no such file.") for at in unknown)
            raise Invalid("The request does not fit.", problems)


def fields_of(form: Form) -> ImportFields:
    """The fields of an upload. Raises Invalid with pointers."""
    urls = [url for name in URL_FIELDS for text in form.values.get(name, ()) for url in _urls(text)]
    return parsed(ImportFields, {"info": form.fields.get("info"), "urls": urls})


def import_json(account_id: AccountId, job: Job, documents: Sequence[Document]) -> dict[str, Any]:
    """The answer to an upload."""
    files = [
        {"filename": one.file_name, "id": one.id, "documentId": None if one.is_archive else one.id} for one in documents
    ]
    return {**_whose(account_id, job.company_id), "importId": job.id, "files": files}


def whole_import_json(account_id: AccountId, job: Job, documents: Sequence[Document]) -> dict[str, Any]:
    """An import with all of its files, those that came out of archives too."""
    files = [
        {
            "filename": one.file_name,
            "id": one.id,
            "documentId": None if one.is_archive else one.id,
            "parentFileId": one.archive_id,
            "status": status_of(one),
            "error": error_of(one),
        }
        for one in documents
    ]
    return {**listed_import_json(account_id, job, ()), "files": files, "fileIds": [one.id for one in documents]}


def listed_import_json(account_id: AccountId, job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """An import as lists show it."""
    return {
        **_whose(account_id, job.company_id),
        "importId": job.id,
        "status": "processing" if job.status is JobStatus.PENDING else "processed",
        "creation": json_value(job.created),
        "fileIds": [entry.document_id for entry in entries],
    }


def file_json(account_id: AccountId, file: Document, others: Sequence[Document]) -> dict[str, Any]:
    """One file; ``others`` are what came out of it: the files of an archive, the further bills of a document."""
    splits = [one.id for one in others if one.split_from == file.id]
    children = [one for one in others if one.archive_id == file.id]
    info = file.info or {}
    return {
        **_whose(account_id, file.company_id),
        "importId": file.job_id,
        "id": file.id,
        "filename": file.file_name,
        "mimeType": file.content_type,
        "compressed": file.is_archive,
        "parentFileId": file.archive_id,
        "documentIds": [] if file.is_archive else [file.id, *splits],
        "files": [
            {"filename": one.file_name, "id": one.id, "documentId": one.id} for one in children if file.is_archive
        ],
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
    """Why a file was rejected, as that API writes it: ``ERR_ENCRYPTED``."""
    if file.status is not Status.REJECTED or file.status_reason is None:
        return None
    return _ERRORS.get(file.status_reason, f"ERR_{file.status_reason.value.upper()}")


def _whose(account_id: AccountId, company_id: CompanyId) -> dict[str, Any]:
    return {"accountId": account_id, "environmentId": company_id}


def _only(name: str, said: Iterable[str | None]) -> str | None:
    """What all of an import's files have in common. Raises Invalid when they differ."""
    found = {one for one in said if one}
    if len(found) > 1:
        problem = Problem(f"/info/{name}", f"All files of an import have the same {name}.")
        raise Invalid("The request does not fit.", (problem,))
    return next(iter(found), None)


def _of_one(value: Any, file_name: str) -> Any:
    """The entry for the file, where there is one for each; it is echoed without its ``_filename``."""
    if not (isinstance(value, list) and value and all(isinstance(one, dict) and BY_NAME in one for one in value)):
        return value
    mine = next((one for one in value if one[BY_NAME] == file_name), None)
    return None if mine is None else {name: part for name, part in mine.items() if name != BY_NAME}


def _urls(text: str) -> list[Any]:
    """A field holds one URL, or a JSON list of them."""
    found = json_of(text) if text.lstrip().startswith("[") else [text]
    return found if isinstance(found, list) else [found]
