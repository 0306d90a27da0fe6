"""Operations that are about no company: whether the API is there, its description, the links to files."""

from http import HTTPStatus

from billhook.wire.operations.operation import Operation

SERVICE = (
    Operation("ping", "GET", "/v2.2/ping", "Whether the API answers, and its version", "Ping", is_public=True),
    Operation("getOpenApi", "GET", "/openapi.json", "This description", "OpenApi", is_public=True),
    Operation(
        "openFile", "GET", "/file/{documentId}", "The file behind a document's `url`: leads to its bytes",
        status=HTTPStatus.FOUND, is_public=True, query=("exp", "sig"), fails=(HTTPStatus.GONE,),
    ),
)  # fmt: skip
