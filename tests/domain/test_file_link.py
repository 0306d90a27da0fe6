"""Signed links to a document's file."""

from billhook.domain.ids import DocumentId
from billhook.domain.signing import file_link, file_link_signature, file_link_text


def test_link_names_document_expiry_and_signature() -> None:
    url = file_link("https://api.example.org/v1/", DocumentId("d"), expires=7, signature="s")

    assert url == "https://api.example.org/v1/file/d?exp=7&sig=s"


def test_signed_text_depends_on_document_and_expiry() -> None:
    assert len({file_link_text(DocumentId(name), expires) for name in "ab" for expires in (1, 2)}) == 4


def test_signature_has_no_padding() -> None:
    assert not file_link_signature(b"0" * 32).endswith("=")
