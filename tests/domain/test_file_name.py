"""File names from anywhere, made safe to keep and to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.file_name import MAX_LENGTH, name_in_url, safe_name


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

    assert len(name) == MAX_LENGTH
    assert name.endswith("x.pdf")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_file_name_of_any_text_is_safe_and_stable(text: str) -> None:
    name = safe_name(text)

    assert 1 <= len(name) <= MAX_LENGTH
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
