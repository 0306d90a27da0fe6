"""The file of a document: its name, its object in the bucket, and the facts of its bytes."""

from dataclasses import dataclass, replace


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
