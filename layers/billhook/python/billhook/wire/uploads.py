"""Request and response bodies of pre-signed uploads and drops."""

import re
from collections.abc import Mapping
from datetime import datetime
from shlex import quote
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from billhook.domain.drop import Drop, link
from billhook.domain.ids import DocumentId
from billhook.domain.page_limits import PageLimits
from billhook.wire.bodies import Body
from billhook.wire.requests import MAX_FILES, Flag, Info, Name, Reference, Text
from billhook.wire.values import json_fields, json_value

MediaType = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}$", to_lower=True)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Size = Annotated[int, Field(ge=1, le=PageLimits().file_bytes, strict=True)]

_PLAIN_NAME = re.compile(r"\w[\w .()-]*")
"""Names that curl takes as they are; others have characters with a meaning of their own."""

DROP_FIELDS = ("id", "site_id", "name", "created")


class FileToCome(Body):
    """One file to upload. The form requires the given content type; the file's type is detected from its bytes."""

    file_name: FileName
    content_type: MediaType = "application/octet-stream"
    size: Size | None = None


class NewUploads(Body):
    files: Annotated[list[FileToCome], Field(min_length=1, max_length=MAX_FILES)]
    site_id: Reference | None = None
    notes: Text | None = None
    info: Info | None = None
    allow_duplicate: Flag | None = None


class NewDrop(Body):
    """``name`` is a label; uploaded files belong to the site, if one is given."""

    name: Name | None = None
    site_id: Reference | None = None


class FileToDrop(Body):
    """One file to upload to a drop. All fields are optional."""

    file_name: FileName | None = None
    content_type: MediaType = "application/octet-stream"
    size: Size | None = None


def form_json(
    document_id: DocumentId, *, url: str, fields: Mapping[str, str], expires_at: datetime, max_bytes: int
) -> dict[str, Any]:
    """A pre-signed form: POST ``fields``, then the bytes as the field ``file``, to ``url``."""
    return {
        "documentId": document_id,
        "url": url,
        "fields": dict(fields),
        "expiresAt": json_value(expires_at),
        "maxBytes": max_bytes,
    }


def offered_json(file_name: str, upload: Any) -> dict[str, Any]:
    """A form for one file of a refused request, with the command that sends it; ``upload`` is an intake ``Upload``."""
    form = form_json(
        upload.document_id,
        url=upload.post.url,
        fields=upload.post.fields,
        expires_at=upload.expires_at,
        max_bytes=upload.max_bytes,
    )
    return {"fileName": file_name, **form, "curl": curl_of(upload.post.url, upload.post.fields, file_name)}


def curl_of(url: str, fields: Mapping[str, str], file_name: str) -> str:
    """The command line that sends a file of this name, in the present folder, by a form."""
    texts = [f"--form-string {quote(f'{name}={value}')}" for name, value in fields.items()]
    path = file_name if _PLAIN_NAME.fullmatch(file_name) else "FILE"
    return " ".join(["curl --fail-with-body", *texts, "--form", quote(f"file=@{path}"), quote(url)])


def drop_json(drop: Drop, *, api_url: str = "", token: str = "") -> dict[str, Any]:
    """A drop; with ``token``, also its link, which only the creating response has."""
    shown = {"url": link(api_url, token)} if token else {}
    body = {**json_fields(drop, DROP_FIELDS), "company": drop.company_id, "expiresAt": json_value(drop.expires)}
    return {**body, **shown}
