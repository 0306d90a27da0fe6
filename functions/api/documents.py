"""Documents: read, entered, corrected, deleted, read again; their versions and what they say of usage."""

from typing import Any

from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.documents.correct_document import DocumentPatch
from billhook.usecases.documents.get_usage import UsageOfDocument
from billhook.wire.document import document_json, listed_json
from billhook.wire.document_views import usage_entry_json, version_json
from billhook.wire.filters import filter_of, version_of
from billhook.wire.main import listed
from billhook.wire.patch_requests import DocumentChange, NewDocument

from .uses import uses

routes = Routes()


@routes("listDocuments")
def list_documents(request: Request, company_id: CompanyId) -> dict[str, Any]:
    wanted = filter_of(request.every)
    return page(
        request,
        lambda part: uses().list_documents(request.principal, company_id, part, wanted),
        lambda one: listed_json(one, url=_link(one, request)),
    )


@routes("listSiteDocuments")
def list_site_documents(request: Request, site_id: SiteId) -> dict[str, Any]:
    wanted = filter_of(request.every)
    return page(
        request,
        lambda part: uses().list_documents.of_site(request.principal, site_id, part, wanted),
        lambda one: listed_json(one, url=_link(one, request)),
    )


@routes("enterDocument")
def enter_document(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDocument)
    amendment = DocumentPatch(new.correction(), new.head)
    made = uses().enter_document(request.principal, company_id, amendment, file_name=new.file_name)
    return _shown(*made, request)


@routes("getDocument")
def get_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    found = uses().get_document(request.principal, document_id, version_of(request.every))
    return _shown(*found, request)


@routes("correctDocument")
def correct_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    change = request.json(DocumentChange)
    present = uses().scope.document(request.principal, document_id)  # what is foreign is absent, whatever is said of it
    amendment = DocumentPatch(change.correction(document_id), change.head)
    seen = request.version_seen(present.version)
    return _shown(*uses().correct_document(request.principal, document_id, seen, amendment), request)


@routes("removeDocument")
def remove_document(request: Request, document_id: DocumentId) -> None:
    uses().remove_document(request.principal, document_id)


@routes("reprocessDocument")
def reprocess_document(request: Request, document_id: DocumentId) -> dict[str, Any]:
    uses().reprocess_document(request.principal, document_id)
    return _shown(*uses().get_document(request.principal, document_id), request)


@routes("listVersions")
def list_versions(request: Request, document_id: DocumentId) -> dict[str, Any]:
    return page(request, lambda part: uses().list_versions(request.principal, document_id, part), version_json)


@routes("getDocumentUsage")
def get_document_usage(request: Request, document_id: DocumentId) -> dict[str, Any]:
    found = uses().get_usage(request.principal, document_id)
    return listed(found.items, found.cursor, _entry)


@routes("listSiteUsage")
def list_site_usage(request: Request, site_id: SiteId) -> dict[str, Any]:
    wanted = filter_of(request.every)
    return page(request, lambda part: uses().get_usage.of_site(request.principal, site_id, part, wanted), _entry)


def _entry(one: UsageOfDocument) -> dict[str, Any]:
    return usage_entry_json(one.document, one.position, one.usage)


def _shown(document: Document, content: Content | None, request: Request) -> dict[str, Any]:
    return document_json(document, content, url=_link(document, request))


def _link(document: Document, request: Request) -> str | None:
    return uses().create_file_link(document, request.api_url)
