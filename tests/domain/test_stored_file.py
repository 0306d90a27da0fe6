"""The file of a document, from its announcement to its erasure."""

from billhook.domain.stored_file import StoredFile

LINKED = StoredFile(file_name="download", object_key="incoming/c/d", source_url="https://files.example.org/1")


def test_stored_file_has_its_object_key() -> None:
    assert StoredFile(file_name="may.pdf").stored_at("incoming/c/d").object_key == "incoming/c/d"


def test_fetched_file_has_the_name_and_type_of_its_server() -> None:
    fetched = LINKED.fetched(file_name="may.pdf", content_type="application/pdf", size=3)

    assert (fetched.file_name, fetched.content_type, fetched.size) == ("may.pdf", "application/pdf", 3)
    assert (fetched.object_key, fetched.source_url) == (LINKED.object_key, LINKED.source_url)


def test_loaded_file_has_the_facts_of_its_bytes() -> None:
    loaded = LINKED.loaded(object_version="v1", content_type="image/png", size=4, sha256="a" * 64)

    assert (loaded.object_version, loaded.content_type, loaded.size, loaded.sha256) == ("v1", "image/png", 4, "a" * 64)
    assert loaded.file_name == "download"


def test_file_is_an_archive_or_a_document() -> None:
    archive = StoredFile(file_name="may.zip").as_archive()

    assert (archive.is_archive, archive.as_document().is_archive) == (True, False)


def test_erased_file_keeps_only_its_object_key() -> None:
    loaded = LINKED.loaded(object_version="v1", content_type="image/png", size=4, sha256="a" * 64)

    assert loaded.as_archive().erased() == StoredFile(file_name="", object_key="incoming/c/d", is_archive=True)
