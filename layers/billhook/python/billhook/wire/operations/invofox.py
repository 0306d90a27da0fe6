"""Operations of the Invofox API."""

from http import HTTPStatus

from billhook.wire.invofox import ImportByUrl, ImportFields
from billhook.wire.operations.operation import Operation

_BAD_REQUEST = (
    (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST),
    (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.BAD_REQUEST),
)
"""The Invofox API answers every invalid request with 400."""

_IMPORT = "/v1/ingest/imports/{importId}"

INVOFOX = (
    Operation(
        "ingestUploads", "POST", "/v1/ingest/uploads", "Import files, zip archives and URLs with metadata",
        "Import", HTTPStatus.CREATED, ImportFields, is_form=True, files_field="files",
        location=_IMPORT, statuses=_BAD_REQUEST,
    ),
    Operation(
        "ingestByUrl", "POST", "/v1/ingest/by-url", "Import files by URL", "Import", HTTPStatus.CREATED, ImportByUrl,
        location=_IMPORT, statuses=_BAD_REQUEST,
    ),
    Operation(
        "listImports", "GET", "/v1/ingest/imports", "List a company's imports, newest first", "Imports",
        query=("company", "skip", "importLimit"), fails=(HTTPStatus.BAD_REQUEST,), statuses=_BAD_REQUEST,
    ),
    Operation(
        "getImport", "GET", _IMPORT, "Get an import with all of its files", "WholeImport",
        statuses=_BAD_REQUEST, pending="processing",
    ),
    Operation(
        "getFile", "GET", "/v1/ingest/files/{fileId}", "Get a file or archive", "File", statuses=_BAD_REQUEST,
        pending="processing",
    ),
)  # fmt: skip
