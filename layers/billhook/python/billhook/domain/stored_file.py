"""The file of a document: its name, its object in the bucket with metadata, and the facts of its bytes."""

import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from billhook import names
from billhook.domain.identity import Identity
from billhook.domain.ids import CompanyId, DocumentId


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A document entered by hand has a name only.

    ``object_version`` and ``sha256`` are None until the bytes are loaded; ``content_type`` and ``size`` (bytes) are the
    sender's until then. ``source_url`` is where the bytes are fetched from, if the sender gave a URL. ``is_archive`` is
    a guess by name and type until the bytes are loaded.
    """

    file_name: str
    object_key: str | None = None
    object_version: str | None = None
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    source_url: str | None = None
    is_archive: bool = False

    def stored_at(self, object_key: str) -> "StoredFile":
        return replace(self, object_key=object_key)

    def fetched(self, *, file_name: str, content_type: str, size: int) -> "StoredFile":
        """Downloaded from its URL."""
        return replace(self, file_name=file_name, content_type=content_type, size=size)

    def loaded(self, *, object_version: str | None, content_type: str, size: int, sha256: str) -> "StoredFile":
        """With the facts of the bytes that were read from the bucket."""
        return replace(self, object_version=object_version, content_type=content_type, size=size, sha256=sha256)

    def as_archive(self) -> "StoredFile":
        return replace(self, is_archive=True)

    def as_document(self) -> "StoredFile":
        """No archive, even if its name is that of one."""
        return replace(self, is_archive=False)

    def erased(self) -> "StoredFile":
        """Without name and facts; the object's key stays, so that late bytes can be found."""
        return StoredFile(file_name="", object_key=self.object_key, is_archive=self.is_archive)


MAX_NAME_LENGTH = 255
DEFAULT_NAME = "document"

# Cc control, Cf direction overrides and other invisible marks, Cs surrogates, Zl and Zp line and paragraph breaks.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def safe_name(name: str | None) -> str:
    """``name`` without folders and invisible characters, at most 255 long, its ending kept; never empty."""
    last = (name or "").replace("\\", "/").rstrip("/").rsplit("/", maxsplit=1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    normalized = unicodedata.normalize("NFC", visible).strip(" .")
    return _shortened(normalized).strip(" .") or DEFAULT_NAME


def name_in_url(url: str) -> str:
    """The file name in ``url``, used until its server sends one."""
    return safe_name(unquote(urlsplit(url).path, errors="replace"))


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: MAX_NAME_LENGTH - len(ending) - 1]}.{ending}"
    return name[:MAX_NAME_LENGTH]


UNDECLARED_TYPE = "application/octet-stream"


def incoming_key(company_id: CompanyId, document_id: DocumentId) -> str:
    """The object key of a document's bytes. It contains ids only, no text of the sender."""
    return f"{names.INCOMING_PREFIX}{company_id}/{document_id}"


def object_metadata(identity: Identity, file_name: str) -> dict[str, str]:
    """The metadata of the object, from which the rows of a document can be rebuilt."""
    return {
        names.META_COMPANY: identity.company_id,
        names.META_DOCUMENT: identity.id,
        names.META_JOB: identity.job_id or "",
        names.META_FILE_NAME: file_name,
    }
