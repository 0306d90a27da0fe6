"""Service routes: ping, OpenAPI document, downloads by signed link."""

from typing import Any

from billhook import __version__, names
from billhook.domain.ids import DocumentId
from billhook.runtime.http import Routes
from billhook.runtime.request import Page, Request
from billhook.usecases.documents.download_file import DownloadFile

from .container import use_case

routes = Routes()


@routes("ping")
def ping(_: Request) -> dict[str, Any]:
    return {"name": names.PRODUCT, "version": __version__, "api": "v2.2"}


@routes("getOpenApi")
def get_open_api(request: Request) -> dict[str, Any]:
    from billhook.wire.openapi import openapi_json  # noqa: PLC0415  few requests want it

    return openapi_json(request.api_url)


@routes("getDocs")
def get_docs(request: Request) -> Page:
    from billhook.wire.docs_page import docs_html  # noqa: PLC0415  few requests want it
    from billhook.wire.openapi import openapi_json  # noqa: PLC0415

    return Page(docs_html(openapi_json(request.api_url)))


@routes("openFile")
def download_file(request: Request, document_id: DocumentId) -> str:
    return use_case(DownloadFile)(document_id, expires=request.query("exp") or "", signature=request.query("sig") or "")


@routes("checkFile")
def check_file(request: Request, document_id: DocumentId) -> str:
    signature = request.query("sig") or ""
    return use_case(DownloadFile)(document_id, expires=request.query("exp") or "", signature=signature, method="HEAD")
