"""Stored files: transitions, safe names, object keys and metadata."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook import names
from billhook.domain.stored_file import (
    MAX_NAME_LENGTH,
    StoredFile,
    incoming_key,
    name_in_url,
    object_metadata,
    safe_name,
)
from tests.builders import a_document

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


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("bill.pdf", "bill.pdf"),
        ("Rechnung März 電気.pdf", "Rechnung März 電気.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\bill.pdf", "bill.pdf"),
        ("folder/", "folder"),
        ("a\x00b\r\nc\t.pdf", "abc.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("\ud800.pdf", "pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        (" .. ", "document"),
        ("", "document"),
        (None, "document"),
    ],
)
def test_file_name_keeps_safe_characters(given_name: str | None, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_file_name_over_limit_keeps_its_extension() -> None:
    name = safe_name("x" * 300 + ".pdf")

    assert len(name) == MAX_NAME_LENGTH
    assert name.endswith("x.pdf")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_file_name_of_any_text_is_safe_and_stable(text: str) -> None:
    name = safe_name(text)

    assert 1 <= len(name) <= MAX_NAME_LENGTH
    assert {"Cc", "Cf", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, name))
    assert {"/", "\\"}.isdisjoint(name)
    assert safe_name(name) == name
    name.encode()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/b/March%202026.pdf?x=1", "March 2026.pdf"),
        ("https://example.org/", "document"),
        ("https://example.org", "document"),
        ("https://example.org/%2e%2e%2fsecret", "secret"),
        ("https://example.org/%ff.pdf", "\ufffd.pdf"),
    ],
)
def test_file_name_of_url_is_its_last_segment(url: str, name: str) -> None:
    assert name_in_url(url) == name


def test_incoming_key_is_made_of_ids_only() -> None:
    document = a_document(file_name="../secret.pdf")

    assert incoming_key(document.company_id, document.id) == f"incoming/{document.company_id}/{document.id}"


def test_object_metadata_names_company_document_job_and_file() -> None:
    document = a_document()

    assert object_metadata(document.identity, document.file.file_name) == {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id,
        names.META_FILE_NAME: document.file.file_name,
    }
