"""Documents: get, enter, correct, delete, reprocess; their versions and usage entries."""

from typing import Any

from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.create_file_link import CreateFileLink
from billhook.usecases.documents.enter_document import EnterDocument
from billhook.usecases.documents.queries import GetDocument, GetUsage, ListDocuments, ListVersions, UsageOfDocument
from billhook.usecases.documents.remove_document import RemoveDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from billhook.wire.document import document_json, listed_json
from billhook.wire.document_views import usage_entry_json, version_json
from billhook.wire.filters import filter_of, version_of
from billhook.wire.patch_requests import DocumentChange, NewDocument

from .container import use_case

routes = Routes()


@routes("listDocuments")
def list_documents(request: Request, company_id: CompanyId) -> dict[str, Any]:
    conditions = filter_of(request.every)
    return page(
        request,
        lambda part: use_case(ListDocuments)(request.principal, company_id, part, conditions),
        lambda document: listed_json(document, url=_link(document, request)),
    )


@routes("listSiteDocuments")
def list_site_documents(request: Request, site_id: SiteId) -> dict[str, Any]:
    conditions = filter_of(request.every)
    return page(
        request,
        lambda part: use_case(ListDocuments).of_site(request.principal, site_id, part, conditions),
        lambda document: listed_json(document, url=_link(document, request)),
    )


@routes("enterDocument")
def enter_document(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDocument)
    amendment = DocumentPatch(new.correction(), new.head)
    entered = use_case(EnterDocument)(request.principal, company_id, amendment, file_name=new.file_name)
    return _shown(*entered, request)


@routes("getDocument")
def get_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    current = use_case(GetDocument)(request.principal, document_id, version_of(request.every))
    return _shown(*current, request)


@routes("correctDocument")
def correct_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    change = request.json(DocumentChange)
    present = use_case(AccessPolicy).document(request.principal, document_id)  # 404 comes before a fault of the body
    amendment = DocumentPatch(change.correction(document_id), change.head)
    version = request.version_seen(present.version)
    return _shown(*use_case(CorrectDocument)(request.principal, document_id, version, amendment), request)


@routes("removeDocument")
def remove_document(request: Request, document_id: DocumentId) -> None:
    use_case(RemoveDocument)(request.principal, document_id)


@routes("reprocessDocument")
def reprocess_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    use_case(ReprocessDocument)(request.principal, document_id)
    return _shown(*use_case(GetDocument)(request.principal, document_id), request)


@routes("listVersions")
def list_versions(request: Request, document_id: DocumentId) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListVersions)(request.principal, document_id, part), version_json)


@routes("getDocumentUsage")
def get_document_usage(request: Request, document_id: DocumentId) -> dict[str, Any]:
    return page(request, lambda part: use_case(GetUsage)(request.principal, document_id, part), _entry)


@routes("listSiteUsage")
def list_site_usage(request: Request, site_id: SiteId) -> dict[str, Any]:
    conditions = filter_of(request.every)
    return page(request, lambda part: use_case(GetUsage).of_site(request.principal, site_id, part, conditions), _entry)


def _entry(entry: UsageOfDocument) -> dict[str, Any]:
    return usage_entry_json(entry.document, entry.position, entry.usage)


def _shown(document: Document, content: Content | None, request: Request) -> dict[str, Any]:
    return document_json(document, content, url=_link(document, request))


def _link(document: Document, request: Request) -> str | None:
    return use_case(CreateFileLink)(document, request.api_url)
