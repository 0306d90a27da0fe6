"""Implements ``ports.Contents``: one immutable gzip JSON object per document version and attempt."""

import gzip
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from botocore.exceptions import ClientError

from billhook.adapters.aws_errors import error_code, ignore_missing, translated_errors
from billhook.adapters.s3_versions import delete_versions
from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.domain.ids import CompanyId, ContentId, DocumentId
from billhook.names import DOCUMENTS_PREFIX

_DIGITS = 6
"""Stored decimals of page fractions: a thousandth of a millimetre."""

_COMPRESSION_LEVEL = 6
_SUFFIX = ".json.gz"


@dataclass(frozen=True)
class S3Contents:
    """``client`` is a boto3 S3 client."""

    client: Any
    bucket: str

    def put(self, company_id: CompanyId, content: Content, text: DocumentText | None) -> None:
        """See ``ports.Contents``."""
        stored: dict[str, Any] = {"content": content.model_dump(mode="json", exclude_defaults=True)}
        if text is not None:
            stored["reading"] = _packed(text)
        encoded = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()
        body = gzip.compress(encoded, _COMPRESSION_LEVEL, mtime=0)
        try:
            with translated_errors():
                self.client.put_object(
                    Bucket=self.bucket,
                    Key=f"{_folder(company_id, content.document_id)}{content.id}{_SUFFIX}",
                    Body=body,
                    ContentType="application/json",
                    ContentEncoding="gzip",
                    IfNoneMatch="*",
                )
        except ClientError as error:
            if error_code(error) != "PreconditionFailed":
                raise

    def get(self, document: Document) -> Content | None:
        return self._content(document, document.result.content_id)

    def document_text(self, document: Document) -> DocumentText | None:
        """Return the document's text; boxes are rounded to a millionth of the page."""
        stored = self._read(document, document.result.content_id)
        return _unpacked(stored["reading"]) if stored and "reading" in stored else None

    def latest_uncommitted(self, document: Document) -> Content | None:
        """See ``ports.Contents``. Ids of extracted contents end with the fencing token, of corrections with a UUID."""
        attempts = f"{_folder(document.company_id, document.id)}{document.version + 1}-"
        with translated_errors():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=attempts)
            suffixes = [
                item["Key"].removeprefix(attempts).removesuffix(_SUFFIX)
                for page in pages
                for item in page.get("Contents", ())
            ]
        fences = [int(suffix) for suffix in suffixes if suffix.isdecimal()]
        return self._content(document, ContentId(f"{document.version + 1}-{max(fences)}")) if fences else None

    def erase(self, company_id: CompanyId, document_id: DocumentId | None = None) -> None:
        """See ``ports.Contents``."""
        prefix = _folder(company_id, document_id) if document_id else f"{DOCUMENTS_PREFIX}{company_id}/"
        delete_versions(self.client, self.bucket, prefix=prefix)

    def _content(self, document: Document, content_id: ContentId | None) -> Content | None:
        stored = self._read(document, content_id)
        return Content.model_validate(stored["content"]) if stored else None

    def _read(self, document: Document, content_id: ContentId | None) -> dict[str, Any] | None:
        if content_id is None:
            return None
        key = f"{_folder(document.company_id, document.id)}{content_id}{_SUFFIX}"
        with ignore_missing():
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
            stored: dict[str, Any] = json.loads(gzip.decompress(answer["Body"].read()))
            return stored
        return None


def _folder(company_id: CompanyId, document_id: DocumentId) -> str:
    return f"{DOCUMENTS_PREFIX}{company_id}/{document_id}/"


def _packed(text: DocumentText) -> list[Any]:
    """Return ``[number, width, height, route, [[text, x0, y0, x1, y1, confidence], ...], turn, paid]`` for each page.

    Service fields are not stored: the extracted bill has what was used of them.
    """
    return [
        [
            page.number,
            page.width,
            page.height,
            page.route.value,
            [_packed_word(word) for word in page.words],
            page.turn,
            str(page.paid),
        ]
        for page in text.pages
    ]


def _packed_word(word: Word) -> list[Any]:
    box = (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    return [word.text, *(round(edge, _DIGITS) for edge in box), round(word.confidence, _DIGITS)]


def _unpacked(pages: list[Any]) -> DocumentText:
    return DocumentText(
        tuple(
            PageText(
                number, width, height, Route(route), tuple(map(_unpacked_word, words)), turn=turn, paid=Decimal(paid)
            )
            for number, width, height, route, words, turn, paid in pages
        )
    )


def _unpacked_word(packed: list[Any]) -> Word:
    text, *edges, confidence = packed
    return Word(text, Box(*edges), confidence)
