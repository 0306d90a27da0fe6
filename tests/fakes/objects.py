"""Fakes of the bucket: uploaded files, and versions of their contents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_text import DocumentText
from billhook.domain.ids import CompanyId, DocumentId
from billhook.ports.files import PresignedPost, StoredObject
from tests.fakes.clock import NOW


@dataclass
class FakeFiles:
    """``Files`` in memory; ``land`` puts a file as a pre-signed POST would, replacing an existing one."""

    versions: dict[str, list[tuple[StoredObject, bytes]]] = field(default_factory=dict)
    written: dict[str, datetime] = field(default_factory=dict)

    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        if self.versions.get(key):
            return self.versions[key][0][0].version
        return self.land(key, content, content_type=content_type, metadata=metadata).version

    def upload(self, key: str, path: Path, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        return self.put(key, path.read_bytes(), content_type=content_type, metadata=metadata)

    def head(self, key: str, version: str | None = None) -> StoredObject | None:
        found = self._find(key, version)
        return found[0] if found else None

    def get(self, key: str, version: str | None = None) -> bytes:
        found = self._find(key, version)
        if found is None:
            raise FileNotFoundError(key)
        return found[1]

    def presigned_url(
        self,
        key: str,
        *,
        version: str | None,
        file_name: str,
        content_type: str,
        expires: timedelta,
        is_head: bool = False,
    ) -> str:
        method = "&method=HEAD" if is_head else ""
        query = f"versionId={version}&name={file_name}&expires={int(expires.total_seconds())}{method}"
        return f"https://bucket.test/{key}?{query}"

    def presigned_post(
        self, key: str, *, content_type: str, metadata: Mapping[str, str], max_bytes: int, expires: timedelta
    ) -> PresignedPost:
        fixed = {"key": key, "Content-Type": content_type, "policy": f"1-{max_bytes} in {int(expires.total_seconds())}"}
        return PresignedPost(
            "https://bucket.test/", fixed | {f"x-amz-meta-{name}": value for name, value in metadata.items()}
        )

    def post(self, signed: PresignedPost, content: bytes) -> StoredObject:
        """Store an object with the metadata of a form, as S3 does."""
        mark = "x-amz-meta-"
        metadata = {name.removeprefix(mark): value for name, value in signed.fields.items() if name.startswith(mark)}
        return self.land(signed.fields["key"], content, content_type=signed.fields["Content-Type"], metadata=metadata)

    def list_keys(self, prefix: str, after: str | None, limit: int) -> Sequence[tuple[str, datetime]]:
        below = sorted(key for key in self.versions if key.startswith(prefix) and key > (after or ""))
        return [(key, self.written.get(key, NOW)) for key in below[:limit]]

    def delete_all_versions(self, key: str) -> None:
        self.versions.pop(key, None)

    def delete_all_below(self, prefix: str) -> None:
        for key in [key for key in self.versions if key.startswith(prefix)]:
            del self.versions[key]

    def land(
        self,
        key: str,
        content: bytes,
        *,
        content_type: str = "application/pdf",
        metadata: Mapping[str, str] | None = None,
    ) -> StoredObject:
        kept = self.versions.setdefault(key, [])
        stored = StoredObject(key, f"v{len(kept) + 1}", len(content), content_type, dict(metadata or {}))
        kept.append((stored, content))
        return replace(stored)

    def _find(self, key: str, version: str | None) -> tuple[StoredObject, bytes] | None:
        kept = [pair for pair in self.versions.get(key, []) if version in (None, pair[0].version)]
        return kept[-1] if kept else None


@dataclass
class FakeContents:
    kept: dict[tuple[str, str, str], tuple[Content, DocumentText | None]] = field(default_factory=dict)

    def put(self, company_id: CompanyId, content: Content, text: DocumentText | None) -> None:
        self.kept.setdefault((company_id, content.document_id, content.id), (content, text))

    def get(self, document: Document) -> Content | None:
        found = self._find(document)
        return found[0] if found else None

    def document_text(self, document: Document) -> DocumentText | None:
        found = self._find(document)
        return found[1] if found else None

    def latest_uncommitted(self, document: Document) -> Content | None:
        attempts = [
            (int(content_id.removeprefix(f"{document.version + 1}-")), kept[0])
            for (company, document_id, content_id), kept in self.kept.items()
            if (company, document_id) == (document.company_id, document.id)
            and content_id.startswith(f"{document.version + 1}-")
            and content_id.removeprefix(f"{document.version + 1}-").isdecimal()
        ]
        return max(attempts, key=lambda attempt: attempt[0])[1] if attempts else None

    def erase(self, company_id: CompanyId, document_id: DocumentId | None = None) -> None:
        for key in [key for key in self.kept if key[0] == company_id and document_id in (None, key[1])]:
            del self.kept[key]

    def _find(self, document: Document) -> tuple[Content, DocumentText | None] | None:
        return self.kept.get((document.company_id, document.id, document.result.content_id or ""))
