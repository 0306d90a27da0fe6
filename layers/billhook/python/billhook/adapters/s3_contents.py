"""Implements ``ports.Contents``: each version of a document is one immutable gzip JSON object."""

import gzip
import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from billhook.adapters.faults import code_of, if_there, told
from billhook.domain.document import Content
from billhook.domain.ids import CompanyId, DocumentId
from billhook.domain.reading import Box, Page, Reading, Route, Word
from billhook.names import DOCUMENTS_PREFIX

_DIGITS = 6
"""Places of a fraction of the page that are kept: a thousandth of a millimetre."""

_LEVEL = 6


@dataclass(frozen=True)
class S3Contents:
    """``client`` is a boto3 S3 client."""

    client: Any
    bucket: str

    def put(self, company_id: CompanyId, content: Content, reading: Reading | None) -> None:
        """See ``ports.Contents``. A version that is there already stays as it is."""
        kept: dict[str, Any] = {"content": content.model_dump(mode="json", exclude_defaults=True)}
        if reading is not None:
            kept["reading"] = _packed(reading)
        body = gzip.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL, mtime=0)
        try:
            with told():
                self.client.put_object(
                    Bucket=self.bucket,
                    Key=_key(company_id, content.document_id, content.version),
                    Body=body,
                    ContentType="application/json",
                    ContentEncoding="gzip",
                    IfNoneMatch="*",
                )
        except ClientError as error:
            if code_of(error) != "PreconditionFailed":
                raise

    def get(self, company_id: CompanyId, document_id: DocumentId, version: int) -> Content | None:
        kept = self._read(company_id, document_id, version)
        return Content.model_validate(kept["content"]) if kept else None

    def reading(self, company_id: CompanyId, document_id: DocumentId, version: int) -> Reading | None:
        """What the reader saw; boxes are rounded to a millionth of the page."""
        kept = self._read(company_id, document_id, version)
        return _unpacked(kept["reading"]) if kept and "reading" in kept else None

    def _read(self, company_id: CompanyId, document_id: DocumentId, version: int) -> dict[str, Any] | None:
        with if_there():
            answer = self.client.get_object(Bucket=self.bucket, Key=_key(company_id, document_id, version))
            kept: dict[str, Any] = json.loads(gzip.decompress(answer["Body"].read()))
            return kept
        return None


def _key(company_id: CompanyId, document_id: DocumentId, version: int) -> str:
    return f"{DOCUMENTS_PREFIX}{company_id}/{document_id}/{version}.json.gz"


def _packed(reading: Reading) -> list[Any]:
    """``[number, width, height, route, [[text, x0, y0, x1, y1, confidence], ...]]`` for each page."""
    return [
        [page.number, page.width, page.height, page.route.value, [_packed_word(word) for word in page.words]]
        for page in reading.pages
    ]


def _packed_word(word: Word) -> list[Any]:
    box = (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    return [word.text, *(round(edge, _DIGITS) for edge in box), round(word.confidence, _DIGITS)]


def _unpacked(pages: list[Any]) -> Reading:
    return Reading(
        tuple(
            Page(number, width, height, Route(route), tuple(_unpacked_word(word) for word in words))
            for number, width, height, route, words in pages
        )
    )


def _unpacked_word(packed: list[Any]) -> Word:
    text, *edges, confidence = packed
    return Word(text, Box(*edges), confidence)
