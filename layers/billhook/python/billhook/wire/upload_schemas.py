"""JSON Schemas of upload responses: pre-signed forms, drops and imports."""

from billhook.domain.drop import Drop
from billhook.wire.schemas import ID, STRING, TIME, Schema, list_of, nullable, object_of, reference, schema_of
from billhook.wire.uploads import DROP_FIELDS
from billhook.wire.values import camel

_OWNER_IDS: dict[str, Schema] = {"accountId": ID, "environmentId": ID, "importId": ID}
_ANYTHING: Schema = {}
_FILE_STATUS: Schema = {"type": "string", "x-extensible-enum": ["pending", "processing", "processed", "rejected"]}
_IMPORT_STATUS: Schema = {"type": "string", "x-extensible-enum": ["processing", "processed"]}


def upload_schemas() -> dict[str, Schema]:
    """Return response schemas by their names in ``wire.operations``."""
    drop = {camel(name): schema_of(Drop.model_fields[name].annotation) for name in DROP_FIELDS}
    drop |= {"company": ID, "expiresAt": TIME}
    return {
        "SignedForm": _form(),
        "OfferedUpload": object_of({"fileName": STRING, **_form()["properties"], "curl": STRING}),
        "Uploads": object_of({"job": reference("Job"), "uploads": list_of(reference("SignedForm"))}),
        "Drop": object_of(drop),
        "DropList": object_of({"results": list_of(reference("Drop")), "nextCursor": {"type": ["string", "null"]}}),
        "DropWithLink": object_of({**drop, "url": {**STRING, "description": "The link. Only this response has it."}}),
        "Import": object_of({**_OWNER_IDS, "files": list_of(_file())}),
        "Imports": object_of({
            "imports": list_of(object_of(_listed())), "skip": {"type": "integer"}, "limit": {"type": "integer"},
        }),
        "WholeImport": object_of({**_listed(), "files": list_of(_file_of_import())}),
        "File": _whole_file(),
    }  # fmt: skip


def _form() -> Schema:
    fields: Schema = {"type": "object", "additionalProperties": STRING}
    return object_of({
        "documentId": ID, "url": STRING, "fields": fields, "expiresAt": TIME, "maxBytes": {"type": "integer"},
    })  # fmt: skip


def _file() -> Schema:
    return object_of({"filename": STRING, "id": ID, "documentId": nullable(ID)})


def _file_of_import() -> Schema:
    more = {"parentFileId": nullable(ID), "status": _FILE_STATUS, "error": nullable(STRING)}
    return object_of({**_file()["properties"], **more})


def _listed() -> dict[str, Schema]:
    return {**_OWNER_IDS, "status": _IMPORT_STATUS, "creation": TIME, "fileIds": list_of(ID)}


def _whole_file() -> Schema:
    return object_of({
        **_OWNER_IDS,
        "id": ID,
        "filename": STRING,
        "mimeType": nullable(STRING),
        "compressed": {"type": "boolean"},
        "parentFileId": nullable(ID),
        "documentIds": list_of(ID),
        "files": list_of(_file()),
        "status": _FILE_STATUS,
        "error": nullable(STRING),
        "type": nullable(STRING),
        "data": _ANYTHING,
        "clientData": _ANYTHING,
        "creation": TIME,
    })  # fmt: skip
