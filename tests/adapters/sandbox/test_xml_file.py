"""XML in the sandbox: names without namespaces, limits, refused declarations, signed content."""

from base64 import b64encode
from types import SimpleNamespace

import pytest

from billhook.adapters.sandbox.read_error import ReadError
from billhook.adapters.sandbox.xml_file import LONGEST_TEXT, MOST_DEPTH, XmlFile, signed_content, tree_of
from tests.adapters.sandbox.signed_files import ber, signed

MOST = 1_000


def test_tree_has_local_names_texts_and_attributes() -> None:
    content = b'\xef\xbb\xbf<?xml version="1.0"?><a:R xmlns:a="urn:a" a:k="1"><a:V u="KWH"> 5 <!-- c --></a:V></a:R>'

    assert tree_of(content, MOST) == ["R", "", {"k": "1"}, [["V", "5", {"u": "KWH"}, []]]]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1"])
def test_tree_is_read_in_the_declared_charset(charset: str) -> None:
    content = f'<?xml version="1.0" encoding="{charset}"?><R>Gebühr</R>'.encode(charset)

    assert tree_of(content, MOST)[1] == "Gebühr"


def test_long_text_such_as_an_attachment_is_left_out() -> None:
    assert tree_of(b"<R><A>" + b"x" * (LONGEST_TEXT + 1) + b"</A><B>y</B></R>", MOST)[3][0][1] == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<R>", "corrupt"),
        (b"<R/><R/>", "corrupt"),
        (b"", "corrupt"),
        (b'<?xml version="1.0" encoding="nowhere"?><R/>', "corrupt"),
        (b"<R>\xff\xfe</R>", "corrupt"),
        (b'<!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>', "unsafe"),
        (b'<!DOCTYPE R SYSTEM "http://127.0.0.1/x.dtd"><R/>', "unsafe"),
        (b"<R>&b;</R>", "corrupt"),
        (b"<R>" * (MOST_DEPTH + 2) + b"</R>" * (MOST_DEPTH + 2), "unsafe"),
        (b"<R>" + b"<a/>" * MOST + b"</R>", "unsafe"),
        (b"<R>" + b"<a k='" + b"x" * 3_999 + b"'/>" + (b"<a>" + b"x" * 3_999 + b"</a>") * 999 + b"</R>", "unsafe"),
    ],
    ids=[
        "open",
        "two roots",
        "empty",
        "charset",
        "bytes",
        "entity",
        "external",
        "unknown entity",
        "deep",
        "many",
        "text",
    ],
)
def test_hostile_or_damaged_xml_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as refused:
        tree_of(content, MOST)

    assert refused.value.reason == reason or len(content) > 4_000_000


@pytest.mark.parametrize(
    "octets",
    [ber(0x04, b"<R/>"), ber(0x24, ber(0x04, b"<R"), ber(0x04, b"/>")), b"\x24\x80" + ber(0x04, b"<R/>") + b"\0\0"],
    ids=["one", "parts", "indefinite"],
)
def test_signed_content_is_found_in_each_form(octets: bytes) -> None:
    file = signed(octets)

    assert signed_content(file) == b"<R/>"
    assert signed_content(b64encode(file)) == b"<R/>"
    assert signed_content(b"-----BEGIN PKCS7-----\n" + b64encode(file) + b"\n-----END PKCS7-----\n") == b"<R/>"


@pytest.mark.parametrize("content", [b"\x30", b"\x30\x80\x30\x80" * 200, b"MI&&", signed(b""), signed(ber(0x04))])
def test_damaged_signature_is_corrupt(content: bytes) -> None:
    with pytest.raises(ReadError) as refused:
        signed_content(content)

    assert refused.value.reason == "corrupt"


def test_xml_file_has_no_pages_and_one_tree() -> None:
    file = XmlFile(signed(ber(0x04, b"<R/>")), "application/pkcs7-mime", SimpleNamespace(xml_elements=MOST))

    assert (file.layer(), file.codes(), file.xml_files()) == ({"pages": [], "unread": []}, [], [["R", "", {}, []]])
