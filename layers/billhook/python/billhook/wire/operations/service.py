"""Operations of the service itself: health, API description and file links."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation

SERVICE = (
    Operation("ping", "GET", "/v2.2/ping", "Check the API and get its version", "Ping", is_public=True),
    Operation("getOpenApi", "GET", "/openapi.json", "Get this description", "OpenApi", is_public=True),
    Operation(
        "getDocs", "GET", "/docs", "Read this description as a page that loads nothing else", is_public=True,
        is_page=True,
    ),
    Operation(
        "openFile", "GET", "/file/{documentId}", "Download the file of a document's `url` by redirect",
        status=HTTPStatus.FOUND, is_public=True, query=("exp", "sig"), fails=(HTTPStatus.GONE,),
    ),
    Operation(
        "checkFile", "HEAD", "/file/{documentId}", "Check a document's `url`; the redirect answers HEAD",
        status=HTTPStatus.FOUND, is_public=True, query=("exp", "sig"), fails=(HTTPStatus.GONE,),
    ),
)  # fmt: skip
